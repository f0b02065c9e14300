using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>Blocks of rows: each with one vector, or their sum.</summary>
public static partial class DenseKernels
{
    /// <summary>result[i] = row i · vector, for each row of the block.</summary>
    /// <exception cref="ArgumentException">
    /// The vector has not the rows' width, or the result not their count.
    /// </exception>
    public static void Gemv(DenseRows rows, ReadOnlySpan<double> vector, Span<double> result)
    {
        SameLength(rows.Width, vector.Length);
        SameLength(rows.Count, result.Length);
        ref var column = ref Simd.First(vector);
        var i = 0;
        for (; i <= rows.Count - 4; i += 4)
        {
            ref var r0 = ref Unsafe.Add(ref Simd.First(rows.Values), (nint)i * rows.Width);
            ref var r1 = ref Unsafe.Add(ref r0, rows.Width);
            ref var r2 = ref Unsafe.Add(ref r1, rows.Width);
            ref var r3 = ref Unsafe.Add(ref r2, rows.Width);
            Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
            var j = 0;
            for (; j <= rows.Width - Simd.Width; j += Simd.Width)
            {
                var v = Vector512.LoadUnsafe(ref column, (nuint)j);
                s0 = Simd.Fma(Vector512.LoadUnsafe(ref r0, (nuint)j), v, s0);
                s1 = Simd.Fma(Vector512.LoadUnsafe(ref r1, (nuint)j), v, s1);
                s2 = Simd.Fma(Vector512.LoadUnsafe(ref r2, (nuint)j), v, s2);
                s3 = Simd.Fma(Vector512.LoadUnsafe(ref r3, (nuint)j), v, s3);
            }

            double t0 = Simd.Sum(s0), t1 = Simd.Sum(s1), t2 = Simd.Sum(s2), t3 = Simd.Sum(s3);
            for (; j < rows.Width; j++)
            {
                var v = vector[j];
                t0 = Math.FusedMultiplyAdd(Unsafe.Add(ref r0, j), v, t0);
                t1 = Math.FusedMultiplyAdd(Unsafe.Add(ref r1, j), v, t1);
                t2 = Math.FusedMultiplyAdd(Unsafe.Add(ref r2, j), v, t2);
                t3 = Math.FusedMultiplyAdd(Unsafe.Add(ref r3, j), v, t3);
            }

            result[i] = t0;
            result[i + 1] = t1;
            result[i + 2] = t2;
            result[i + 3] = t3;
        }

        for (; i < rows.Count; i++)
        {
            result[i] = GemvRow(rows[i], vector);
        }
    }

    /// <summary>result[i] = <see cref="Dot(ReadOnlySpan{double}, ReadOnlySpan{double})"/> of row i and the vector, to the bit.</summary>
    /// <remarks>Rows shorter than four vectors are summed as <see cref="Gemv"/> does, which takes four of them at a time.</remarks>
    /// <exception cref="ArgumentException">
    /// The vector has not the rows' width, or the result not their count.
    /// </exception>
    public static void Dots(DenseRows rows, ReadOnlySpan<double> vector, Span<double> result)
    {
        if (rows.Width < 4 * Simd.Width)
        {
            Gemv(rows, vector, result);
            return;
        }

        SameLength(rows.Count, result.Length);
        for (var i = 0; i < rows.Count; i++)
        {
            result[i] = Dot(rows[i], vector);
        }
    }

    /// <summary>
    /// sums[j] += Σ weights[i] · row i [j]: the rows of the block in order, however they are cut into blocks.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The weights have not the rows' count, or the sums not their width.
    /// </exception>
    public static void GemvTransposed(DenseRows rows, ReadOnlySpan<double> weights, Span<double> sums)
    {
        SameLength(rows.Count, weights.Length);
        SameLength(rows.Width, sums.Length);
        ref var sum = ref Simd.First(sums);
        var i = 0;
        for (; i <= rows.Count - 4; i += 4)
        {
            ref var r0 = ref Unsafe.Add(ref Simd.First(rows.Values), (nint)i * rows.Width);
            ref var r1 = ref Unsafe.Add(ref r0, rows.Width);
            ref var r2 = ref Unsafe.Add(ref r1, rows.Width);
            ref var r3 = ref Unsafe.Add(ref r2, rows.Width);
            var w0 = Vector512.Create(weights[i]);
            var w1 = Vector512.Create(weights[i + 1]);
            var w2 = Vector512.Create(weights[i + 2]);
            var w3 = Vector512.Create(weights[i + 3]);
            var j = 0;
            for (; j <= rows.Width - Simd.Width; j += Simd.Width)
            {
                var s = Vector512.LoadUnsafe(ref sum, (nuint)j);
                s = Simd.Fma(w0, Vector512.LoadUnsafe(ref r0, (nuint)j), s);
                s = Simd.Fma(w1, Vector512.LoadUnsafe(ref r1, (nuint)j), s);
                s = Simd.Fma(w2, Vector512.LoadUnsafe(ref r2, (nuint)j), s);
                s = Simd.Fma(w3, Vector512.LoadUnsafe(ref r3, (nuint)j), s);
                s.StoreUnsafe(ref sum, (nuint)j);
            }

            for (; j < rows.Width; j++)
            {
                var s = Math.FusedMultiplyAdd(w0[0], Unsafe.Add(ref r0, j), sums[j]);
                s = Math.FusedMultiplyAdd(w1[0], Unsafe.Add(ref r1, j), s);
                s = Math.FusedMultiplyAdd(w2[0], Unsafe.Add(ref r2, j), s);
                sums[j] = Math.FusedMultiplyAdd(w3[0], Unsafe.Add(ref r3, j), s);
            }
        }

        for (; i < rows.Count; i++)
        {
            Axpy(weights[i], rows[i], sums);
        }
    }

    /// <summary>
    /// One row of <see cref="Gemv"/>: one vector of partial sums, so that a row's bits do not depend on its place.
    /// </summary>
    static double GemvRow(ReadOnlySpan<double> row, ReadOnlySpan<double> vector)
    {
        var lanes = Vector512<double>.Zero;
        var j = 0;
        for (; j <= row.Length - Simd.Width; j += Simd.Width)
        {
            lanes = Simd.Fma(
                Load(ref Simd.First(row), j), Load(ref Simd.First(vector), j), lanes);
        }

        var sum = Simd.Sum(lanes);
        for (; j < row.Length; j++)
        {
            sum = Math.FusedMultiplyAdd(row[j], vector[j], sum);
        }

        return sum;
    }
}
