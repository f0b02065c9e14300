namespace Alink;

/// <summary>Numbers the different keys among rows, in the order first seen. A key may span several columns.</summary>
/// <remarks>Equal are values of one type that are equal; a missing value equals a missing value,
/// NaN equals NaN, 0 equals −0.</remarks>
sealed class Keys
{
    readonly Dictionary<Key, int> _numbers = [];

    /// <summary>How many different keys.</summary>
    public int Count => _numbers.Count;

    /// <summary>The number of the key of each row; −1 where <paramref name="grows"/> is false and the key is
    /// new.</summary>
    /// <exception cref="SchemaException">A column is missing, or holds vectors.</exception>
    public int[] Number(Table table, IReadOnlyList<string> columns, bool grows)
    {
        var data = columns.Select(table.Data).ToArray();
        var vectors = Array.FindIndex(data, column => column.Type == DataType.Vector);
        if (vectors >= 0)
        {
            throw new SchemaException($"Column '{columns[vectors]}' holds vectors, which are no keys.");
        }

        var numbers = new int[table.RowCount];
        for (var row = 0; row < numbers.Length; row++)
        {
            var key = new Key(Array.ConvertAll(data, column => Canonical(column.Boxed(row))));
            if (!_numbers.TryGetValue(key, out numbers[row]))
            {
                numbers[row] = grows ? _numbers.Count : -1;
                if (grows)
                {
                    _numbers.Add(key, numbers[row]);
                }
            }
        }

        return numbers;
    }

    static object? Canonical(object? value) => value switch
    {
        int whole => (long)whole,
        float single => (double)single + 0.0,
        double number => number + 0.0,
        _ => value,
    };

    readonly struct Key(object?[] values) : IEquatable<Key>
    {
        readonly object?[] _values = values;

        public bool Equals(Key other) => _values.AsSpan().SequenceEqual(other._values);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var value in _values)
            {
                hash.Add(value);
            }

            return hash.ToHashCode();
        }
    }
}
