using System.Runtime.CompilerServices;

namespace Alink.Numerics;

/// <summary>Products and sums of sparse vectors and blocks with dense ones: the cost is by stored entries.</summary>
/// <remarks>
/// The entries are taken in their order, one after the other, so that a sum has the same bits everywhere.
/// </remarks>
public static class SparseKernels
{
    /// <summary>Σ values[e] · dense[indices[e]].</summary>
    /// <exception cref="IndexOutOfRangeException">An index lies outside the dense vector.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(ReadOnlySpan<int> indices, ReadOnlySpan<double> values, ReadOnlySpan<double> dense)
    {
        values = values[..indices.Length];
        double even = 0, odd = 0;
        var e = 0;
        for (; e < indices.Length - 1; e += 2)
        {
            even = Math.FusedMultiplyAdd(values[e], dense[indices[e]], even);
            odd = Math.FusedMultiplyAdd(values[e + 1], dense[indices[e + 1]], odd);
        }

        return e < indices.Length ? Math.FusedMultiplyAdd(values[e], dense[indices[e]], even) + odd : even + odd;
    }

    /// <summary>dense[indices[e]] += a · values[e].</summary>
    /// <exception cref="IndexOutOfRangeException">An index lies outside the dense vector.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Axpy(double a, ReadOnlySpan<int> indices, ReadOnlySpan<double> values, Span<double> dense)
    {
        values = values[..indices.Length];
        for (var e = 0; e < indices.Length; e++)
        {
            ref var sum = ref dense[indices[e]];
            sum = Math.FusedMultiplyAdd(a, values[e], sum);
        }
    }

    /// <summary>Σ (row − dense)², given the dense vector's own squared length.</summary>
    /// <remarks>Never negative: |row|² − 2 row · dense + |dense|² is cut at 0 where rounding takes it below.</remarks>
    public static double SquaredDistance(
        ReadOnlySpan<int> indices, ReadOnlySpan<double> values, ReadOnlySpan<double> dense, double denseSquaredLength)
    {
        var own = DenseKernels.Dot(values[..indices.Length], values[..indices.Length]);
        return Math.Max(0, Math.FusedMultiplyAdd(-2, Dot(indices, values, dense), own + denseSquaredLength));
    }

    /// <summary>result[i] = row i · vector, for each row of the block.</summary>
    /// <exception cref="ArgumentException">The result has not the rows' count.</exception>
    public static void Gemv(SparseRows rows, ReadOnlySpan<double> vector, Span<double> result)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            result[i] = Dot(rows.IndicesOf(i), rows.ValuesOf(i), vector);
        }
    }

    /// <summary>sums += Σ weights[i] · row i: the rows in order, however they are cut into blocks.</summary>
    public static void GemvTransposed(SparseRows rows, ReadOnlySpan<double> weights, Span<double> sums)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (weights[i] != 0)
            {
                Axpy(weights[i], rows.IndicesOf(i), rows.ValuesOf(i), sums);
            }
        }
    }
}
