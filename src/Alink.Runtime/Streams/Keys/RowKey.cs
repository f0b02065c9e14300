using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>The values of a row that tell what it belongs to.</summary>
readonly struct RowKey(params Value[] values) : IEquatable<RowKey>, IComparable<RowKey>
{
    readonly Value[] _values = values;

    public ReadOnlySpan<Value> Values => _values;

    public static bool operator ==(RowKey left, RowKey right) => left.Equals(right);

    public static bool operator !=(RowKey left, RowKey right) => !left.Equals(right);

    /// <summary>The columns of a key, once they are known to be there and to hold no vectors.</summary>
    /// <exception cref="SchemaException">A column is missing, or holds vectors.</exception>
    public static ImmutableArray<Field> Fields(Schema schema, ImmutableArray<string> columns) =>
        [.. columns.Select(column => schema[column]).Select(field => field.Type != DataType.Vector ? field
            : throw new SchemaException($"Column '{field.Name}' holds vectors, which are no keys."))];

    public bool Equals(RowKey other) => Values.SequenceEqual(other.Values);

    public override bool Equals(object? obj) => obj is RowKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in _values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public int CompareTo(RowKey other) => Values.SequenceCompareTo(other.Values);
}

/// <summary>The keys of the rows of a batch, numbered as they are first seen.</summary>
sealed class RowKeys
{
    readonly int[] _numbers;
    readonly List<RowKey> _keys = [];

    public RowKeys(Table rows, ImmutableArray<string> columns)
    {
        var data = columns.Select(rows.Data).ToArray();
        _numbers = new int[rows.RowCount];
        for (var c = 0; c < data.Length; c++)
        {
            Refine(data[c]);
        }

        foreach (var row in Firsts())
        {
            _keys.Add(new(Array.ConvertAll(data, column => Value.Of(column, row))));
        }
    }

    /// <summary>How many different keys.</summary>
    public int Count => _keys.Count;

    /// <summary>The number of a row's key.</summary>
    public int this[int row] => _numbers[row];

    /// <summary>The key of a number.</summary>
    public RowKey Key(int number) => _keys[number];

    /// <summary>Numbers the rows anew, apart where their values in one more column differ.</summary>
    void Refine(ColumnData column)
    {
        if (column is StringColumn)
        {
            var codes = new int[_numbers.Length];
            new Categories().Encode(column, codes); // Without making text of each row.
            Number(row => codes[row]);
            return;
        }

        var values = new Dictionary<Value, int>();
        Number(row =>
        {
            var value = Value.Of(column, row);
            if (!values.TryGetValue(value, out var number))
            {
                values.Add(value, number = values.Count);
            }

            return number;
        });
    }

    void Number(Func<int, int> codeOf)
    {
        var pairs = new Dictionary<(int, int), int>();
        for (var row = 0; row < _numbers.Length; row++)
        {
            var pair = (_numbers[row], codeOf(row));
            if (!pairs.TryGetValue(pair, out var number))
            {
                pairs.Add(pair, number = pairs.Count);
            }

            _numbers[row] = number;
        }
    }

    /// <summary>The first row of each key, in the order of their numbers.</summary>
    IEnumerable<int> Firsts()
    {
        for (var (row, seen) = (0, 0); row < _numbers.Length; row++)
        {
            if (_numbers[row] == seen)
            {
                seen++;
                yield return row;
            }
        }
    }
}
