using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Alink.IO;

/// <summary>
/// Numbers as text: read strictly and rounded correctly, written as the shortest text that reads back the same.
/// </summary>
/// <remarks>
/// A number is an optional sign, digits with at most one point among or around them, and an optional exponent. The
/// words
/// <c>NaN</c>, <c>Infinity</c> and <c>inf</c>, in any case and with a sign, stand for what is not finite.
/// </remarks>
static class NumberText
{
    /// <summary>The most bytes that <see cref="Format"/> writes.</summary>
    public const int MostBytes = 32;

    const int MostExactDigits = 19;
    const int ExplicitBits = 52;
    const ulong Hidden = 1UL << ExplicitBits;
    const ulong MostExact = 1UL << (ExplicitBits + 1);
    const ulong EightZeros = 0x3030303030303030;

    static readonly double[] ExactPowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
            1e20, 1e21, 1e22];

    /// <summary>Reads a finite number; false where the text is none, or none that a double holds.</summary>
    public static bool TryParseFinite(ReadOnlySpan<byte> text, out double value)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var length = (nint)text.Length;
        value = 0;
        if (length == 0)
        {
            return false;
        }

        nint begin = first is (byte)'-' or (byte)'+' ? 1 : 0;
        ulong mantissa = 0;
        var at = Digits(ref first, begin, length, ref mantissa);
        var digits = at - begin;
        nint fraction = 0;
        if (at < length && Unsafe.Add(ref first, at) == (byte)'.')
        {
            var after = at + 1;
            at = Digits(ref first, after, length, ref mantissa);
            fraction = at - after;
            digits += fraction;
        }

        if (digits == 0)
        {
            return false;
        }

        var exponent = -fraction;
        if (at < length)
        {
            if ((Unsafe.Add(ref first, at) | 0x20) != (byte)'e' || !TryExponent(text[(int)(at + 1)..], out var given))
            {
                return false;
            }

            exponent += given;
        }

        if (digits > MostExactDigits)
        {
            return TryParseLong(text, out value);
        }

        if (exponent is >= -22 and <= 22 && mantissa <= MostExact)
        {
            // Both are exact, so that one rounding is left (W. Clinger: How to read floating point numbers accurately,
            // 1990).
            value = exponent < 0 ? (long)mantissa / ExactPowersOfTen[-exponent]
                : (long)mantissa * ExactPowersOfTen[exponent];
        }
        else if (!TryRound(mantissa, exponent, out value))
        {
            return false;
        }

        value = first == (byte)'-' ? -value : value;
        return true;
    }

    /// <summary>Reads a number or one of the words; false where the text is neither, or overflows.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double value) =>
        TryParseFinite(text, out value) || TryWord(text, out value);

    /// <summary>Whether the text is a number that no double holds.</summary>
    public static bool Overflows(ReadOnlySpan<byte> text) =>
        !text.ContainsAnyExcept("0123456789+-.eE"u8) && text.ContainsAnyInRange((byte)'0', (byte)'9')
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && double.IsInfinity(value);

    /// <summary>Reads a whole number.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value) =>
        Utf8Parser.TryParse(text, out value, out var read) && read == text.Length;

    /// <summary>Writes the shortest text that reads back the same.</summary>
    /// <param name="value">The number.</param>
    /// <param name="destination">At least <see cref="MostBytes"/> places.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Format(double value, Span<byte> destination)
    {
        value.TryFormat(destination, out var written, default, CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>Whether eight bytes, less '0', are digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool AreDigits(ulong eight) => ((eight | (eight + 0x0606060606060606)) & 0xF0F0F0F0F0F0F0F0) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static nint Digits(ref byte first, nint at, nint length, ref ulong mantissa)
    {
        var sum = mantissa;
        for (; length - at >= 8; at += 8)
        {
            var eight = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at)) ^ EightZeros;
            if (!AreDigits(eight))
            {
                break;
            }

            sum = (sum * 100_000_000) + Eight(eight);
        }

        for (; at < length; at++)
        {
            var digit = (uint)Unsafe.Add(ref first, at) - '0';
            if (digit > 9)
            {
                break;
            }

            sum = (sum * 10) + digit;
        }

        mantissa = sum;
        return at;
    }

    /// <summary>
    /// The number of eight digits, the first in the lowest byte: pairs, then fours, then all, one product each.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Eight(ulong digits)
    {
        digits = (digits * 10) + (digits >> 8);
        return (((digits & 0x000000FF000000FF) * 0x000F424000000064)
            + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32;
    }

    static bool TryExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        var negative = text.Length > 0 && text[0] == (byte)'-';
        text = negative || (text.Length > 0 && text[0] == (byte)'+') ? text[1..] : text;
        foreach (var character in text)
        {
            var digit = (uint)character - '0';
            if (digit > 9)
            {
                return false;
            }

            // Beyond every double, and short of overflow.
            exponent = Math.Min((exponent * 10) + (int)digit, 1_000_000);
        }

        exponent = negative ? -exponent : exponent;
        return text.Length > 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static bool TryParseLong(ReadOnlySpan<byte> text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>The double nearest to mantissa · 10^exponent; false where it overflows.</summary>
    /// <remarks>
    /// D. Lemire (2021), as for <see cref="PowersOfFive"/>; N. Mushtak and D. Lemire: Fast number parsing without
    /// fallback,
    /// Software: Practice and Experience 53, 2023, show that the product of 128 bits always decides.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static bool TryRound(ulong mantissa, nint exponent, out double value)
    {
        value = 0;
        if (mantissa == 0 || exponent < PowersOfFive.Least)
        {
            return true;
        }

        if (exponent > PowersOfFive.Greatest)
        {
            return false;
        }

        var q = (int)exponent;
        var leading = BitOperations.LeadingZeroCount(mantissa);
        mantissa <<= leading;
        var power = PowersOfFive.Of(q);
        var high = Math.BigMul(mantissa, power.High, out var low);
        const ulong Undecided = ulong.MaxValue >> (ExplicitBits + 3);
        if ((high & Undecided) == Undecided)
        {
            var carry = Math.BigMul(mantissa, power.Low, out _);
            low += carry;
            high += carry > low ? 1UL : 0;
        }

        var upper = (int)(high >> 63);
        var bits = high >> (upper + 64 - ExplicitBits - 3);

        // 217706 / 65536 is log2(10) to as many digits as q can need.
        var biased = ((217706 * q) >> 16) + 63 + upper - leading + 1023;
        if (biased <= 0)
        {
            if (1 - biased >= 64)
            {
                return true;
            }

            bits >>= 1 - biased;
            bits = (bits + (bits & 1)) >> 1;
            value = BitConverter.UInt64BitsToDouble(bits);
            return true;
        }

        if (low <= 1 && q is >= -4 and <= 23 && (bits & 3) == 1 && bits << (upper + 64 - ExplicitBits - 3) == high)
        {
            // Exactly half way: to the even neighbour.
            bits &= ~1UL;
        }

        bits = (bits + (bits & 1)) >> 1;
        if (bits >= 2 * Hidden)
        {
            bits = Hidden;
            biased++;
        }

        if (biased >= 0x7FF)
        {
            return false;
        }

        value = BitConverter.UInt64BitsToDouble((bits & ~Hidden) | ((ulong)biased << ExplicitBits));
        return true;
    }

    static bool TryWord(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        var negative = text.Length > 0 && text[0] == (byte)'-';
        var word = negative || (text.Length > 0 && text[0] == (byte)'+') ? text[1..] : text;
        if (Ascii.EqualsIgnoreCase(word, "nan"u8))
        {
            value = double.NaN;
        }
        else if (Ascii.EqualsIgnoreCase(word, "infinity"u8) || Ascii.EqualsIgnoreCase(word, "inf"u8))
        {
            value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        }
        else
        {
            return false;
        }

        return true;
    }
}
