using System.Text;
using Alink.Numerics;

namespace Alink.Statistics;

/// <summary>Hashes of values that are the same on every machine: what sketches tell values apart by.</summary>
/// <remarks>A whole number has one hash whatever the type of its column; −0 counts as 0, and every NaN as one.</remarks>
static class ValueHash
{
    const ulong Whole = 1;
    const ulong Fraction = 2;

    /// <summary>The hash of a text.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        const int small = 512;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        var bytes = most <= small ? stackalloc byte[small] : new byte[most];
        return Hash.XxHash64(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <summary>The hash of a whole number.</summary>
    public static ulong Of(long number) => Hash.Combine(Whole, (ulong)number);

    /// <summary>The hash of a number.</summary>
    public static ulong Of(double number)
    {
        const double most = 9e18;
        return Math.Floor(number) == number && Math.Abs(number) < most
            ? Of((long)number)
            : Hash.Combine(Fraction, BitConverter.DoubleToUInt64Bits(double.IsNaN(number) ? double.NaN : number));
    }

    /// <summary>The hash of each value of a column; 0 where it is missing.</summary>
    /// <exception cref="SchemaException">The column holds vectors.</exception>
    public static ulong[] Of(ColumnData column)
    {
        var hashes = new ulong[column.Length];
        var words = column is StringColumn { Dictionary: { } dictionary } && dictionary.Length <= column.Length ? Of(dictionary) : null;
        for (var row = 0; row < hashes.Length; row++)
        {
            hashes[row] = column.IsMissing(row) ? 0 : column switch
            {
                StringColumn text => words is null ? Hash.XxHash64(text.Utf8(row)) : words[text.Codes[row]],
                FixedColumn<bool> booleans => Of(booleans.Values[row] ? 1L : 0),
                FixedColumn<int> whole => Of((long)whole.Values[row]),
                FixedColumn<long> whole => Of(whole.Values[row]),
                FixedColumn<float> single => Of((double)single.Values[row]),
                FixedColumn<double> numbers => Of(numbers.Values[row]),
                FixedColumn<DateTimeOffset> moments => Of(moments.Values[row].UtcTicks),
                _ => throw new SchemaException($"A column of {column.Type} holds no values that could be told apart."),
            };
        }

        return hashes;
    }
}
