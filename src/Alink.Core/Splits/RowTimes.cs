namespace Alink;

/// <summary>When the rows of a dataset were, as numbers that rise with time.</summary>
/// <param name="Column">A column of numbers or of moments.</param>
sealed record RowTimes(string Column)
{
    /// <summary>The times of all rows, the earliest first.</summary>
    public double[] Sorted(IDataset rows)
    {
        List<double> times = [.. rows.ReadAll().SelectMany(batch => Of(batch))];
        times.Sort();
        return [.. times];
    }

    /// <summary>The rows from a time on, to before another.</summary>
    public IDataset Between(IDataset rows, double from, double to) => SelectedRows.Of(rows, _ => batch =>
    {
        var times = Of(batch);
        return row => times[row] >= from && times[row] < to;
    });

    /// <summary>A moment counts by its ticks; those within about 10 microseconds of
    /// each other may be one number.</summary>
    double[] Of(Table batch)
    {
        if (batch.Data(Column) is not FixedColumn<DateTimeOffset> moments)
        {
            return batch.Targets(Column).ToArray();
        }

        var times = new double[batch.RowCount];
        for (var row = 0; row < times.Length; row++)
        {
            times[row] = !moments.IsMissing(row) ? moments.Values[row].UtcTicks
                : throw new TrainingException($"Column '{Column}' has no value in row {batch.FirstRow + row}.");
        }

        return times;
    }
}
