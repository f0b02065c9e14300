using System.Runtime.InteropServices;

namespace Alink.Runtime;

/// <summary>Sorts the rows of this process by the lanes that own their keys, within a lane in their order.</summary>
sealed class Shuffle(IDataset rows, string key, LaneRange own, int workers, TrainingContext context)
{
    long _bytes;

    public IDataset Rows => rows;

    public string Key => key;

    public LaneRange Own => own;

    public TrainingContext Context => context;

    /// <summary>The rows for each of all lanes, null where there are none; null as a whole once they take more than the
    /// budget.</summary>
    public async ValueTask<Table?[]?> SplitAsync(long budget)
    {
        var counter = new RowCounter(context);
        var parts = new Table?[own.Count][];
        await new LaneWork(own, lane => parts[lane - own.First] = Split(counter.Read(rows, lane), budget))
            .RunAsync(workers).ConfigureAwait(false);
        context.Passed(counter.Rows);
        if (_bytes > budget)
        {
            return null;
        }

        var tables = new Table?[own.Lanes];
        await new LaneWork(LaneRange.All(own.Lanes), owner =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            tables[owner] = Join(parts.Select(part => part[owner]));
            foreach (var part in parts)
            {
                part[owner] = null;
            }
        }).RunAsync(workers).ConfigureAwait(false);
        return tables;
    }

    /// <summary>Tables one after the other; null where there are none.</summary>
    public static Table? Join(IEnumerable<Table?> tables)
    {
        var given = tables.OfType<Table>().ToArray();
        return given.Length == 0 ? null : Table.Concat(given);
    }

    Table?[] Split(IEnumerable<Table> batches, long budget)
    {
        var pieces = new List<Table>?[own.Lanes];
        var owners = Array.Empty<int>();
        var rowsOf = new List<int>?[own.Lanes];
        foreach (var batch in batches)
        {
            if (Interlocked.Read(ref _bytes) > budget)
            {
                continue; // The rows are only counted from here on.
            }

            Array.Resize(ref owners, Math.Max(owners.Length, batch.RowCount));
            Owner.Of(batch.Data(key), own.Lanes, owners.AsSpan(0, batch.RowCount));
            for (var row = 0; row < batch.RowCount; row++)
            {
                (rowsOf[owners[row]] ??= []).Add(row);
            }

            for (var owner = 0; owner < rowsOf.Length; owner++)
            {
                if (rowsOf[owner] is { Count: > 0 } chosen)
                {
                    var piece = batch.Gather(CollectionsMarshal.AsSpan(chosen));
                    Interlocked.Add(ref _bytes, piece.Bytes);
                    (pieces[owner] ??= []).Add(piece);
                    chosen.Clear();
                }
            }
        }

        return Array.ConvertAll(pieces, list => list is null ? null : Join(list));
    }
}
