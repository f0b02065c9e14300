using System.Collections.Immutable;

namespace Alink.Tests.Algorithms;

/// <summary>Rows and learners for tests of learners that are made of others.</summary>
static class EnsembleRows
{
    /// <summary>Thirty rows of two features and three classes.</summary>
    public static readonly Table OfThreeClasses = Table
        .Of<Vector>("features", [.. Enumerable.Range(0, 30).Select(i => (Vector)new[] { i * 7 % 13, (i * 5 % 11 * 0.5) + (i % 3) })])
        .With("label", [.. Enumerable.Range(0, 30).Select(i => i % 3)]);

    public static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    public static double[] Probabilities(Table rows, int row) => rows.Values<Vector>("probabilities")[row].ToArray();
}

/// <summary>A classifier that knows from the first: the features are the probabilities of 0, 1 and so on, or that of 1.</summary>
sealed record Given : IClassifier, IEstimator<GivenModel>
{
    public Column<Vector> Features { get; init; } = "features";

    public Column<Category> Label { get; init; } = "label";

    public Column<double>? Weight { get; init; }

    public Column<Category> Prediction { get; init; } = "prediction";

    public Column<Vector> Probabilities { get; init; } = "probabilities";

    public ImmutableArray<double> Thresholds { get; init; } = [];

    public ValueTask<GivenModel> FitAsync(IDataset training, TrainingContext context)
    {
        var length = training.Schema[Features.Name].VectorLength!.Value;
        return new(new GivenModel(this, length, new(DataType.Int32, [.. Enumerable.Range(0, Math.Max(2, length)).Select(c => $"{c}")])));
    }
}

sealed record GivenModel(Given Options, int VectorLength, Levels Labels) : ClassifierModel
{
    public override Levels Labels { get; init; } = Labels;

    protected override int Length => VectorLength;

    protected override IClassifier Settings => Options;

    public override void Probabilities(Vector features, Span<double> p)
    {
        for (var c = 0; c < p.Length; c++)
        {
            p[c] = VectorLength > 1 ? features[c] : c == 1 ? features[0] : 1 - features[0];
        }
    }

    protected override void LogJoint(Vector features, Span<double> logJoint) => throw new NotSupportedException();
}
