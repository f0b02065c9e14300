using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alink.Benchmarks.Data;

/// <summary>The few loops that generating and judging need to be quick; none of them is the library's.</summary>
static class Lanes
{
    /// <summary>Two vectors of one length, multiplied and summed.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sums = Vector512<double>.Zero;
        var j = 0;
        for (; j <= left.Length - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            sums += Vector512.Create(left[j..]) * Vector512.Create(right[j..]);
        }

        var sum = Vector512.Sum(sums);
        for (; j < left.Length; j++)
        {
            sum += left[j] * right[j];
        }

        return sum;
    }

    /// <summary>The sum of the squared differences of two vectors of one length.</summary>
    public static double SquaredDistance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sums = Vector512<double>.Zero;
        var j = 0;
        for (; j <= left.Length - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            var difference = Vector512.Create(left[j..]) - Vector512.Create(right[j..]);
            sums += difference * difference;
        }

        var sum = Vector512.Sum(sums);
        for (; j < left.Length; j++)
        {
            sum += (left[j] - right[j]) * (left[j] - right[j]);
        }

        return sum;
    }

    /// <summary>Adds a multiple of one vector to another of the same length.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> addend, Span<double> sum)
    {
        var wide = MemoryMarshal.Cast<double, Vector512<double>>(sum);
        var addends = MemoryMarshal.Cast<double, Vector512<double>>(addend);
        for (var j = 0; j < wide.Length; j++)
        {
            wide[j] += addends[j] * factor;
        }

        for (var j = wide.Length * Vector512<double>.Count; j < sum.Length; j++)
        {
            sum[j] += addend[j] * factor;
        }
    }
}
