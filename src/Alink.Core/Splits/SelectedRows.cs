namespace Alink;

/// <summary>Some rows of a dataset, found again each time they are read.</summary>
/// <param name="rows">All rows.</param>
/// <param name="choose">For a lane, what finds the rows to keep in one batch of it after the other.</param>
sealed class SelectedRows(IDataset rows, Func<int, Func<Table, Predicate<int>>> choose) : IDataset
{
    public Schema Schema => rows.Schema;

    public int Lanes => rows.Lanes;

    /// <summary>Those rows; of a table they are found once, and make a table.</summary>
    public static IDataset Of(IDataset rows, Func<int, Func<Table, Predicate<int>>> choose)
    {
        var selected = new SelectedRows(rows, choose);
        return rows is Table table ? table.Gather(selected.Places()) : selected;
    }

    public IEnumerable<Table> Read(int lane, CancellationToken cancellation)
    {
        var next = choose(lane);
        foreach (var batch in rows.Read(lane, cancellation))
        {
            var isKept = next(batch);
            yield return batch.Where(row => isKept(row.Index));
        }
    }

    int[] Places()
    {
        List<int> places = [];
        var start = 0;
        for (var lane = 0; lane < Lanes; lane++)
        {
            var next = choose(lane);
            foreach (var batch in rows.Read(lane))
            {
                var isKept = next(batch);
                for (var row = 0; row < batch.RowCount; row++)
                {
                    if (isKept(row))
                    {
                        places.Add(start + row);
                    }
                }

                start += batch.RowCount;
            }
        }

        return [.. places];
    }
}
