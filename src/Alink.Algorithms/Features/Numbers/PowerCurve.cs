using System.Runtime.Intrinsics;
using Alink.Numerics;

namespace Alink.Features;

/// <summary>The curves of a <see cref="PowerTransformer"/>.</summary>
static class PowerCurve
{
    const int Terms = 13;

    /// <summary>1 / k!, from k = 0 on.</summary>
    static readonly double[] InverseFactorials =
        [.. Enumerable.Range(0, Terms + 2).Select(k => 1 / Enumerable.Range(1, k).Aggregate(1.0, (product, factor) => product * factor))];

    /// <summary>The logarithm that a curve is a function of: of x, or of 1 + |x|; NaN where it has none.</summary>
    public static double Log(PowerMethod method, double x) =>
        method == PowerMethod.YeoJohnson ? Log1P(Math.Abs(x))
        : x > 0 ? VectorMath.Log(x) : double.NaN;

    /// <summary>Where a curve of some λ brings a number, and how fast that moves as λ grows; NaN where it has no logarithm.</summary>
    public static (double Value, double Slope) Of(PowerMethod method, double lambda, double x)
    {
        var log = Log(method, x);
        if (method == PowerMethod.BoxCox || x >= 0)
        {
            return Power(lambda, log);
        }

        var (value, slope) = Power(2 - lambda, log);
        return (-value, slope);
    }

    /// <summary>log (1 + x) for x from 0 on, exact also where x is tiny.</summary>
    public static double Log1P(double x)
    {
        var sum = 1 + x;
        return sum == 1 || double.IsInfinity(x) ? x : VectorMath.Log(sum) * (x / (sum - 1)); // The ratio puts back what 1 + x rounds away.
    }

    /// <summary>Where curves bring eight numbers; NaN where one has no logarithm.</summary>
    public static Vector512<double> Of(PowerMethod method, Vector512<double> lambdas, Vector512<double> x)
    {
        if (method == PowerMethod.BoxCox)
        {
            return Power(lambdas, Vector512.ConditionalSelect(
                Vector512.GreaterThan(x, Vector512<double>.Zero), VectorMath.Log(x), Vector512.Create(double.NaN)));
        }

        var isAbove = Vector512.GreaterThanOrEqual(x, Vector512<double>.Zero);
        var value = Power(Vector512.ConditionalSelect(isAbove, lambdas, Vector512.Create(2.0) - lambdas), Log1P(Vector512.Abs(x)));
        return Vector512.ConditionalSelect(isAbove, value, -value);
    }

    /// <summary>log (1 + x) of eight numbers, with the bits that each has by itself.</summary>
    public static Vector512<double> Log1P(Vector512<double> x)
    {
        var sum = Vector512<double>.One + x;
        var isKept = Vector512.Equals(sum, Vector512<double>.One) | Vector512.Equals(Vector512.Abs(x), Vector512.Create(double.PositiveInfinity));
        return Vector512.ConditionalSelect(isKept, x, VectorMath.Log(sum) * (x / (sum - Vector512<double>.One)));
    }

    /// <summary>(e^(power · log) − 1) / power.</summary>
    static Vector512<double> Power(Vector512<double> power, Vector512<double> log)
    {
        // The series of (e^t − 1) / t, whose terms are t^k / (k + 1)!.
        var t = power * log;
        var series = Vector512.Create(InverseFactorials[^1]);
        for (var k = InverseFactorials.Length - 2; k >= 1; k--)
        {
            series = Vector512.FusedMultiplyAdd(series, t, Vector512.Create(InverseFactorials[k]));
        }

        return Vector512.ConditionalSelect(
            Vector512.GreaterThan(Vector512.Abs(t), Vector512.Create(0.5)),
            (VectorMath.Exp(t) - Vector512<double>.One) / power,
            log * series);
    }

    /// <summary>(e^(power · log) − 1) / power, and its derivative by the power.</summary>
    static (double Value, double Slope) Power(double power, double log)
    {
        var t = power * log;
        if (Math.Abs(t) > 0.5)
        {
            var growth = VectorMath.Exp(t);
            return ((growth - 1) / power, ((log * growth) - ((growth - 1) / power)) / power);
        }

        // The series of (e^t − 1) / t, and of its derivative, whose digits the differences above would lose.
        var (value, slope) = (0.0, 0.0);
        for (var k = Terms; k >= 1; k--)
        {
            value = ((value * t) + 1) / (k + 1);
            slope = ((slope * t) + k) / (k + 1);
        }

        return (log * ((value * t) + 1), log * log * slope);
    }
}
