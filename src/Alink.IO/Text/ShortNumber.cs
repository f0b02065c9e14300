using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Alink.IO;

/// <summary>
/// Reads numbers of at most 16 bytes, all bytes at once, to the same bits as <see cref="NumberText"/>.
/// </summary>
/// <remarks>
/// No branch depends on the sign, the digits or the place of the point, which in columns of numbers no processor
/// foresees:
/// a number takes a third of the time. What is not of the form −123.456 is left to <see cref="NumberText"/>.
/// </remarks>
static class ShortNumber
{
    const int Width = 16;
    const ulong MostExact = 1UL << 53;

    static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>
    /// For each place of a point, the shuffle that closes its gap; the last is for no point. Shape: 17 × 16.
    /// </summary>
    static readonly byte[] Closings =
    [
        .. Enumerable.Range(0, Width + 1).SelectMany(point => Enumerable.Range(0, Width).Select(
            place => (byte)(place > point || point == Width ? place : place == 0 ? 0x80 : place - 1))),
    ];

    /// <summary>Reads a field; false where it must be read another way, even if it is a number.</summary>
    /// <param name="record">The record in which the field lies: it ends with the field, or has at least 16 bytes up to
    /// there.</param>
    /// <param name="field">The field: a part of the record's memory, or else it is left alone.</param>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParse(ReadOnlySpan<byte> record, ReadOnlySpan<byte> field, out double value)
    {
        value = 0;
        ref var first = ref MemoryMarshal.GetReference(field);
        var end = (long)Unsafe.ByteOffset(ref MemoryMarshal.GetReference(record), ref first) + field.Length;
        if (!Sse41.IsSupported || end < Width || end > record.Length || (uint)(field.Length - 1) >= Width)
        {
            return false;
        }

        // The field stands at the right end of the vector; what was before it in the record is masked away.
        var text = Vector128.LoadUnsafe(ref Unsafe.Add(ref first, field.Length - Width));
        var negative = first == (byte)'-' ? 1 : 0;
        var begin = Width - field.Length + negative;
        var own = Vector128.GreaterThanOrEqual(Vector128<byte>.Indices, Vector128.Create((byte)begin));
        var values = (text - Vector128.Create((byte)'0')) & own;
        var digits = Vector128.LessThanOrEqual(values, Vector128.Create((byte)9)) & own;
        var points = (Vector128.Equals(text, Vector128.Create((byte)'.')) & own).ExtractMostSignificantBits();
        var known = digits.ExtractMostSignificantBits();
        if (known == 0 || (known | points) != own.ExtractMostSignificantBits() || (points & (points - 1)) != 0)
        {
            return false;
        }

        // Digits become pairs, pairs fours, fours eights.
        var point = BitOperations.TrailingZeroCount(points | (1u << Width));
        ref var closing = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Closings), point * Width);
        values = Ssse3.Shuffle(values, Vector128.LoadUnsafe(ref closing));
        var pairs = Ssse3.MultiplyAddAdjacent(values, Vector128.Create((short)0x010A).AsSByte());
        var fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(0x0001_0064).AsInt16());
        var eights = Sse2.MultiplyAddAdjacent(
            Sse41.PackUnsignedSaturate(fours, fours).AsInt16(), Vector128.Create(0x0001_2710).AsInt16()).AsUInt64()[0];
        var mantissa = ((eights & uint.MaxValue) * 100_000_000) + (eights >> 32);
        if (mantissa > MostExact)
        {
            return false;
        }

        // Both are exact, so that one rounding is left.
        var fraction = Math.Max(0, Width - 1 - point);
        value = BitConverter.UInt64BitsToDouble(
            BitConverter.DoubleToUInt64Bits(mantissa / PowersOfTen[fraction]) | ((ulong)negative << 63));
        return true;
    }
}
