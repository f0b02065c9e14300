using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>Exponentials and logarithms, eight at a time, within two units in the last place.</summary>
/// <remarks>Unlike the platform's, these have the same bits on every machine.</remarks>
public static class VectorMath
{
    // Adding 1.5 · 2^52 rounds to an integer, and leaves it in the low bits.
    const double Shifter = 6755399441055744.0;
    const double Ln2High = 6.93147180369123816490e-01;
    const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>e to the power of each lane; 0 far below, +∞ above 709.78, NaN of NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        // Written so that NaN passes: a comparison with it is false.
        x = Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(710.0)), Vector512.Create(710.0), x);
        x = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512.Create(-746.0)), Vector512.Create(-746.0), x);

        // x = n ln 2 + r with |r| ≤ ln 2 / 2, then the Taylor series of e^r, whose next term is below 5e-18.
        var shifter = Vector512.Create(Shifter);
        var n = Simd.Fma(x, Vector512.Create(1.4426950408889634), shifter) - shifter;
        var r = Simd.Fma(n, Vector512.Create(-Ln2High), x);
        r = Simd.Fma(n, Vector512.Create(-Ln2Low), r);
        var p = Vector512.Create(1.0 / 6227020800);
        p = Simd.Fma(p, r, Vector512.Create(1.0 / 479001600));
        p = Simd.Fma(p, r, Vector512.Create(1.0 / 39916800));
        p = Simd.Fma(p, r, Vector512.Create(1.0 / 3628800));
        p = Simd.Fma(p, r, Vector512.Create(1.0 / 362880));
        p = Simd.Fma(p, r, Vector512.Create(1.0 / 40320));
        p = Simd.Fma(p, r, Vector512.Create(1.0 / 5040));
        p = Simd.Fma(p, r, Vector512.Create(1.0 / 720));
        p = Simd.Fma(p, r, Vector512.Create(1.0 / 120));
        p = Simd.Fma(p, r, Vector512.Create(1.0 / 24));
        p = Simd.Fma(p, r, Vector512.Create(1.0 / 6));
        p = Simd.Fma(p, r, Vector512.Create(0.5));
        p = Simd.Fma(p * r, r, r) + Vector512<double>.One;

        // 2^n in two factors, for n itself may be no exponent (1024, or below -1022) where e^x still is a number.
        var half = Simd.Fma(n, Vector512.Create(0.5), shifter) - shifter;
        return p * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>The natural logarithm of each lane; −∞ of 0, NaN of a negative or of NaN.</summary>
    /// <remarks>
    /// log x = k ln 2 + log (1 + f), and with s = f / (2 + f) the series of 2 artanh s, by the minimax polynomial of
    /// FreeBSD's e_log.c (Ng, Sun Microsystems, 1993).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x)
    {
        var tiny = Vector512.LessThan(x, Vector512.Create(2.2250738585072014e-308));
        var normal = Vector512.ConditionalSelect(tiny, x * Vector512.Create(18014398509481984.0), x);
        var bits = normal.AsInt64();

        // Exponent and fraction such that the fraction lies between sqrt(1/2) and sqrt 2.
        var above = bits - Vector512.Create(0x3FE6A09E667F3BCDL);
        var exponent = Vector512.ShiftRightLogical(above + Vector512.Create(1023L << 52), 52);
        var m = (bits - Vector512.ShiftLeft(exponent - Vector512.Create(1023L), 52)).AsDouble();
        var k = Real(exponent) - Vector512.Create(1023.0) - (tiny.AsDouble() & Vector512.Create(54.0)).AsDouble();

        var f = m - Vector512<double>.One;
        var result = LogOfFraction(f, k, Vector512<double>.Zero);
        result = Vector512.ConditionalSelect(
            Vector512.Equals(x, Vector512<double>.Zero), Vector512.Create(double.NegativeInfinity), result);
        var infinity = Vector512.Create(double.PositiveInfinity);
        result = Vector512.ConditionalSelect(Vector512.Equals(x, infinity), infinity, result);
        return Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(x, Vector512<double>.Zero), result, Vector512.Create(double.NaN));
    }

    /// <summary>log (1 + x) of each lane, for x from 0 to 1, exact also where x is tiny.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1P(Vector512<double> x)
    {
        // Above sqrt 2 - 1 the sum is halved: 1 + f = (1 + x) / 2, and the rounding of 1 + x is put back.
        var one = Vector512<double>.One;
        var sum = one + x;
        var large = Vector512.GreaterThan(x, Vector512.Create(0.41421356237309503));
        var f = Vector512.ConditionalSelect(large, Simd.Fma(sum, Vector512.Create(0.5), -one), x);
        var k = large.AsDouble() & one;
        var lost = large.AsDouble() & ((x - (sum - one)) / sum);
        return LogOfFraction(f, k, lost);
    }

    /// <summary>e to the power of a number, with the bits that it has in a vector.</summary>
    public static double Exp(double x) => Exp(Vector512.Create(x))[0];

    /// <summary>The natural logarithm of a number, with the bits that it has in a vector.</summary>
    public static double Log(double x) => Log(Vector512.Create(x))[0];

    /// <summary>The natural logarithm of each element.</summary>
    /// <exception cref="ArgumentException">The result is shorter.</exception>
    public static void Log(ReadOnlySpan<double> x, Span<double> result)
    {
        var i = 0;
        for (; i <= x.Length - Simd.Width; i += Simd.Width)
        {
            Log(Vector512.Create(x[i..])).CopyTo(result[i..]);
        }

        for (; i < x.Length; i++)
        {
            result[i] = Log(x[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> LogOfFraction(Vector512<double> f, Vector512<double> k, Vector512<double> lost)
    {
        var s = f / (Vector512.Create(2.0) + f);
        var z = s * s;
        var p = Vector512.Create(1.479819860511658591e-01);
        p = Simd.Fma(p, z, Vector512.Create(1.531383769920937332e-01));
        p = Simd.Fma(p, z, Vector512.Create(1.818357216161805012e-01));
        p = Simd.Fma(p, z, Vector512.Create(2.222219843214978396e-01));
        p = Simd.Fma(p, z, Vector512.Create(2.857142874366239149e-01));
        p = Simd.Fma(p, z, Vector512.Create(3.999999999940941908e-01));
        p = Simd.Fma(p, z, Vector512.Create(6.666666666666735130e-01));
        var half = Vector512.Create(0.5) * f * f;
        var low = Simd.Fma(k, Vector512.Create(Ln2Low), lost);
        var tail = half - Simd.Fma(s, Simd.Fma(p, z, half), low);
        return Simd.Fma(k, Vector512.Create(Ln2High), f - tail);
    }

    /// <summary>2 to the power of n, an integer from -1022 to 1023.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> PowerOfTwo(Vector512<double> n) =>
        Vector512.ShiftLeft((n + Vector512.Create(Shifter + 1023)).AsInt64(), 52).AsDouble();

    /// <summary>The small non-negative integers as doubles, without an instruction that some machines lack.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<double> Real(Vector512<long> n) =>
        (n | Vector512.Create(4503599627370496.0).AsInt64()).AsDouble() - Vector512.Create(4503599627370496.0);
}
