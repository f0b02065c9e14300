using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Alink.Features;

/// <summary>The different values of columns, in the order first seen, and the weight of the rows that hold each, or none.</summary>
public sealed class CategoryCounts(Categories[] values, List<double>[] weights, double[] missing, DataType[] types)
{
    internal Categories[] Values { get; } = values;

    internal List<double>[] Weights { get; } = weights;

    /// <summary>The weight of the rows that hold no value; shape: columns.</summary>
    internal double[] Missing { get; } = missing;

    internal DataType[] Types { get; } = types;

    /// <summary>No rows yet.</summary>
    internal static CategoryCounts Of(Schema schema, ImmutableArray<string> columns) => new(
        [.. columns.Select(_ => new Categories())],
        [.. columns.Select(_ => new List<double>())],
        new double[columns.Length],
        [.. columns.Select(name => schema[name].Type)]);

    /// <summary>Adds rows.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="weights">One for each row, or none where each is 1.</param>
    internal CategoryCounts Add(Table batch, ImmutableArray<string> columns, ReadOnlySpan<double> weights)
    {
        var numbers = new int[batch.RowCount];
        for (var c = 0; c < columns.Length; c++)
        {
            Values[c].Encode(batch.Data(columns[c]), numbers);
            var sums = Sums(c);
            ref var missing = ref Missing[c];
            for (var i = 0; i < numbers.Length; i++)
            {
                (numbers[i] < 0 ? ref missing : ref sums[numbers[i]]) += weights.IsEmpty ? 1 : weights[i];
            }
        }

        return this;
    }

    /// <summary>Adds rows of one column that count once each.</summary>
    /// <returns>For each, how many rows so far, with itself, hold its value, or none where it holds none.</returns>
    internal double[] AddInTurn(int column, ColumnData rows) => AddInTurn(column, rows, out _);

    /// <inheritdoc cref="AddInTurn(int, ColumnData)"/>
    internal double[] AddInTurn(int column, ColumnData rows, out int[] numbers)
    {
        Values[column].Encode(rows, numbers = new int[rows.Length]);
        var sums = Sums(column);
        var counts = new double[numbers.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = ++(numbers[i] < 0 ? ref Missing[column] : ref sums[numbers[i]]);
        }

        return counts;
    }

    /// <summary>The weight of all rows of a column.</summary>
    internal double RowsOf(int column) => Weights[column].Sum() + Missing[column];

    /// <summary>Adds one value of a column.</summary>
    internal void Add(int column, ReadOnlySpan<char> value)
    {
        var number = Values[column].Number(value);
        Sums(column)[number]++;
    }

    /// <summary>Adds the rows of another.</summary>
    internal CategoryCounts Add(CategoryCounts other)
    {
        for (var c = 0; c < Values.Length; c++)
        {
            Missing[c] += other.Missing[c];
            int[] places = [.. other.Values[c].Names.Select(name => Values[c].Number(name))];
            var sums = Sums(c);
            for (var i = 0; i < places.Length; i++)
            {
                sums[places[i]] += other.Weights[c][i];
            }
        }

        return this;
    }

    /// <summary>The levels of a column that rows of some weight hold, in ascending order, and the weight of each.</summary>
    internal (Levels Levels, double[] Weights) Ascending(int column)
    {
        var seen = Values[column].Names.Zip(Weights[column]).Where(pair => pair.Second > 0).ToDictionary(pair => pair.First, pair => pair.Second);
        var levels = Levels.Sorted(Types[column], seen.Keys);
        return (levels, [.. levels.Names.Select(name => seen[name])]);
    }

    /// <summary>The weights of a column's values, with a place for each that has come up.</summary>
    Span<double> Sums(int column)
    {
        var known = Weights[column].Count;
        CollectionsMarshal.SetCount(Weights[column], Values[column].Names.Count);
        var sums = CollectionsMarshal.AsSpan(Weights[column]);
        sums[known..].Clear();
        return sums;
    }
}
