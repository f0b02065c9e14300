using System.Collections.Immutable;
using Alink.Online;

namespace Alink.Features;

/// <summary>Divides each feature by its greatest absolute number, so that it lies from −1 to 1.</summary>
/// <remarks>
/// z = x / max |x|; a feature that is always 0 stays as it is. Nothing is shifted: a sparse vector stays sparse. A number
/// beyond those of the training rows leaves the range.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, -8.0], [-4.0, 2.0]);
/// var model = new MaxAbsScaler().Fit(rows);
/// model.Transform(rows).Values&lt;Vector&gt;("features")[0] // => [0.25 -1]
/// </code>
/// </example>
public sealed record MaxAbsScaler : IOnePassEstimator<FeatureRanges, MaxAbsScalerModel>
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The vectors to scale; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the scaled vectors go; by default in the place of the unscaled.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.With(input.Field(Features) with { Name = Output.Name });

    /// <inheritdoc/>
    public FeatureRanges Start(Schema schema) => new([.. schema.Field(Features).FeatureNames]);

    /// <inheritdoc/>
    public FeatureRanges Update(FeatureRanges state, Table batch) => state.Add(batch.Features(Features));

    /// <inheritdoc/>
    public FeatureRanges Merge(FeatureRanges left, FeatureRanges right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows.</exception>
    public MaxAbsScalerModel Snapshot(FeatureRanges state)
    {
        var (least, greatest) = state.Read(nameof(MaxAbsScaler));
        return new(this, [.. least.Zip(greatest, (low, high) => Math.Max(-low, high))]) { FeatureNames = [.. state.FeatureNames] };
    }

    /// <inheritdoc/>
    public FeatureRanges Advance(FeatureRanges state, Table batch, out Table output)
    {
        if (batch.RowCount == 0)
        {
            output = Table.Empty(Transform(batch.Schema));
            return state;
        }

        var width = batch.Features(Features).Width;
        var (least, greatest, scales) = (new double[width], new double[width], new double[width]);
        var schema = batch.Schema.WithFeatures(Features, Output, width);
        output = new Learning(schema, row =>
        {
            var next = 0;
            var step = new NumberMap<Scaled>(new(scales), scales.Length, static () => true)
                .Step(row, row.Read(Features), row.Write(schema[Output.Name]));
            return () =>
            {
                state.Add(batch.Block(Features), next++);
                state.Read(least, greatest);
                for (var j = 0; j < scales.Length; j++)
                {
                    scales[j] = ScaleOf(Math.Max(-least[j], greatest[j]));
                }

                return step();
            };
        }).Transform(batch);
        return state;
    }

    internal static double ScaleOf(double maxAbs) => maxAbs > 0 ? maxAbs : 1;

    /// <summary>Each number by the greatest of its feature.</summary>
    internal readonly struct Scaled(double[] scales) : INumberMap
    {
        public double Of(double number, int feature) => number / scales[feature];
    }
}

/// <summary>What a <see cref="MaxAbsScaler"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="MaxAbs">The greatest absolute number of each feature; shape: features.</param>
public sealed record MaxAbsScalerModel(MaxAbsScaler Options, ImmutableArray<double> MaxAbs) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.WithFeatures(Options.Features, Options.Output, MaxAbs.Length);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Map().Transform(this, input, Options.Features, Options.Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Map().Bind(this, row, Options.Features, Options.Output);

    VectorMap Map() => new NumberMap<MaxAbsScaler.Scaled>(new([.. MaxAbs.Select(MaxAbsScaler.ScaleOf)]), MaxAbs.Length);
}
