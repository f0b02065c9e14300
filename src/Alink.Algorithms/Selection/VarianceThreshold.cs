using System.Collections.Immutable;
using Alink.Statistics;

namespace Alink.Selection;

/// <summary>Keeps the features whose variance is above a threshold; by default those that vary at all.</summary>
/// <remarks>The variance divides by the sum of weights, as scikit-learn's, or is unbiased, as Spark's.</remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 7.0, 2.0], [3.0, 7.0, 2.5]);
/// var model = new VarianceThreshold().Fit(rows);
/// model.Transform(rows).Values&lt;Vector&gt;("selected")[0] // => [1 2]
/// model.Variances[2] // => 0.0625
/// </code>
/// </example>
public sealed record VarianceThreshold : IEstimator<VarianceThresholdModel>
{
    /// <summary>The vectors to select from; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the vectors of the features that are kept go.</summary>
    public Column<Vector> Output { get; init; } = "selected";

    /// <summary>A feature is kept when its variance is above this; at least 0.</summary>
    public double Threshold { get; init => field = Require.Finite(0.0, value); }

    /// <summary>Whether the variance is the unbiased one, which divides by the count less one.</summary>
    public bool Unbiased { get; init; }

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.Reading(Weight).Reading(Features).With(Output);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are no rows, or no feature varies enough.</exception>
    public async ValueTask<VarianceThresholdModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var moments = await training.AggregateAsync(new MomentsAggregator(Features, Weight), context).ConfigureAwait(false);
        if (moments.Count == 0)
        {
            throw new TrainingException($"{nameof(VarianceThreshold)} needs at least one row.");
        }

        var model = new VarianceThresholdModel(
            this, [.. Unbiased ? moments.SampleVariance() : moments.PopulationVariance()])
        {
            FeatureNames = training.Schema.Field(Features).FeatureNames,
            Origin = context.Origin(),
        };
        return model.Selected().Length > 0 ? model : throw new TrainingException(
            $"No feature of column '{Features}' has a variance above {Threshold}; the greatest is {model.Variances.Max()}.");
    }
}

/// <summary>What a <see cref="VarianceThreshold"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Variances">The variance of each feature; shape: features.</param>
public sealed record VarianceThresholdModel(VarianceThreshold Options, ImmutableArray<double> Variances) : Model
{
    /// <summary>The features that are kept, rising; shape: those kept.</summary>
    public ImmutableArray<int> Selected() =>
        [.. Enumerable.Range(0, Variances.Length).Where(j => Variances[j] > Options.Threshold)];

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => Kept.Transform(input);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Kept.Transform(this, input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Kept.Bind(this, row);

    KeptFeatures Kept => new(Options.Features, Options.Output, Variances.Length, Selected());
}
