using System.Runtime.Intrinsics;
using Alink.Numerics;

namespace Alink.Trees;

/// <summary>The rows of one class at a leaf: mean, squares, least and largest value of each feature.</summary>
/// <remarks>By B. Welford's formula ("Note on a method for calculating corrected sums of squares and products",
/// Technometrics 4, 1962).</remarks>
sealed class ClassNormals
{
    const double TwoPi = 2 * Math.PI;

    public ClassNormals(int features)
    {
        (Mean, Squares) = (new double[features], new double[features]);
        (Least, Most) = (new double[features], new double[features]);
        Least.AsSpan().Fill(double.PositiveInfinity);
        Most.AsSpan().Fill(double.NegativeInfinity);
    }

    public double Weight { get; private set; }

    public double[] Mean { get; }

    /// <summary>Σ w (x − mean)².</summary>
    public double[] Squares { get; }

    public double[] Least { get; }

    public double[] Most { get; }

    /// <summary>What squares are divided by for the variance: the weight less 1, and infinity where there is no
    /// more.</summary>
    public double Divisor => Weight > 1 ? Weight - 1 : double.PositiveInfinity;

    public void Add(ReadOnlySpan<double> x, double weight)
    {
        Weight += weight;
        var part = weight / Weight;
        for (var j = 0; j < x.Length; j++)
        {
            var apart = x[j] - Mean[j];
            Mean[j] += apart * part;
            Squares[j] += weight * apart * (x[j] - Mean[j]);
            Least[j] = Math.Min(Least[j], x[j]);
            Most[j] = Math.Max(Most[j], x[j]);
        }
    }

    /// <summary>The weight that a normal distribution has up to a threshold, within the values seen.</summary>
    public double UpTo(int feature, double threshold)
    {
        if (threshold < Least[feature])
        {
            return 0;
        }

        if (threshold >= Most[feature])
        {
            return Weight;
        }

        var variance = Squares[feature] / Divisor;
        return variance > 0
            ? Weight * Distributions.NormalCumulative((threshold - Mean[feature]) / Math.Sqrt(variance))
            : threshold >= Mean[feature] ? Weight : 0;
    }

    /// <summary>The logarithm of the density of a row under a normal distribution for each feature; one that does not
    /// vary has density 1 at its mean and 0 elsewhere.</summary>
    /// <param name="x">The row.</param>
    /// <param name="mean">The mean of each feature.</param>
    /// <param name="squares">The sum of squares of each feature.</param>
    /// <param name="divisor">What they are divided by for the variance.</param>
    public static double LogDensity(
        ReadOnlySpan<double> x, ReadOnlySpan<double> mean, ReadOnlySpan<double> squares, double divisor)
    {
        var sum = Vector512<double>.Zero;
        var j = 0;
        for (; j <= x.Length - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            sum += Terms(
                Vector512.Create(x[j..]), Vector512.Create(mean[j..]), Vector512.Create(squares[j..]), divisor);
        }

        Span<double> lanes = stackalloc double[Vector512<double>.Count];
        if (j < x.Length)
        {
            sum += Terms(Rest(x[j..], lanes), Rest(mean[j..], lanes), Rest(squares[j..], lanes), divisor);
        }

        sum.CopyTo(lanes);
        return -0.5 * (lanes[0] + lanes[4] + (lanes[1] + lanes[5]) + (lanes[2] + lanes[6] + (lanes[3] + lanes[7])));
    }

    /// <summary>log(2 π v) + (x − mean)² / v, or 0 or infinity where v is 0.</summary>
    static Vector512<double> Terms(
        Vector512<double> x, Vector512<double> mean, Vector512<double> squares, double divisor)
    {
        var variance = squares / Vector512.Create(divisor);
        var varies = Vector512.GreaterThan(variance, Vector512<double>.Zero);
        var safe = Vector512.ConditionalSelect(varies, variance, Vector512<double>.One);
        var apart = x - mean;
        var certain = Vector512.ConditionalSelect(
            Vector512.Equals(apart, Vector512<double>.Zero),
            Vector512<double>.Zero,
            Vector512.Create(double.PositiveInfinity));
        return Vector512.ConditionalSelect(
            varies, VectorMath.Log(safe * Vector512.Create(TwoPi)) + (apart * apart / safe), certain);
    }

    /// <summary>Fewer than eight numbers, and zeros after them, of which the terms are 0.</summary>
    static Vector512<double> Rest(ReadOnlySpan<double> numbers, Span<double> lanes)
    {
        lanes.Clear();
        numbers.CopyTo(lanes);
        return Vector512.Create<double>(lanes);
    }
}

/// <summary>Probabilities of the classes at a leaf.</summary>
static class LeafProbabilities
{
    /// <summary>Makes weights into their parts of the sum; without any, each class is as likely as the
    /// others.</summary>
    public static void OfWeights(Span<double> p)
    {
        var total = 0.0;
        foreach (var weight in p)
        {
            total += weight;
        }

        for (var c = 0; c < p.Length; c++)
        {
            p[c] = total > 0 ? p[c] / total : 1.0 / p.Length;
        }
    }

    /// <summary>Makes logarithms of joint probabilities into probabilities.</summary>
    /// <returns>Whether any class is possible; else they are as they were.</returns>
    public static bool OfLogarithms(Span<double> p)
    {
        var highest = double.NegativeInfinity;
        foreach (var logarithm in p)
        {
            highest = Math.Max(highest, logarithm);
        }

        if (double.IsInfinity(highest))
        {
            return false;
        }

        for (var c = 0; c < p.Length; c++)
        {
            p[c] = VectorMath.Exp(p[c] - highest);
        }

        OfWeights(p);
        return true;
    }

    /// <summary>The logarithm of a class's weight and of the density of a row in it.</summary>
    public static double LogJoint(double weight, ReadOnlySpan<double> x, ClassNormals? normals) =>
        normals is null || weight <= 0 ? double.NegativeInfinity
        : VectorMath.Log(weight) + ClassNormals.LogDensity(x, normals.Mean, normals.Squares, normals.Divisor);
}
