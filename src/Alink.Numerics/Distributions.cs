using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Alink.Numerics;

/// <summary>The probabilities that tests and summaries report, exact also far in the tails.</summary>
public static class Distributions
{
    /// <summary>P(|T| ≥ |t|) of Student's distribution: the p-value of a coefficient's t.</summary>
    /// <param name="t">The statistic.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    public static double StudentTTwoSided(double t, double degreesOfFreedom) =>
        double.IsInfinity(t) ? 0
        : SpecialFunctions.BetaRegularized(degreesOfFreedom / 2, 0.5, degreesOfFreedom / (degreesOfFreedom + (t * t)));

    /// <summary>P(Z ≤ z) of the standard normal distribution.</summary>
    public static double NormalCumulative(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>P(Z &gt; z) of the standard normal distribution.</summary>
    public static double NormalSurvival(double z) => NormalCumulative(-z);

    /// <summary>P(|Z| ≥ |z|) of the standard normal distribution.</summary>
    public static double NormalTwoSided(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2));

    /// <summary>The z that the standard normal distribution stays below with a probability.</summary>
    /// <param name="probability">Between 0 and 1.</param>
    public static double NormalQuantile(double probability) => Normal.InvCDF(0, 1, probability);

    /// <summary>P(X &gt; x) of the χ² distribution.</summary>
    /// <param name="x">The statistic; 1 below 0.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    public static double ChiSquareSurvival(double x, double degreesOfFreedom) =>
        x <= 0 ? 1
        : double.IsPositiveInfinity(x) ? 0
        : SpecialFunctions.GammaUpperRegularized(degreesOfFreedom / 2, x / 2);

    /// <summary>P(X &gt; x) of the F distribution.</summary>
    /// <param name="x">The statistic; 1 below 0.</param>
    /// <param name="numerator">The degrees of freedom above the line, above 0.</param>
    /// <param name="denominator">The degrees of freedom below the line, above 0.</param>
    public static double FSurvival(double x, double numerator, double denominator) =>
        x <= 0 ? 1
        : double.IsPositiveInfinity(x) ? 0
        : SpecialFunctions.BetaRegularized(
            denominator / 2, numerator / 2, denominator / (denominator + (numerator * x)));
}
