namespace Alink.Statistics;

/// <summary>A coefficient and how far it can be trusted.</summary>
/// <param name="Name">The feature, or (intercept).</param>
/// <param name="Estimate">The coefficient.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="Statistic">Estimate over standard error: Student's t, or the normal z.</param>
/// <param name="P">The two-sided probability of a coefficient this far from 0 by chance.</param>
public readonly record struct CoefficientTest(string Name, double Estimate, double StandardError, double Statistic, double P);
