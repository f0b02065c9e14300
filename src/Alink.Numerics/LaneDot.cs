using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>Products with a vector whose bits do not depend on which of its zeros are stored.</summary>
/// <remarks>
/// Eight sums run side by side, and the entry at place j goes to sum j modulo 8, dense or sparse; at the end the sums are
/// added in one order. A stored zero adds nothing, so a dense row comes to what the sparse one does, bit by bit.
/// </remarks>
public static class LaneDot
{
    /// <summary>Σ values[j] · weights[j].</summary>
    /// <exception cref="ArgumentException">There is not one weight for each value.</exception>
    public static double Dense(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (values.Length != weights.Length)
        {
            throw new ArgumentException($"{values.Length} values for {weights.Length} weights.");
        }

        var lanes = Vector512<double>.Zero;
        var j = 0;
        for (; j <= values.Length - Simd.Width; j += Simd.Width)
        {
            lanes = Simd.Fma(Vector512.Create(values[j..]), Vector512.Create(weights[j..]), lanes);
        }

        if (j < values.Length)
        {
            Span<double> rest = stackalloc double[2 * Simd.Width];
            rest.Clear();
            values[j..].CopyTo(rest);
            weights[j..].CopyTo(rest[Simd.Width..]);
            lanes = Simd.Fma(Vector512.Create<double>(rest), Vector512.Create<double>(rest[Simd.Width..]), lanes);
        }

        return Simd.Sum(lanes);
    }

    /// <summary>result[i] = <see cref="Dense(ReadOnlySpan{double}, ReadOnlySpan{double})"/> of row i, to the bit.</summary>
    /// <remarks>A row's last vector reaches into the next row, whose numbers are blotted out.</remarks>
    /// <exception cref="ArgumentException">There is not one weight for each number of a row, or one result for each row.</exception>
    public static void Dense(DenseRows rows, ReadOnlySpan<double> weights, Span<double> result)
    {
        if (rows.Width != weights.Length || rows.Count != result.Length)
        {
            throw new ArgumentException($"{rows.Count} × {rows.Width} values for {weights.Length} weights and {result.Length} results.");
        }

        var whole = rows.Width - (rows.Width % Simd.Width);
        Span<double> rest = stackalloc double[Simd.Width];
        rest.Clear();
        weights[whole..].CopyTo(rest);
        var last = Vector512.Create<double>(rest);
        var own = Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)(rows.Width - whole))).AsDouble();
        ref var column = ref Simd.First(weights);
        var i = 0;
        for (; ((i + 1) * rows.Width) + Simd.Width <= rows.Values.Length; i++)
        {
            ref var row = ref Unsafe.Add(ref Simd.First(rows.Values), (nint)i * rows.Width);
            var lanes = Vector512<double>.Zero;
            for (var j = 0; j < whole; j += Simd.Width)
            {
                lanes = Simd.Fma(Vector512.LoadUnsafe(ref row, (nuint)j), Vector512.LoadUnsafe(ref column, (nuint)j), lanes);
            }

            lanes = whole == rows.Width ? lanes : Simd.Fma(Vector512.LoadUnsafe(ref row, (nuint)whole) & own, last, lanes);
            result[i] = Simd.Sum(lanes);
        }

        for (; i < rows.Count; i++)
        {
            result[i] = Dense(rows[i], weights);
        }
    }

    /// <summary>Σ values[e] · weights[indices[e]].</summary>
    /// <exception cref="IndexOutOfRangeException">An index lies outside the weights.</exception>
    [SkipLocalsInit]
    public static double Sparse(ReadOnlySpan<int> indices, ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        Span<double> lanes = stackalloc double[Simd.Width];
        lanes.Clear();
        values = values[..indices.Length];
        for (var e = 0; e < indices.Length; e++)
        {
            var index = indices[e];
            ref var lane = ref lanes[index & (Simd.Width - 1)];
            lane = Math.FusedMultiplyAdd(values[e], weights[index], lane);
        }

        return Sum(lanes);
    }

    /// <summary>Σ values[e] · weights[e], where the entry e stands at the place indices[e]: the bits of <see cref="Sparse"/>.</summary>
    [SkipLocalsInit]
    public static double Gathered(ReadOnlySpan<int> indices, ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        Span<double> lanes = stackalloc double[Simd.Width];
        lanes.Clear();
        values = values[..indices.Length];
        weights = weights[..indices.Length];
        for (var e = 0; e < indices.Length; e++)
        {
            ref var lane = ref lanes[indices[e] & (Simd.Width - 1)];
            lane = Math.FusedMultiplyAdd(values[e], weights[e], lane);
        }

        return Sum(lanes);
    }

    // One by one: a vector read of what was just written by numbers would wait for them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double Sum(ReadOnlySpan<double> lanes) =>
        (lanes[0] + lanes[4] + (lanes[2] + lanes[6])) + (lanes[1] + lanes[5] + (lanes[3] + lanes[7]));
}
