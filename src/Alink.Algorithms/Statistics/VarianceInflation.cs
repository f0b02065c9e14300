using System.Collections.Immutable;
using Alink.Numerics;

namespace Alink.Statistics;

/// <summary>Measures how far each feature is a linear combination of the others, in one pass.</summary>
/// <remarks>
/// The variance inflation factor of a feature is 1 / (1 − R²) of its regression, with an intercept, on the others: the
/// diagonal of the inverse of the correlation matrix. The condition indices are √(largest eigenvalue / eigenvalue) of that
/// matrix (D. Belsley, E. Kuh and R. Welsch, "Regression diagnostics", 1980, of standardised features); the last is the
/// condition number. Factors above 10 and condition numbers above 30 are the usual alarms.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [4.0, 4.0]);
/// var inflation = new VarianceInflation().Evaluate(rows);
/// inflation.Factors // => [2.77778 2.77778]
/// inflation.ConditionNumber // => 3
/// </code>
/// </example>
public sealed record VarianceInflation : IOnePassEvaluator<CoMoments, Collinearity>
{
    /// <summary>What rounding may leave of an eigenvalue that is 0, as a share of the largest, for each feature.</summary>
    const double Rounding = 1e-14;

    /// <summary>The vectors; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    Covariance Covariance => new() { Features = Features, Weight = Weight };

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public CoMoments Start(Schema schema) => Covariance.Start(schema);

    /// <inheritdoc/>
    public CoMoments Update(CoMoments state, Table batch) => Covariance.Update(state, batch);

    /// <inheritdoc/>
    public CoMoments Merge(CoMoments left, CoMoments right) => Covariance.Merge(left, right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are fewer than two rows, or a feature never varies.</exception>
    public Collinearity Snapshot(CoMoments state)
    {
        var covariance = Covariance.Snapshot(state);
        var (features, correlation) = (covariance.Features, covariance.Correlation());
        var constant = Enumerable.Range(0, features.Length).FirstOrDefault(j => covariance.Values[j, j] == 0, -1);
        if (constant >= 0)
        {
            throw new TrainingException($"Feature '{features[constant]}' never varies, so that nothing can inflate its variance.");
        }

        var endless = Enumerable.Range(0, features.Length).FirstOrDefault(j => !double.IsFinite(covariance.Values[j, j]), -1);
        if (endless >= 0)
        {
            throw new TrainingException($"Feature '{features[endless]}' has no finite variance.");
        }

        var eigen = SymmetricEigen.Of(correlation.Values, features.Length);
        var least = eigen.Values.FirstOrDefault() * Rounding * features.Length;
        var factors = new double[features.Length];
        for (var k = 0; k < features.Length; k++)
        {
            for (var j = 0; j < features.Length; j++)
            {
                // A feature that has no part in a dependency is not inflated by it.
                var share = eigen.Vectors[(k * features.Length) + j] * eigen.Vectors[(k * features.Length) + j];
                factors[j] += eigen.Values[k] > least ? share / eigen.Values[k]
                    : share > Rounding ? double.PositiveInfinity
                    : 0;
            }
        }

        return new(
            features,
            [.. factors],
            [.. eigen.Values.Select(value => value > least ? Math.Sqrt(eigen.Values[0] / value) : double.PositiveInfinity)]);
    }
}

/// <summary>How far features are linear combinations of each other.</summary>
/// <param name="Features">The features' names, or their numbers where they have none; shape: features.</param>
/// <param name="Factors">The variance inflation factor of each, at least 1; infinite where it follows from the others; shape: features.</param>
/// <param name="ConditionIndices">Rising from 1; shape: features.</param>
[TypeFormatterSource]
public sealed record Collinearity(
    ImmutableArray<string> Features, ImmutableArray<double> Factors, ImmutableArray<double> ConditionIndices)
{
    /// <summary>The largest condition index.</summary>
    public double ConditionNumber => ConditionIndices[^1];
}
