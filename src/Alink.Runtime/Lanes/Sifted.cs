using System.Runtime.InteropServices;

namespace Alink.Runtime;

/// <summary>Rows in the lanes of their keys that are too many to be kept: all are read for each lane, and only its own
/// go on.</summary>
sealed class Sifted(IDataset rows, string key) : IDataset
{
    public Schema Schema => rows.Schema;

    public int Lanes => rows.Lanes;

    public IEnumerable<Table> Read(int lane, CancellationToken cancellation = default)
    {
        var owners = Array.Empty<int>();
        var chosen = new List<int>();
        for (var source = 0; source < rows.Lanes; source++)
        {
            foreach (var batch in rows.Read(source, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                Array.Resize(ref owners, Math.Max(owners.Length, batch.RowCount));
                Owner.Of(batch.Data(key), rows.Lanes, owners.AsSpan(0, batch.RowCount));
                chosen.Clear();
                chosen.AddRange(Enumerable.Range(0, batch.RowCount).Where(row => owners[row] == lane));
                if (chosen.Count > 0)
                {
                    yield return batch.Gather(CollectionsMarshal.AsSpan(chosen));
                }
            }
        }
    }
}
