using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alink.Features;

/// <summary>Where buckets begin that lie side by side, but for the lowest; looked up without a branch on the numbers.</summary>
sealed class BucketStarts
{
    static readonly int Lanes = Vector512<double>.Count;

    /// <summary>Eight and eight, with NaN after the last, which no number is at or above.</summary>
    readonly double[] _starts;

    /// <param name="starts">Where buckets begin, rising.</param>
    public BucketStarts(ReadOnlySpan<double> starts)
    {
        Count = starts.Length;
        _starts = new double[Math.Max(1, (starts.Length + Lanes - 1) / Lanes) * Lanes];
        _starts.AsSpan(starts.Length).Fill(double.NaN);
        starts.CopyTo(_starts);
    }

    /// <summary>How many there are: one less than buckets.</summary>
    public int Count { get; }

    /// <summary>Where one begins.</summary>
    public double this[int place] => _starts[place];

    /// <summary>How many begin at a number or below it; of NaN none does.</summary>
    public int Below(double number)
    {
        var eights = MemoryMarshal.Cast<double, Vector512<double>>(_starts);
        var first = 0;
        for (var left = eights.Length; left > 1;)
        {
            var half = left >> 1;
            first += half & -Convert.ToInt32(_starts[(first + half) * Lanes] <= number);
            left -= half;
        }

        var below = Vector512.LessThanOrEqual(eights[first], Vector512.Create(number));
        return (first * Lanes) + BitOperations.PopCount(below.ExtractMostSignificantBits());
    }

    /// <summary>The bucket of a number; NaN has one after all others.</summary>
    public int Of(double number) => double.IsNaN(number) ? Count + 1 : Below(number);

    /// <summary>The bucket of each number.</summary>
    /// <returns>Whether one is NaN.</returns>
    public bool Of(ReadOnlySpan<double> numbers, Span<int> buckets)
    {
        var i = 0;
        var isAnyNaN = false;
        if (Count <= Lanes)
        {
            // Few splits are each compared with eight numbers, not eight splits with each number.
            var after = Vector512.Create((long)Count + 1);
            var nan = Vector512<long>.Zero;
            for (; i <= numbers.Length - Lanes; i += Lanes)
            {
                var eight = Vector512.Create(numbers[i..]);
                var count = Vector512<long>.Zero;
                for (var s = 0; s < Count; s++)
                {
                    count -= Vector512.LessThanOrEqual(Vector512.Create(_starts[s]), eight).AsInt64();
                }

                var no = ~Vector512.Equals(eight, eight).AsInt64();
                nan |= no;
                count = Vector512.ConditionalSelect(no, after, count);
                Vector512.Narrow(count, count).GetLower().CopyTo(buckets[i..]);
            }

            isAnyNaN = nan != Vector512<long>.Zero;
        }

        for (; i < numbers.Length; i++)
        {
            buckets[i] = Of(numbers[i]);
            isAnyNaN |= double.IsNaN(numbers[i]);
        }

        return isAnyNaN;
    }
}
