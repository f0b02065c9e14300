using System.Buffers;
using System.Runtime.InteropServices;

namespace Alink.Numerics;

/// <summary>Puts many numbers in order, digit by digit of their bits, without comparing any two.</summary>
/// <remarks>
/// H. Hollerith's way with cards, from the last digit to the first: six digits of eleven bits. Some hundred numbers go through a
/// <see cref="SortingNetwork"/> instead.
/// </remarks>
public static class RadixSort
{
    const int Bits = 11;
    const int Digits = 6;
    const int Bins = 1 << Bits;

    /// <summary>Fewer are sorted by comparison.</summary>
    const int Few = 24;

    /// <summary>More are sorted digit by digit, fewer by a network.</summary>
    const int Many = 4096;

    /// <summary>Puts numbers in rising order, as <see cref="MemoryExtensions.Sort{T}(Span{T})"/> does; −0 comes before 0.</summary>
    public static void Sort(Span<double> numbers)
    {
        if (numbers.Length < Few || HasNaN(numbers))
        {
            numbers.Sort();
            return;
        }

        if (numbers.Length <= Many)
        {
            SortSome(MemoryMarshal.Cast<double, long>(numbers));
            return;
        }

        var rented = ArrayPool<ulong>.Shared.Rent(numbers.Length);
        var counts = ArrayPool<int>.Shared.Rent(Digits * Bins);
        Sort(MemoryMarshal.Cast<double, ulong>(numbers), rented.AsSpan(0, numbers.Length), counts.AsSpan(0, Digits * Bins));
        ArrayPool<int>.Shared.Return(counts);
        ArrayPool<ulong>.Shared.Return(rented);
    }

    static void SortSome(Span<long> numbers)
    {
        var length = SortingNetwork.Padded(numbers.Length);
        var rented = ArrayPool<long>.Shared.Rent(2 * length);
        var keys = rented.AsSpan(0, length);
        var sorted = rented.AsSpan(length, length);
        for (var i = 0; i < numbers.Length; i++)
        {
            keys[i] = Key(numbers[i]);
        }

        keys[numbers.Length..].Fill(long.MaxValue);
        SortingNetwork.Sort(keys, sorted);
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Key(sorted[i]);
        }

        ArrayPool<long>.Shared.Return(rented);
    }

    /// <summary>Turns all bits of a negative number but the sign: the order of the keys is that of the numbers.</summary>
    static long Key(long bits) => bits ^ ((bits >> 63) & long.MaxValue);

    static void Sort(Span<ulong> numbers, Span<ulong> other, Span<int> counts)
    {
        counts.Clear();
        foreach (ref var number in numbers)
        {
            // Of a negative number all bits turn, of others the sign: the order of the keys is that of the numbers.
            number ^= (ulong)((long)number >> 63) | (1UL << 63);
            for (var digit = 0; digit < Digits; digit++)
            {
                counts[(digit * Bins) + Bin(number, digit)]++;
            }
        }

        var from = numbers;
        var to = other;
        for (var digit = 0; digit < Digits; digit++)
        {
            var starts = counts.Slice(digit * Bins, Bins);
            if (starts[Bin(from[0], digit)] == from.Length)
            {
                continue; // All have the same.
            }

            var start = 0;
            foreach (ref var bin in starts)
            {
                (bin, start) = (start, start + bin);
            }

            foreach (var number in from)
            {
                to[starts[Bin(number, digit)]++] = number;
            }

            var swap = from;
            from = to;
            to = swap;
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            var key = from[i];
            numbers[i] = key ^ ((ulong)(~(long)key >> 63) | (1UL << 63));
        }
    }

    static bool HasNaN(ReadOnlySpan<double> numbers)
    {
        var has = false;
        foreach (var number in numbers)
        {
            has |= double.IsNaN(number);
        }

        return has;
    }

    static int Bin(ulong number, int digit) => (int)(number >> (digit * Bits)) & (Bins - 1);
}
