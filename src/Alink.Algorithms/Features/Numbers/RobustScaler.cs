using System.Collections.Immutable;
using Alink.Numerics;
using Alink.Online;
using Alink.Statistics;

namespace Alink.Features;

/// <summary>Shifts each feature by its median and divides it by a range between quantiles, which outliers do not move.</summary>
/// <remarks>
/// z = (x − median) / (upper quantile − lower quantile). A feature without such a range is only shifted. Quantiles are
/// actual numbers of the rows, the lower one of two, as in Spark ML, from a <see cref="QuantileSketch"/> in one pass; those
/// of scikit-learn lie between two numbers. NaN stays NaN and teaches nothing. A sparse vector stays sparse unless it is
/// shifted.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [2.0], [3.0], [4.0], [1000.0]);
/// var model = new RobustScaler().Fit(rows);
/// model.Transform(rows).Values&lt;Vector&gt;("features")[0] // => [-1]
/// </code>
/// </example>
public sealed record RobustScaler : IOnePassEstimator<FeatureSketches, RobustScalerModel>
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The vectors to scale; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the scaled vectors go; by default in the place of the unscaled.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>Where the range begins, as a share of the rows; from 0 to 1, and below <see cref="Upper"/>.</summary>
    public double Lower { get; init => field = Require.Between(0, 1, value); } = 0.25;

    /// <summary>Where the range ends, as a share of the rows; from 0 to 1.</summary>
    public double Upper { get; init => field = Require.Between(0, 1, value); } = 0.75;

    /// <summary>Whether the median is taken off, as in scikit-learn; Spark ML leaves it. Then a sparse vector comes out dense.</summary>
    public bool WithCentering { get; init; } = true;

    /// <summary>Whether numbers are divided by the range.</summary>
    public bool WithScaling { get; init; } = true;

    /// <summary>Whether ranges are divided by that of a normal distribution of deviation 1, so that numbers of one come out with deviation 1;
    /// <see cref="Lower"/> is then above 0 and <see cref="Upper"/> below 1.</summary>
    public bool UnitVariance { get; init; }

    /// <summary>How far the rank of a quantile may be off, as a share of the rows, 99 times of 100; from 1e-5 to 0.1.</summary>
    public double RelativeError { get; init => field = Require.Between(1e-5, 0.1, value); } = 0.001;

    /// <summary>What chance goes by.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.With(input.Field(Features) with { Name = Output.Name });

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Lower"/> is not below <see cref="Upper"/>, or <see cref="UnitVariance"/>
    /// is asked for with 0 or 1.</exception>
    public FeatureSketches Start(Schema schema) =>
        !(Lower < Upper) ? throw new ArgumentOutOfRangeException(
            nameof(Lower), $"{nameof(Lower)} must be below {nameof(Upper)}; they were {Lower} and {Upper}.")
        : UnitVariance && (Lower == 0 || Upper == 1) ? throw new ArgumentOutOfRangeException(
            nameof(UnitVariance), $"{nameof(UnitVariance)} needs {nameof(Lower)} above 0 and {nameof(Upper)} below 1; they were {Lower} and {Upper}.")
        : new([.. schema.Field(Features).FeatureNames], RelativeError, Seed);

    /// <inheritdoc/>
    public FeatureSketches Update(FeatureSketches state, Table batch) => state.Add((VectorColumn)batch.Values(Features));

    /// <inheritdoc/>
    public FeatureSketches Merge(FeatureSketches left, FeatureSketches right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows, or a feature had no numbers or too many infinite ones.</exception>
    public RobustScalerModel Snapshot(FeatureSketches state)
    {
        if (state.Count == 0)
        {
            throw new TrainingException($"{nameof(RobustScaler)} needs at least one row.");
        }

        var (medians, ranges) = (new double[state.Features], new double[state.Features]);
        for (var j = 0; j < medians.Length; j++)
        {
            medians[j] = state.Quantile(j, 0.5);
            ranges[j] = state.Quantile(j, Upper) - state.Quantile(j, Lower);
            if (!double.IsFinite(medians[j]) || !double.IsFinite(ranges[j]))
            {
                throw state.CannotTeach(Features, j, "has no finite quantiles");
            }
        }

        return new(this, [.. medians], [.. ranges]) { FeatureNames = [.. state.FeatureNames] };
    }

    /// <inheritdoc/>
    public FeatureSketches Advance(FeatureSketches state, Table batch, out Table output)
    {
        if (batch.RowCount == 0 || !Teaches(state))
        {
            return FirstRows.Advance(this, state, batch, Teaches, out output);
        }

        var values = batch.Block(Features).Values;
        if (values.ContainsAny(double.PositiveInfinity, double.NegativeInfinity))
        {
            return RowByRow.Advance(this, state, batch, out output); // Some of its rows may teach no model.
        }

        var schema = batch.Schema.WithFeatures(Features, Output, state.Features);
        output = new Learning(schema, row =>
        {
            var running = new FeatureSketches.Running(state);
            var (shifts, scales) = (new double[state.Features], new double[state.Features]);
            var features = row.Read(Features);
            var step = new NumberMap<Scaled>(new(shifts, scales), shifts.Length, () => !WithCentering)
                .Step(row, features, row.Write(schema[Output.Name]));
            return () =>
            {
                if (!features.IsMissing)
                {
                    running.Add(features.Vector);
                    for (var j = 0; j < shifts.Length; j++)
                    {
                        shifts[j] = WithCentering ? running.Quantile(j, 0.5) : 0;
                        scales[j] = WithScaling ? ScaleOf(running.Quantile(j, Upper) - running.Quantile(j, Lower)) : 1;
                    }
                }

                return step();
            };
        }).Transform(batch);
        return state;
    }

    internal double ScaleOf(double range) => !WithScaling || !(range > 0) ? 1
        : UnitVariance ? range / (Distributions.NormalQuantile(Upper) - Distributions.NormalQuantile(Lower))
        : range;

    /// <summary>Whether every feature has finite quantiles.</summary>
    bool Teaches(FeatureSketches state)
    {
        for (var j = 0; j < state.Features; j++)
        {
            if (!double.IsFinite(state.Quantile(j, 0.5)) || !double.IsFinite(state.Quantile(j, Upper) - state.Quantile(j, Lower)))
            {
                return false;
            }
        }

        return state.Count > 0;
    }

    /// <summary>z = (x − shift) / scale.</summary>
    internal readonly struct Scaled(double[] shifts, double[] scales) : INumberMap
    {
        public double Of(double number, int feature) => (number - shifts[feature]) / scales[feature];
    }
}

/// <summary>What a <see cref="RobustScaler"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Medians">The median of each feature; shape: features.</param>
/// <param name="Ranges">How far the upper quantile of each feature is from the lower, at least 0; shape: features.</param>
public sealed record RobustScalerModel(
    RobustScaler Options, ImmutableArray<double> Medians, ImmutableArray<double> Ranges) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.WithFeatures(Options.Features, Options.Output, Medians.Length);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Map().Transform(this, input, Options.Features, Options.Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Map().Bind(this, row, Options.Features, Options.Output);

    VectorMap Map() => new NumberMap<RobustScaler.Scaled>(
        new([.. Medians.Select(median => Options.WithCentering ? median : 0)], [.. Ranges.Select(Options.ScaleOf)]), Medians.Length);
}
