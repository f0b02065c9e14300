namespace Alink;

/// <summary>Holds out the rows after a time, and trains on those before it: each time on more.</summary>
/// <remarks>
/// The last <see cref="Count"/> of <see cref="Count"/> + 1 stretches of equally many rows are held out in turn, each after a
/// training on all rows that are earlier, as in scikit-learn's TimeSeriesSplit. Rows of one time stay together.
/// </remarks>
/// <example>
/// <code>
/// var days = Table.Of("day", 1, 2, 3, 4, 5, 6);
/// var (training, heldOut) = new TimeSeriesFolds("day") { Count = 2 }.Cut(days, 0);
/// ((Table)training).Values&lt;int&gt;("day").ToArray() // => [1 2]
/// ((Table)heldOut).Values&lt;int&gt;("day").ToArray() // => [3 4]
/// </code>
/// </example>
/// <param name="Time">A column of numbers or of moments.</param>
public sealed record TimeSeriesFolds(string Time) : IFolds
{
    /// <summary>How many stretches of time are held out in turn; at least 1.</summary>
    public int Count { get; init => field = Require.AtLeast(1, value); } = 5;

    /// <inheritdoc/>
    public (IDataset Training, IDataset HeldOut) Cut(IDataset rows, int fold)
    {
        Require.Between(0, Count - 1, fold, nameof(fold));
        var times = new RowTimes(Time);
        var sorted = times.Sorted(rows);
        var length = sorted.Length / (Count + 1);
        if (length == 0)
        {
            throw new TrainingException($"{sorted.Length} rows do not make {Count + 1} stretches of time.");
        }

        var start = sorted.Length - ((Count - fold) * length);
        var from = sorted[start];
        var to = fold + 1 == Count ? double.PositiveInfinity : sorted[start + length];
        return (times.Between(rows, double.NegativeInfinity, from), times.Between(rows, from, to));
    }
}
