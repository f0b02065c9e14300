using System.Collections.Immutable;

namespace Alink;

/// <summary>What is computed of the rows of a group.</summary>
/// <param name="Name">The column that the result goes to.</param>
/// <param name="Column">The column that it is computed of; null for the count of rows.</param>
/// <param name="Of">The result of the values of a group that are not missing.</param>
public sealed record Aggregate(string Name, string? Column, Func<IReadOnlyList<double>, double> Of)
{
    /// <summary>The number of rows.</summary>
    public static Aggregate Count(string name = "count") => new(name, null, values => values.Count);

    /// <summary>The sum of the values that are not missing.</summary>
    public static Aggregate Sum(string column, string? name = null) => new(name ?? $"{column}_sum", column, values => values.Sum());

    /// <summary>The mean of the values that are not missing; NaN where there are none.</summary>
    public static Aggregate Mean(string column, string? name = null) =>
        new(name ?? $"{column}_mean", column, values => values.Sum() / values.Count);

    /// <summary>The least value; NaN where there are none.</summary>
    public static Aggregate Min(string column, string? name = null) =>
        new(name ?? $"{column}_min", column, values => values.DefaultIfEmpty(double.NaN).Min());

    /// <summary>The greatest value; NaN where there are none.</summary>
    public static Aggregate Max(string column, string? name = null) =>
        new(name ?? $"{column}_max", column, values => values.DefaultIfEmpty(double.NaN).Max());

    /// <summary>The unbiased standard deviation; NaN for fewer than two values.</summary>
    public static Aggregate Deviation(string column, string? name = null) => new(name ?? $"{column}_deviation", column, values =>
    {
        var mean = values.Sum() / values.Count;
        return values.Count < 2 ? double.NaN : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    });
}

/// <content>Grouping rows by keys.</content>
public sealed partial class Table
{
    /// <summary>One row for each different key, in the order first seen: the key's
    /// columns, then the aggregates.</summary>
    /// <param name="keys">The columns that make a group.</param>
    /// <param name="aggregates">What is computed of each group.</param>
    /// <exception cref="SchemaException">A column is missing, or an aggregated one holds no numbers.</exception>
    public Table GroupBy(string[] keys, params Aggregate[] aggregates)
    {
        var groups = RowsOfGroups(keys);
        var result = Gather([.. groups.Select(rows => rows[0])]).Select([.. keys]);
        foreach (var aggregate in aggregates)
        {
            if (aggregate.Column is null)
            {
                result = result.With(aggregate.Name, [.. groups.Select(rows => (long)rows.Count)]);
                continue;
            }

            var numbers = this.Numbers(aggregate.Column).ToArray();
            result = result.With(aggregate.Name, [.. groups.Select(rows =>
                aggregate.Of([.. rows.Select(row => numbers[row]).Where(number => !double.IsNaN(number))]))]);
        }

        return result;
    }

    /// <summary>The table of each different key, in the order first seen.</summary>
    /// <exception cref="SchemaException">A column is missing, or holds vectors.</exception>
    public ImmutableArray<Table> Groups(params string[] keys) => [.. RowsOfGroups(keys).Select(rows => Gather([.. rows]))];

    /// <summary>The rows of each different key, in the order first seen.</summary>
    /// <exception cref="SchemaException">A column is missing, or holds vectors.</exception>
    public List<int>[] RowsOfGroups(params string[] keys)
    {
        var numbers = new Keys();
        var groupOf = numbers.Number(this, keys, grows: true);
        var groups = Enumerable.Range(0, numbers.Count).Select(_ => new List<int>()).ToArray();
        for (var row = 0; row < groupOf.Length; row++)
        {
            groups[groupOf[row]].Add(row);
        }

        return groups;
    }
}
