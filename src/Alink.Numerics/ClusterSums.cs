using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>Sums rows by the cluster they were assigned to, in double and in the order of the rows.</summary>
public static class ClusterSums
{
    /// <summary>sums[cluster] += weight · row, and weightSums[cluster] += weight, for each row.</summary>
    /// <param name="rows">Shape: rows × width, row-major.</param>
    /// <param name="width">How many numbers a row has.</param>
    /// <param name="nearest">The cluster of each row; shape: rows.</param>
    /// <param name="weights">The weight of each row; shape: rows; empty where all are 1.</param>
    /// <param name="sums">Is added to; shape: clusters × width, row-major.</param>
    /// <param name="weightSums">Is added to; shape: clusters.</param>
    /// <exception cref="ArgumentOutOfRangeException">A cluster's number is outside the sums.</exception>
    public static void Add(
        ReadOnlySpan<double> rows,
        int width,
        ReadOnlySpan<int> nearest,
        ReadOnlySpan<double> weights,
        Span<double> sums,
        Span<double> weightSums)
    {
        for (var i = 0; i < nearest.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            weightSums[nearest[i]] += weight;
            DenseKernels.Axpy(weight, rows.Slice(i * width, width), sums.Slice(nearest[i] * width, width));
        }
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{double}, int, ReadOnlySpan{int}, ReadOnlySpan{double}, Span{double}, Span{double})"/>
    public static void Add(
        ReadOnlySpan<float> rows,
        int width,
        ReadOnlySpan<int> nearest,
        ReadOnlySpan<double> weights,
        Span<double> sums,
        Span<double> weightSums)
    {
        for (var i = 0; i < nearest.Length; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            weightSums[nearest[i]] += weight;
            var row = rows.Slice(i * width, width);
            var sum = sums.Slice(nearest[i] * width, width);
            var factor = Vector512.Create(weight);
            var j = 0;
            for (; j <= width - (2 * Simd.Width); j += 2 * Simd.Width)
            {
                var (low, high) = Vector512.Widen(Vector512.LoadUnsafe(ref Simd.First(row), (nuint)j));
                ref var place = ref Simd.First(sum);
                Simd.Fma(factor, low, Vector512.LoadUnsafe(ref place, (nuint)j)).StoreUnsafe(ref place, (nuint)j);
                Simd.Fma(factor, high, Vector512.LoadUnsafe(ref place, (nuint)j + Simd.Width))
                    .StoreUnsafe(ref place, (nuint)j + Simd.Width);
            }

            for (; j < width; j++)
            {
                sum[j] = Math.FusedMultiplyAdd(weight, row[j], sum[j]);
            }
        }
    }
}
