namespace Alink;

/// <summary>Each row of a dataset as often as chance has it, next to itself.</summary>
sealed class ResampledRows(IDataset rows, int seed) : IDataset
{
    public Schema Schema => rows.Schema;

    public int Lanes => rows.Lanes;

    public IEnumerable<Table> Read(int lane, CancellationToken cancellation)
    {
        List<int> drawn = [];
        var place = 0L;
        foreach (var batch in rows.Read(lane, cancellation))
        {
            drawn.Clear();
            for (var row = 0; row < batch.RowCount; row++)
            {
                for (var times = Times(RowChance.Of(seed, lane, place++)); times > 0; times--)
                {
                    drawn.Add(row);
                }
            }

            yield return batch.Gather([.. drawn]);
        }
    }

    /// <summary>The Poisson number of mean 1 whose distribution function first passes a number in [0, 1).</summary>
    static int Times(double chance)
    {
        var (times, probability) = (0, Math.Exp(-1));
        for (var passed = probability; chance >= passed && probability > 0; passed += probability)
        {
            probability /= ++times;
        }

        return times;
    }
}
