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

    /// <summary>The weight of the rows that hold a value, summed in their order; shape: columns.</summary>
    internal double[] Present { get; } = new double[missing.Length];

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
            Values[c].Encode(batch, columns[c], numbers);
            var sums = Sums(c);
            var missing = Missing[c];
            for (var i = 0; i < numbers.Length; i++)
            {
                var weight = weights.IsEmpty ? 1 : weights[i];
                (numbers[i] < 0 ? ref Missing[c] : ref sums[numbers[i]]) += weight;
                Present[c] += weights.IsEmpty || numbers[i] < 0 ? 0 : weight;
            }

            Present[c] += weights.IsEmpty ? numbers.Length - (Missing[c] - missing) : 0;
        }

        return this;
    }

    /// <summary>Adds the rows of one column, one after the other.</summary>
    /// <param name="c">Its place among the columns.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="column">Its name.</param>
    /// <param name="weights">One for each row, or none where each is 1.</param>
    /// <param name="passOn">What is done after each row, given its place, the number of its value, −1 where it holds none, and the
    /// weight of the rows so far, with itself, that hold its value, or none.</param>
    internal void AddInTurn(int c, Table batch, string column, ReadOnlySpan<double> weights, Action<int, int, double> passOn)
    {
        var numbers = new int[batch.RowCount];
        Values[c].Encode(batch, column, numbers);
        var sums = Sums(c);
        for (var i = 0; i < numbers.Length; i++)
        {
            var (number, weight) = (numbers[i], weights.IsEmpty ? 1 : weights[i]);
            Present[c] += number < 0 ? 0 : weight;
            passOn(i, number, (number < 0 ? ref Missing[c] : ref sums[number]) += weight);
        }
    }

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
            Present[c] += other.Present[c];
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
