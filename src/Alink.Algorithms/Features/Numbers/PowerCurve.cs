using Alink.Numerics;

namespace Alink.Features;

/// <summary>The curves of a <see cref="PowerTransformer"/>.</summary>
static class PowerCurve
{
    const int Terms = 13;

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
