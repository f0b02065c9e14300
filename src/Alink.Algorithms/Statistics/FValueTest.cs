namespace Alink.Statistics;

/// <summary>Tests whether a number changes linearly with each feature, one feature at a time.</summary>
/// <remarks>
/// F = r² / (1 − r²) × (rows − 2), with r Pearson's correlation of the feature and the number: the test of the slope of a
/// regression on that feature alone, as scikit-learn's <c>f_regression</c> and Spark's FValueTest. A feature or a number
/// that never varies has F and p NaN. A sparse row costs its stored numbers.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [2.0], [3.0], [4.0]).With("label", 1.0, 3.0, 2.0, 4.0);
/// new FValueTest().Evaluate(rows)[0].Statistic // => 3.55556
/// </code>
/// </example>
public sealed record FValueTest : IOnePassEvaluator<TargetMoments, FeatureTests>
{
    /// <summary>The vectors to test; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>The number of each row.</summary>
    public Column<double> Label { get; init; } = "label";

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public TargetMoments Start(Schema schema) => new(schema.Reading(Label).Field(Features).FeatureNames);

    /// <inheritdoc/>
    public TargetMoments Update(TargetMoments state, Table batch) => state.Add(batch.Features(Features), batch.Targets(Label));

    /// <inheritdoc/>
    public TargetMoments Merge(TargetMoments left, TargetMoments right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were fewer than three rows.</exception>
    public FeatureTests Snapshot(TargetMoments state)
    {
        var freedom = state.Rows - 2;
        return freedom > 0 ? FeatureTests.Of(state.FeatureNames, state.Features, Test)
            : throw new TrainingException($"{nameof(FValueTest)} needs at least three rows; there were {state.Rows}.");

        TestResult Test(int feature)
        {
            var r = state.Correlation(feature);
            return AnovaTest.FTest(r * r / ((1 - r) * (1 + r)) * freedom, 1, freedom);
        }
    }
}
