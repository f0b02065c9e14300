using System.Collections.Immutable;

namespace Alink.Statistics;

/// <summary>Measures how the features vary together, in one pass.</summary>
/// <remarks>
/// Covariances are unbiased under reliability weights: they divide by Σw − Σw²/Σw, which is the count less one where every
/// weight is 1. A large offset loses no digits.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 2.0], [2.0, 4.0], [3.0, 6.0]);
/// var covariance = new Covariance().Evaluate(rows);
/// covariance.Values[0, 1] // => 2
/// covariance.Correlation()[0, 1] // => 1
/// </code>
/// </example>
public sealed record Covariance : IOnePassEvaluator<CoMoments, CovarianceMatrix>
{
    /// <summary>The vectors; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public CoMoments Start(Schema schema) => new(schema.Reading(Weight).Field(Features).FeatureNames);

    /// <inheritdoc/>
    public CoMoments Update(CoMoments state, Table batch) => state.Add(batch.Features(Features), batch.Weights(Weight));

    /// <inheritdoc/>
    public CoMoments Merge(CoMoments left, CoMoments right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were fewer than two rows of a weight above 0.</exception>
    public CovarianceMatrix Snapshot(CoMoments state)
    {
        if (state.Rows < 2)
        {
            throw new TrainingException($"{nameof(Covariance)} needs at least two rows; there were {state.Rows}.");
        }

        var (mean, products) = state.Centre();
        return new(
            [.. Names.OrNumbers(state.FeatureNames, mean.Length)],
            [.. mean],
            new(mean.Length, mean.Length, [.. products.Select(product => product / state.Freedom)]),
            state.Rows);
    }
}

/// <summary>How features vary together.</summary>
/// <param name="Features">The features' names, or their numbers where they have none; shape: features.</param>
/// <param name="Mean">The mean of each feature; shape: features.</param>
/// <param name="Values">The covariances; shape: features × features.</param>
/// <param name="Rows">How many rows of a weight above 0.</param>
[TypeFormatterSource]
public sealed record CovarianceMatrix(ImmutableArray<string> Features, ImmutableArray<double> Mean, Matrix Values, long Rows)
{
    /// <summary>
    /// Pearson's correlation of each two features, from −1 to 1; NaN where one of them never varies, or so widely that its
    /// variance is no number, but 1 of each with itself; shape: features × features.
    /// </summary>
    public Matrix Correlation()
    {
        var deviations = Enumerable.Range(0, Values.Rows).Select(j => Math.Sqrt(Values[j, j])).ToArray();
        return new(Values.Rows, Values.Rows, [.. Enumerable.Range(0, Values.Values.Length).Select(place =>
        {
            var (i, j) = Math.DivRem(place, Values.Rows);
            return i == j ? 1
                : !IsKnown(deviations[i]) || !IsKnown(deviations[j]) ? double.NaN
                : Math.Clamp(Values[i, j] / deviations[i] / deviations[j], -1, 1);
        })]);

        static bool IsKnown(double deviation) => deviation > 0 && double.IsFinite(deviation);
    }
}
