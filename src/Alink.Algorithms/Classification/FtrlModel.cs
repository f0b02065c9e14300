using System.Collections.Immutable;
using Alink.Linear;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Classification;

/// <summary>What an <see cref="Ftrl"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Labels">The two classes, the positive one last.</param>
/// <param name="Coordinates">
/// z and n of each feature, and last of the intercept if there is one; shape: features × 2, or (features + 1) × 2. The weights
/// follow from them, and training goes on from them to the bit.
/// </param>
public sealed record FtrlModel(Ftrl Options, Levels Labels, Matrix Coordinates) : ClassifierModel
{
    readonly Derived<double[]> _weights = new();

    /// <inheritdoc/>
    public override Levels Labels { get; init; } = Labels;

    /// <summary>What each unit of a feature adds to the margin of the positive class; shape: features.</summary>
    public ImmutableArray<double> Coefficients => [.. Weights.AsSpan(0, Length)];

    /// <summary>The margin where every feature is 0; 0 without an intercept.</summary>
    public double Intercept => Options.FitIntercept ? Weights[^1] : 0;

    /// <inheritdoc/>
    protected override int Length => Features;

    /// <inheritdoc/>
    protected override IClassifier Settings => Options;

    /// <summary>How many features there are.</summary>
    internal int Features => Options.FitIntercept ? Coordinates.Rows - 1 : Coordinates.Rows;

    double[] Weights => _weights.Of(Options, Coordinates, static (options, coordinates) =>
    {
        var step = options.Step;
        return [.. Enumerable.Range(0, coordinates.Rows).Select(j => step.Weight(coordinates[j, 0], coordinates[j, 1]))];
    });

    /// <inheritdoc/>
    public override void Probabilities(Vector features, Span<double> p) => p[1] = LogisticLoss.Probability(Margin(features), out p[0]);

    /// <inheritdoc/>
    protected override void Probabilities(VectorColumn rows, Span<double> p)
    {
        var margins = new double[rows.Length];
        rows.Sums(Margins.LaneDot, Weights.AsSpan(0, Length), Intercept, margins);
        LogisticLoss.Probabilities(margins, p);
    }

    /// <summary>How many weights are not 0, the intercept's included, and the greatest of them by the names of their features.</summary>
    public override string ToString()
    {
        const int most = 20;
        var greatest = Weights.Select((weight, j) => (Weight: weight, Place: j))
            .Where(one => one.Weight != 0).OrderByDescending(one => Math.Abs(one.Weight)).ToArray();
        return $"{nameof(FtrlModel)}: {Labels}, {Length} features, {greatest.Length} weights that are not 0\n"
            + TextTable.Of(["feature", "weight"], greatest.Take(most).Select(one => new[]
            {
                one.Place == Features ? "(intercept)" : FeatureNames.IsEmpty ? $"{one.Place}" : FeatureNames[one.Place],
                TextTable.Text(one.Weight),
            }));
    }

    /// <inheritdoc/>
    protected override void LogJoint(Vector features, Span<double> logJoint) => logJoint[1] = Margin(features);

    double Margin(Vector features) => features.LaneDot(Weights.AsSpan(0, Length)) + Intercept;
}
