using System.Collections.Immutable;

namespace Alink.Statistics;

/// <summary>What a test of a hypothesis says.</summary>
/// <param name="Statistic">How far the rows are from the hypothesis, in the unit of the test.</param>
/// <param name="P">The probability that chance alone takes rows as far, from 0 to 1; NaN where the rows do not tell.</param>
/// <param name="DegreesOfFreedom">Of the statistic's distribution: of F, those above the line; NaN where it has none.</param>
/// <param name="ResidualDegreesOfFreedom">Of F, those below the line; NaN for any other distribution.</param>
[TypeFormatterSource]
public readonly record struct TestResult(
    double Statistic, double P, double DegreesOfFreedom = double.NaN, double ResidualDegreesOfFreedom = double.NaN);

/// <summary>What a test says of each feature.</summary>
/// <param name="Features">The features' names, or their numbers where they have none; shape: features.</param>
/// <param name="Results">What it says; shape: features.</param>
[TypeFormatterSource]
public sealed record FeatureTests(ImmutableArray<string> Features, ImmutableArray<TestResult> Results)
{
    /// <summary>What the test says of one feature.</summary>
    public TestResult this[int feature] => Results[feature];

    /// <summary>A table of one row for each feature: feature, statistic, p, degreesOfFreedom, residualDegreesOfFreedom.</summary>
    public Table ToTable() => Table
        .Of("feature", Features.ToArray())
        .With("statistic", [.. Results.Select(result => result.Statistic)])
        .With("p", [.. Results.Select(result => result.P)])
        .With("degreesOfFreedom", [.. Results.Select(result => result.DegreesOfFreedom)])
        .With("residualDegreesOfFreedom", [.. Results.Select(result => result.ResidualDegreesOfFreedom)]);

    /// <summary>Tests each feature.</summary>
    internal static FeatureTests Of(ImmutableArray<string> names, int features, Func<int, TestResult> test) =>
        new([.. Names.OrNumbers(names, features)], [.. Enumerable.Range(0, features).Select(test)]);
}
