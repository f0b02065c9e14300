using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>Products and sums of dense vectors and blocks, in one order of summation on every machine.</summary>
public static partial class DenseKernels
{
    /// <summary>Σ x[i] · y[i].</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => DotOf(x, y);

    /// <inheritdoc cref="Dot(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => DotOf(x, y);

    /// <summary>Σ (x[i] − y[i])².</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        SameLength(x.Length, y.Length);
        ref var a = ref Simd.First(x);
        ref var b = ref Simd.First(y);
        Vector512<double> s0 = default, s1 = default;
        var i = 0;
        for (; i <= x.Length - (2 * Simd.Width); i += 2 * Simd.Width)
        {
            var d0 = Load(ref a, i) - Load(ref b, i);
            var d1 = Load(ref a, i + Simd.Width) - Load(ref b, i + Simd.Width);
            s0 = Simd.Fma(d0, d0, s0);
            s1 = Simd.Fma(d1, d1, s1);
        }

        for (; i <= x.Length - Simd.Width; i += Simd.Width)
        {
            var d = Load(ref a, i) - Load(ref b, i);
            s0 = Simd.Fma(d, d, s0);
        }

        var sum = Simd.Sum(s0 + s1);
        for (; i < x.Length; i++)
        {
            var d = x[i] - y[i];
            sum = Math.FusedMultiplyAdd(d, d, sum);
        }

        return sum;
    }

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
    public static void Scale(double a, Span<double> x)
    {
        var factor = Vector512.Create(a);
        var i = 0;
        for (; i <= x.Length - Simd.Width; i += Simd.Width)
        {
            (factor * Load(ref Simd.First(x), i)).StoreUnsafe(ref Simd.First(x), (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            x[i] *= a;
        }
    }

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
