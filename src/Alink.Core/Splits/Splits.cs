namespace Alink;

/// <summary>Cuts datasets in two.</summary>
public static class Splits
{
    /// <summary>Sends each row to one of two datasets, by a hash of the seed, its lane and its place: the same rows
    /// every time they are read.</summary>
    /// <param name="rows">The rows; a table is cut to exact sizes, and by strata, with
    /// <see cref="Table.Split"/>.</param>
    /// <param name="share">The chance of a row to come into the first, in [0, 1].</param>
    /// <param name="seed">The same seed cuts the same way.</param>
    public static (IDataset First, IDataset Second) Split(this IDataset rows, double share, int seed)
    {
        Require.Between(0, 1, share, nameof(share));
        return (Part(isFirst: true), Part(isFirst: false));

        IDataset Part(bool isFirst) => SelectedRows.Of(rows, lane =>
        {
            var place = 0L;
            return batch =>
            {
                var start = place;
                place += batch.RowCount;
                return row => RowChance.Of(seed, lane, start + row) < share == isFirst;
            };
        });
    }

    /// <summary>Rows drawn from these with replacement: each as often as a Poisson number of mean 1 has it.</summary>
    /// <remarks>
    /// So a resample can be read in one pass where the rows are, and has about as many rows as there are. Nothing is
    /// copied before it is read, and every reading gives the same rows. It is what a bootstrap measures.
    /// </remarks>
    /// <param name="rows">The rows to draw from.</param>
    /// <param name="seed">The same seed draws the same rows.</param>
    /// <example>
    /// <code>
    /// var rows = Table.Of("id", 1, 2, 3, 4);
    /// rows.Resample(seed: 1).Read(0).Single().Values&lt;int&gt;("id").ToArray().All(id => id &lt;= 4) // => True
    /// </code>
    /// </example>
    public static IDataset Resample(this IDataset rows, int seed) => new ResampledRows(rows, seed);

    /// <summary>Sends the rows of a group to one of two datasets together, by a hash
    /// of the seed and the group.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="group">What rows of a group have in common: text, whole numbers or booleans.</param>
    /// <param name="share">The chance of a group to come into the first, in [0, 1].</param>
    /// <param name="seed">The same seed cuts the same way.</param>
    /// <exception cref="SchemaException">The column is missing or of the wrong type.</exception>
    /// <remarks>A row without a group is refused when the rows are read.</remarks>
    /// <example>
    /// <code>
    /// var visits = Table.Of("user", "ann", "bob", "ann", "cleo", "bob", "dan");
    /// var (train, test) = visits.SplitByGroup("user", 0.5, seed: 1);
    /// train.Values&lt;string&gt;("user").ToArray().Intersect(test.Values&lt;string&gt;("user").ToArray()).Any() // => False
    /// </code>
    /// </example>
    public static (IDataset First, IDataset Second) SplitByGroup(this IDataset rows, Column<Category> group, double share, int seed)
    {
        Require.Between(0, 1, share, nameof(share));
        rows.Schema.Reading(group);
        return (Part(isFirst: true), Part(isFirst: false));

        IDataset Part(bool isFirst) => SelectedRows.Of(rows, _ =>
        {
            var groups = new Categories();
            return batch =>
            {
                var numbers = batch.Classes(group, groups);
                return row => RowChance.Of(seed, groups.Names[numbers[row]]) < share == isFirst;
            };
        });
    }

    /// <inheritdoc cref="SplitByGroup(IDataset, Column{Category}, double, int)"/>
    public static (Table First, Table Second) SplitByGroup(this Table rows, Column<Category> group, double share, int seed) =>
        Tables(SplitByGroup((IDataset)rows, group, share, seed));

    /// <summary>Sends the earlier rows to the first dataset and the later to the second; rows
    /// of one time stay together.</summary>
    /// <param name="rows">The rows, in any order.</param>
    /// <param name="time">A column of numbers or of moments.</param>
    /// <param name="share">The share of the rows that are the earlier, in [0, 1]; the count is rounded
    /// down to where a time begins.</param>
    /// <exception cref="SchemaException">The column is missing or of the wrong type.</exception>
    /// <exception cref="TrainingException">A row has no time.</exception>
    /// <example>
    /// <code>
    /// var sales = Table.Of("day", 3, 1, 2, 2, 4);
    /// var (past, future) = sales.SplitByTime("day", 0.4);
    /// past.Values&lt;int&gt;("day").ToArray() // => [1]
    /// future.Values&lt;int&gt;("day").ToArray() // => [3 2 2 4]
    /// </code>
    /// </example>
    public static (IDataset First, IDataset Second) SplitByTime(this IDataset rows, string time, double share)
    {
        var times = new RowTimes(time);
        var sorted = times.Sorted(rows);
        var first = (int)Math.Round(Require.Between(0, 1, share, nameof(share)) * sorted.Length, MidpointRounding.AwayFromZero);
        var from = first < sorted.Length ? sorted[first] : double.PositiveInfinity;
        return (
            times.Between(rows, double.NegativeInfinity, from),
            times.Between(rows, from, double.PositiveInfinity));
    }

    /// <inheritdoc cref="SplitByTime(IDataset, string, double)"/>
    public static (Table First, Table Second) SplitByTime(this Table rows, string time, double share) =>
        Tables(SplitByTime((IDataset)rows, time, share));

    static (Table First, Table Second) Tables((IDataset First, IDataset Second) parts) => ((Table)parts.First, (Table)parts.Second);
}
