using System.Collections.Immutable;

namespace Alink.Statistics;

/// <summary>Counts the different values of each column in one pass and bounded memory, within a small error.</summary>
/// <remarks>By a <see cref="HyperLogLog"/> for each column. Missing values do not count.</remarks>
/// <example>
/// <code>
/// var rows = Table.Of("city", "Rome", "Oslo", "Rome", "Bonn");
/// Math.Round(new DistinctCount { Columns = ["city"] }.Evaluate(rows).Counts[0]) // => 3
/// </code>
/// </example>
public sealed record DistinctCount : IOnePassEvaluator<DistinctSketches, DistinctCounts>
{
    /// <summary>The columns, of any type but vectors.</summary>
    public ImmutableArray<string> Columns { get; init => field = Require.Items(value); } = [];

    /// <summary>Each column keeps 2^precision bytes, for a standard error of 1.04 / √(2^precision); from 4 to 18.</summary>
    public int Precision { get; init => field = Require.Between(4, 18, value); } = 14;

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing, or holds vectors.</exception>
    public DistinctSketches Start(Schema schema)
    {
        foreach (var column in Columns)
        {
            if (schema[column].Type == DataType.Vector)
            {
                throw new SchemaException($"Column '{column}' holds vectors; {nameof(DistinctCount)} counts single values.");
            }
        }

        return new([.. Columns.Select(_ => new HyperLogLog(Precision))]);
    }

    /// <inheritdoc/>
    public DistinctSketches Update(DistinctSketches state, Table batch)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            var column = batch.Data(Columns[c]);
            var hashes = ValueHash.Of(column);
            for (var row = 0; row < hashes.Length; row++)
            {
                if (!column.IsMissing(row))
                {
                    state.Columns[c].AddHash(hashes[row]);
                }
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public DistinctSketches Merge(DistinctSketches left, DistinctSketches right)
    {
        for (var c = 0; c < Columns.Length; c++)
        {
            left.Columns[c].Add(right.Columns[c]);
        }

        return left;
    }

    /// <inheritdoc/>
    public DistinctCounts Snapshot(DistinctSketches state) => new(Columns, [.. state.Columns.Select(column => column.Count)]);
}

/// <summary>The values so far of each column of a <see cref="DistinctCount"/>.</summary>
public sealed class DistinctSketches
{
    internal DistinctSketches(HyperLogLog[] columns) => Columns = columns;

    internal HyperLogLog[] Columns { get; }
}

/// <summary>How many different values columns have.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Counts">How many different values each has, about; shape: columns.</param>
[TypeFormatterSource]
public sealed record DistinctCounts(ImmutableArray<string> Columns, ImmutableArray<double> Counts);
