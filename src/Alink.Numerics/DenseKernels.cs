using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>Products and sums of dense vectors and blocks, in one order of summation on every machine.</summary>
public static class DenseKernels
{
    /// <summary>Σ x[i] · y[i].</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => DotOf(x, y);

    /// <inheritdoc cref="Dot(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => DotOf(x, y);

    /// <summary>Σ (x[i] − y[i])².</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => SquaredDistanceOf(x, y);

    /// <inheritdoc cref="SquaredDistance(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static float SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => SquaredDistanceOf(x, y);

    /// <summary>Σ (x[i] − y[i])² · weights[i].</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        SameLength(x.Length, y.Length);
        SameLength(x.Length, weights.Length);
        var lanes = Vector512<double>.Zero;
        var i = 0;
        for (; i <= x.Length - Simd.Width; i += Simd.Width)
        {
            var d = Load(ref Simd.First(x), i) - Load(ref Simd.First(y), i);
            lanes = Simd.Fma(d * d, Load(ref Simd.First(weights), i), lanes);
        }

        var sum = Simd.Sum(lanes);
        for (; i < x.Length; i++)
        {
            var d = x[i] - y[i];
            sum = Math.FusedMultiplyAdd(d * d, weights[i], sum);
        }

        return sum;
    }

    /// <summary>
    /// result[i] = <see cref="SquaredDistance(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double})"/> of row i, to the bit.
    /// </summary>
    /// <exception cref="ArgumentException">The vectors have not the rows' width, or the result not their count.</exception>
    public static void SquaredDistances(
        DenseRows rows, ReadOnlySpan<double> y, ReadOnlySpan<double> weights, Span<double> result)
    {
        SameLength(rows.Width, y.Length);
        SameLength(rows.Width, weights.Length);
        SameLength(rows.Count, result.Length);
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
                var (v, w) = (Load(ref Simd.First(y), j), Load(ref Simd.First(weights), j));
                var (d0, d1, d2, d3) = (Load(ref r0, j) - v, Load(ref r1, j) - v, Load(ref r2, j) - v, Load(ref r3, j) - v);
                s0 = Simd.Fma(d0 * d0, w, s0);
                s1 = Simd.Fma(d1 * d1, w, s1);
                s2 = Simd.Fma(d2 * d2, w, s2);
                s3 = Simd.Fma(d3 * d3, w, s3);
            }

            double t0 = Simd.Sum(s0), t1 = Simd.Sum(s1), t2 = Simd.Sum(s2), t3 = Simd.Sum(s3);
            for (; j < rows.Width; j++)
            {
                var (v, w) = (y[j], weights[j]);
                double d0 = Unsafe.Add(ref r0, j) - v, d1 = Unsafe.Add(ref r1, j) - v;
                double d2 = Unsafe.Add(ref r2, j) - v, d3 = Unsafe.Add(ref r3, j) - v;
                t0 = Math.FusedMultiplyAdd(d0 * d0, w, t0);
                t1 = Math.FusedMultiplyAdd(d1 * d1, w, t1);
                t2 = Math.FusedMultiplyAdd(d2 * d2, w, t2);
                t3 = Math.FusedMultiplyAdd(d3 * d3, w, t3);
            }

            (result[i], result[i + 1], result[i + 2], result[i + 3]) = (t0, t1, t2, t3);
        }

        for (; i < rows.Count; i++)
        {
            result[i] = SquaredDistance(rows[i], y, weights);
        }
    }

    /// <summary>y[i] += a · x[i].</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Axpy(double a, ReadOnlySpan<double> x, Span<double> y) => AxpyOf(a, x, y);

    /// <inheritdoc cref="Axpy(double, ReadOnlySpan{double}, Span{double})"/>
    public static void Axpy(float a, ReadOnlySpan<float> x, Span<float> y) => AxpyOf(a, x, y);

    /// <summary>x[i] *= a.</summary>
    public static void Scale(double a, Span<double> x) => ScaleOf(a, x);

    /// <inheritdoc cref="Scale(double, Span{double})"/>
    public static void Scale(float a, Span<float> x) => ScaleOf(a, x);

    /// <summary>Σ x[i].</summary>
    public static double Sum(ReadOnlySpan<double> x)
    {
        var lanes = Vector512<double>.Zero;
        var i = 0;
        for (; i <= x.Length - Simd.Width; i += Simd.Width)
        {
            lanes += Vector512.LoadUnsafe(ref Simd.First(x), (nuint)i);
        }

        var sum = Simd.Sum(lanes);
        for (; i < x.Length; i++)
        {
            sum += x[i];
        }

        return sum;
    }

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

    static T DotOf<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : struct, IFloatingPointIeee754<T>
    {
        SameLength(x.Length, y.Length);
        ref var a = ref Simd.First(x);
        ref var b = ref Simd.First(y);
        var step = Vector512<T>.Count;
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i <= x.Length - (4 * step); i += 4 * step)
        {
            s0 = Simd.Fma(Load(ref a, i), Load(ref b, i), s0);
            s1 = Simd.Fma(Load(ref a, i + step), Load(ref b, i + step), s1);
            s2 = Simd.Fma(Load(ref a, i + (2 * step)), Load(ref b, i + (2 * step)), s2);
            s3 = Simd.Fma(Load(ref a, i + (3 * step)), Load(ref b, i + (3 * step)), s3);
        }

        for (; i <= x.Length - step; i += step)
        {
            s0 = Simd.Fma(Load(ref a, i), Load(ref b, i), s0);
        }

        var sum = Simd.Sum(s0 + s1 + (s2 + s3));
        for (; i < x.Length; i++)
        {
            sum = T.FusedMultiplyAdd(x[i], y[i], sum);
        }

        return sum;
    }

    static T SquaredDistanceOf<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : struct, IFloatingPointIeee754<T>
    {
        SameLength(x.Length, y.Length);
        ref var a = ref Simd.First(x);
        ref var b = ref Simd.First(y);
        var step = Vector512<T>.Count;
        Vector512<T> s0 = default, s1 = default;
        var i = 0;
        for (; i <= x.Length - (2 * step); i += 2 * step)
        {
            var d0 = Load(ref a, i) - Load(ref b, i);
            var d1 = Load(ref a, i + step) - Load(ref b, i + step);
            s0 = Simd.Fma(d0, d0, s0);
            s1 = Simd.Fma(d1, d1, s1);
        }

        for (; i <= x.Length - step; i += step)
        {
            var d = Load(ref a, i) - Load(ref b, i);
            s0 = Simd.Fma(d, d, s0);
        }

        var sum = Simd.Sum(s0 + s1);
        for (; i < x.Length; i++)
        {
            var d = x[i] - y[i];
            sum = T.FusedMultiplyAdd(d, d, sum);
        }

        return sum;
    }

    static void AxpyOf<T>(T a, ReadOnlySpan<T> x, Span<T> y)
        where T : struct, IFloatingPointIeee754<T>
    {
        SameLength(x.Length, y.Length);
        var factor = Vector512.Create(a);
        var i = 0;
        for (; i <= x.Length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            Simd.Fma(factor, Load(ref Simd.First(x), i), Load(ref Simd.First(y), i))
                .StoreUnsafe(ref Simd.First(y), (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            y[i] = T.FusedMultiplyAdd(a, x[i], y[i]);
        }
    }

    static void ScaleOf<T>(T a, Span<T> x)
        where T : struct, IFloatingPointIeee754<T>
    {
        var factor = Vector512.Create(a);
        var i = 0;
        for (; i <= x.Length - Vector512<T>.Count; i += Vector512<T>.Count)
        {
            (factor * Load(ref Simd.First(x), i)).StoreUnsafe(ref Simd.First(x), (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            x[i] *= a;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<T> Load<T>(ref T first, int i) => Vector512.LoadUnsafe(ref first, (nuint)i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void SameLength(int expected, int actual)
    {
        if (expected != actual)
        {
            Refuse(expected, actual);
        }
    }

    [DoesNotReturn]
    static void Refuse(int expected, int actual) =>
        throw new ArgumentException($"A length of {expected} was needed; it was {actual}.");
}
