using System.Numerics;

namespace Alink;

/// <summary>Which rows of a column hold a value: one bit for each, set where there is one.
/// The default: every row does.</summary>
public readonly struct Validity
{
    readonly ulong[]? _bits;
    readonly int _start;

    /// <summary>A validity over the given bits.</summary>
    /// <param name="bits">The bit of row i is bit i % 64 of element i / 64; null where every row holds a value.</param>
    public Validity(ulong[]? bits)
        : this(bits, 0)
    {
    }

    Validity(ulong[]? bits, int start) => (_bits, _start) = (bits, start);

    /// <summary>Whether every row is known to hold a value.</summary>
    public bool IsFull => _bits is null;

    /// <summary>Whether a row holds a value.</summary>
    public bool this[int row] => _bits is null || (_bits[(_start + row) >> 6] >> (_start + row) & 1) != 0;

    /// <summary>The validity of the rows from <paramref name="start"/> on. Copies nothing.</summary>
    public Validity From(int start) => new(_bits, _start + start);

    /// <summary>Puts a value in the place of each row of a column that holds none.</summary>
    internal void Fill<T>(Span<T> column, T value)
    {
        // Of 64 rows at once only those that are missing are looked at.
        for (var row = 0; _bits is not null && row < column.Length;)
        {
            var (word, first) = ((_start + row) >> 6, (_start + row) & 63);
            var rows = Math.Min(64 - first, column.Length - row);
            for (var missing = ~_bits[word] >> first & ulong.MaxValue >> (64 - rows); missing != 0; missing &= missing - 1)
            {
                column[row + BitOperations.TrailingZeroCount(missing)] = value;
            }

            row += rows;
        }
    }

    /// <summary>The validity where <paramref name="missing"/> tells which rows hold no value.</summary>
    public static Validity Where(int rows, Predicate<int> missing)
    {
        ulong[]? bits = null;
        for (var i = 0; i < rows; i++)
        {
            if (missing(i))
            {
                bits ??= Full(rows);
                bits[i >> 6] &= ~(1UL << i);
            }
        }

        return new(bits);
    }

    internal static ulong[] Full(int rows)
    {
        var bits = new ulong[(rows + 63) >> 6];
        Array.Fill(bits, ulong.MaxValue);
        return bits;
    }
}
