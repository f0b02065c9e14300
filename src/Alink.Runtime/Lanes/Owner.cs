using System.Buffers.Binary;
using System.Numerics;

namespace Alink.Runtime;

/// <summary>Which lane owns a key: by a hash of its canonical bytes, the same on every machine and for all
/// time.</summary>
/// <remarks>Equal numbers have one owner whatever their type, moments go by their instant, and missing keys stand
/// together.</remarks>
static class Owner
{
    const ulong Missing = 0x6D69_7373_696E_6721;

    /// <summary>Writes the lane that owns each row's key.</summary>
    public static void Of(ColumnData column, int lanes, Span<int> owners)
    {
        for (var row = 0; row < owners.Length; row++)
        {
            var hash = column.IsMissing(row) ? Missing : column switch
            {
                FixedColumn<bool> booleans => Number(booleans.Values[row] ? 1 : 0),
                FixedColumn<int> numbers => Number(numbers.Values[row]),
                FixedColumn<long> numbers => Number(numbers.Values[row]),
                FixedColumn<float> numbers => Number(numbers.Values[row]),
                FixedColumn<double> numbers => Number(numbers.Values[row]),
                FixedColumn<DateTimeOffset> moments => Number(moments.Values[row].UtcTicks),
                StringColumn text => Text(text.Utf8(row)),
                _ => throw new SchemaException($"A column of {column.Type} holds no keys."),
            };
            owners[row] = (int)Math.BigMul(RowChance.Mix(hash), (ulong)lanes, out _);
        }
    }

    static ulong Number(long value) => (ulong)value;

    static ulong Number(double value)
    {
        const double outOfRange = 9_223_372_036_854_775_808; // 2^63.
        return Math.Floor(value) == value && value is >= -outOfRange and < outOfRange ? Number((long)value)
            : BitConverter.DoubleToUInt64Bits(double.IsNaN(value) ? double.NaN : value);
    }

    /// <summary>Eight bytes at a time, each word multiplied into the hash; the length tells apart what only ends in
    /// zeros.</summary>
    static ulong Text(ReadOnlySpan<byte> utf8)
    {
        const ulong odd = 0x9E37_79B9_7F4A_7C15;
        var hash = (ulong)utf8.Length * odd;
        for (; utf8.Length >= sizeof(ulong); utf8 = utf8[sizeof(ulong)..])
        {
            hash = BitOperations.RotateLeft(hash ^ RowChance.Mix(BinaryPrimitives.ReadUInt64LittleEndian(utf8)), 27) * odd;
        }

        var last = 0UL;
        for (var i = 0; i < utf8.Length; i++)
        {
            last |= (ulong)utf8[i] << (8 * i);
        }

        return hash ^ RowChance.Mix(last + odd);
    }
}
