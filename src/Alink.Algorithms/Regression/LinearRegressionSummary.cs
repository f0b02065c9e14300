using System.Collections.Immutable;
using Alink.Numerics;

namespace Alink.Regression;

/// <summary>How well a <see cref="LinearRegression"/> predicts the rows that taught it.</summary>
/// <remarks>Rows of weight 0 do not count. As in R, a weight says how exact a row is, not how often it was seen.</remarks>
/// <param name="Rows">How many rows of a weight above 0.</param>
/// <param name="Weight">The sum of the weights.</param>
/// <param name="LogWeight">The sum of the logarithms of the weights.</param>
/// <param name="DegreesOfFreedom">The rows less the coefficients of features that vary, less 1 for an intercept.</param>
/// <param name="NullDegreesOfFreedom">The rows, less 1 for an intercept.</param>
/// <param name="Deviance">Σ w (y − ŷ)².</param>
/// <param name="NullDeviance">Σ w (y − ȳ)², or Σ w y² where there is no intercept.</param>
/// <param name="AbsoluteError">Σ w |y − ŷ|.</param>
/// <param name="ExplainedDeviance">Σ w (ŷ − ȳ)².</param>
/// <param name="LeastResidual">The least √w (y − ŷ).</param>
/// <param name="GreatestResidual">The greatest √w (y − ŷ).</param>
/// <param name="ObjectiveHistory">The objective at the start and after each iteration; one number for a direct solution.</param>
/// <param name="StandardErrors">
/// Of the coefficients, and last of the intercept if there is one; NaN for a feature that never varies. Empty unless the
/// fit is the unpenalised, unique least-squares solution by normal equations with rows to spare.
/// </param>
[TypeFormatterSource]
public sealed record LinearRegressionSummary(
    long Rows,
    double Weight,
    double LogWeight,
    long DegreesOfFreedom,
    long NullDegreesOfFreedom,
    double Deviance,
    double NullDeviance,
    double AbsoluteError,
    double ExplainedDeviance,
    double LeastResidual,
    double GreatestResidual,
    ImmutableArray<double> ObjectiveHistory,
    ImmutableArray<double> StandardErrors)
{
    /// <summary>How many iterations; 0 for a direct solution.</summary>
    public int Iterations => ObjectiveHistory.Length - 1;

    /// <summary>The weighted mean of (y − ŷ)².</summary>
    public double MeanSquaredError => Deviance / Weight;

    /// <summary>The square root of <see cref="MeanSquaredError"/>.</summary>
    public double RootMeanSquaredError => Math.Sqrt(MeanSquaredError);

    /// <summary>The weighted mean of |y − ŷ|.</summary>
    public double MeanAbsoluteError => AbsoluteError / Weight;

    /// <summary>The weighted mean of (ŷ − ȳ)².</summary>
    public double ExplainedVariance => ExplainedDeviance / Weight;

    /// <summary>1 − deviance / null deviance; NaN where the target is constant.</summary>
    public double R2 => 1 - (Deviance / NullDeviance);

    /// <summary>R² less what further features gain by chance; not finite where no degree of freedom is left.</summary>
    public double R2Adjusted => 1 - ((1 - R2) * NullDegreesOfFreedom / DegreesOfFreedom);

    /// <summary>The estimated variance of y about its prediction at weight 1: deviance / degrees of freedom.</summary>
    public double Dispersion => Deviance / DegreesOfFreedom;

    /// <summary>Akaike's criterion under normal errors: n (log (2π deviance / n) + 1) − Σ log w + 2 (parameters + 1).</summary>
    public double Aic =>
        (Rows * (Math.Log(2 * Math.PI * Deviance / Rows) + 1)) - LogWeight + (2 * (Rows - DegreesOfFreedom + 1));

    /// <summary>The two-sided probability of a coefficient this far from 0 by chance, under Student's t distribution.</summary>
    internal double P(double t) => Distributions.StudentTTwoSided(t, DegreesOfFreedom);
}
