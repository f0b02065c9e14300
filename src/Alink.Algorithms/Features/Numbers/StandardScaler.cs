using System.Collections.Immutable;
using Alink.Online;
using Alink.Statistics;

namespace Alink.Features;

/// <summary>Shifts and scales each feature to mean 0 and standard deviation 1.</summary>
/// <remarks>
/// z = (x − mean) / deviation, where the deviation divides by the sum of weights, as scikit-learn's, or is unbiased, as
/// Spark's. A feature that never varies is only shifted. A sparse vector stays sparse unless it is shifted. The squares of
/// distances from the mean must be numbers: a deviation below 1e-162 is taken for 0, and one above 1e154 for infinite.
/// </remarks>
/// <example>
/// <code>
/// var ages = Table.Of&lt;Vector&gt;("features", [20.0], [40.0]);
/// var model = new StandardScaler().Fit(ages);
/// model.Transform(ages).Values&lt;Vector&gt;("features")[1] // => [1]
/// </code>
/// </example>
public sealed record StandardScaler : IOnePassEstimator<Moments, StandardScalerModel>, IResumes<Moments, StandardScalerModel>
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The vectors to scale; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the scaled vectors go; by default in the place of the unscaled.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>Whether the mean is taken off; then a sparse vector comes out dense.</summary>
    public bool WithMean { get; init; } = true;

    /// <summary>Whether numbers are divided by the deviation.</summary>
    public bool WithDeviation { get; init; } = true;

    /// <summary>Whether the deviation is the unbiased one, which divides by the count less one.</summary>
    public bool Unbiased { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) =>
        input.Reading(Weight).With(input.Field(Features) with { Name = Output.Name });

    /// <inheritdoc/>
    public Moments Start(Schema schema) => new() { FeatureNames = [.. schema.Field(Features).FeatureNames] };

    /// <inheritdoc/>
    public Moments Update(Moments state, Table batch) => state.Add(batch.Features(Features), batch.Weights(Weight));

    /// <inheritdoc/>
    public bool PassesAll(Moments state) => true;

    /// <inheritdoc/>
    public Moments Merge(Moments left, Moments right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows.</exception>
    public StandardScalerModel Snapshot(Moments state) => state.Count > 0
        ? new(
            this,
            [.. state.Mean()],
            [.. (Unbiased ? state.SampleVariance() : state.PopulationVariance()).Select(Math.Sqrt)])
        {
            Rows = state.Rows,
            FeatureNames = [.. state.FeatureNames],
        }
        : throw new TrainingException($"{nameof(StandardScaler)} needs at least one row.");

    /// <inheritdoc/>
    /// <remarks>Means and variances are those of all rows, up to rounding.</remarks>
    /// <exception cref="TrainingException">The model does not tell how many rows it has learnt.</exception>
    public Moments Resume(StandardScalerModel model) => model.Rows.Count > 0
        ? Moments.Of(
            model.Rows, model.Mean.AsSpan(), [.. model.Deviation.Select(one => one * one)], model.Options.Unbiased,
            [.. model.FeatureNames])
        : throw new TrainingException("The model does not tell how many rows it has learnt, so that none can be added.");

    /// <inheritdoc/>
    public Moments Advance(Moments state, Table batch, out Table output)
    {
        if (batch.RowCount == 0 || (state.Count == 0 && Weight is not null))
        {
            return FirstRows.Advance(this, state, batch, static state => state.Count > 0, out output);
        }

        batch.Features(Features);
        var weights = batch.Weights(Weight).ToArray();
        var (shift, scale) = (new double[batch.Block(Features).Width], new double[batch.Block(Features).Width]);
        var schema = batch.Schema.WithFeatures(Features, Output, shift.Length);
        output = new Learning(schema, row =>
        {
            var next = 0;
            var features = row.Read(Features);
            var step = new NumberMap<Scaled>(new(shift, scale), shift.Length, () => !WithMean)
                .Step(row, features, row.Write(schema[Output.Name]));
            return () =>
            {
                state.Add(batch.Block(Features), next, weights.Length == 0 ? 1 : weights[next]);
                next++;
                Refresh(features.Vector);
                return step();
            };
        }).Transform(batch);
        return state;

        // A sparse row that is not shifted costs its stored numbers.
        void Refresh(Vector vector)
        {
            var stored = vector.IsDense || WithMean ? shift.Length : vector.Indices.Length;
            for (var k = 0; k < stored; k++)
            {
                var j = stored == shift.Length ? k : vector.Indices[k];
                shift[j] = ShiftOf(state.MeanOf(j));
                scale[j] = ScaleOf(Math.Sqrt(state.VarianceOf(j, Unbiased)));
            }
        }
    }

    internal double ShiftOf(double mean) => WithMean ? mean : 0;

    internal double ScaleOf(double deviation) => WithDeviation && deviation > 0 ? 1 / deviation : 1;

    /// <summary>z = (x − shift) · scale.</summary>
    internal readonly struct Scaled(double[] shift, double[] scale) : INumberMap
    {
        public double Of(double number, int feature) => (number - shift[feature]) * scale[feature];
    }
}

/// <summary>What a <see cref="StandardScaler"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Mean">The mean of each feature; shape: features.</param>
/// <param name="Deviation">The standard deviation of each feature, 0 where it never varied; shape: features.</param>
public sealed record StandardScalerModel(
    StandardScaler Options, ImmutableArray<double> Mean, ImmutableArray<double> Deviation) : Model
{
    /// <summary>The rows it has learnt, from which a stream goes on; none where that is not known.</summary>
    public RowWeights Rows { get; init; }

    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.WithFeatures(Options.Features, Options.Output, Mean.Length);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Map().Transform(this, input, Options.Features, Options.Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Map().Bind(this, row, Options.Features, Options.Output);

    VectorMap Map() => new NumberMap<StandardScaler.Scaled>(
        new([.. Mean.Select(Options.ShiftOf)], [.. Deviation.Select(Options.ScaleOf)]), Mean.Length, () => !Options.WithMean);
}
