using System.Collections.Immutable;
using Alink.Online;
using Alink.Statistics;

namespace Alink.Features;

/// <summary>Shifts and scales each feature so that its least number becomes 0 and its greatest 1, or as asked for.</summary>
/// <remarks>
/// z = (x − least) / (greatest − least) · (Maximum − Minimum) + Minimum; a feature that never varies becomes the middle,
/// (Minimum + Maximum) / 2, as in Spark ML. A number out of the range of the training rows leaves the range here too,
/// unless it is clipped. A sparse vector stays sparse where 0 stays 0 in every feature, and comes out dense elsewhere.
/// On a stream each row is scaled by the rows so far and itself, and so lies within the range.
/// </remarks>
/// <example>
/// <code>
/// var ages = Table.Of&lt;Vector&gt;("features", [20.0], [40.0], [25.0]);
/// var model = new MinMaxScaler().Fit(ages);
/// model.Transform(ages).Values&lt;Vector&gt;("features")[2] // => [0.25]
/// </code>
/// </example>
public sealed record MinMaxScaler : IOnePassEstimator<FeatureRanges, MinMaxScalerModel>, IResumes<FeatureRanges, MinMaxScalerModel>
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The vectors to scale; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the scaled vectors go; by default in the place of the unscaled.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>What the least number of a feature becomes; finite, and below <see cref="Maximum"/>.</summary>
    public double Minimum { get; init; }

    /// <summary>What the greatest number of a feature becomes; finite, and above <see cref="Minimum"/>.</summary>
    public double Maximum { get; init; } = 1;

    /// <summary>Whether numbers out of the range of the training rows come to its ends.</summary>
    public bool Clip { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.With(input.Field(Features) with { Name = Output.Name });

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Minimum"/> is not below <see cref="Maximum"/>.</exception>
    public FeatureRanges Start(Schema schema) => double.IsFinite(Maximum - Minimum) && Minimum < Maximum
        ? new([.. schema.Field(Features).FeatureNames])
        : throw new ArgumentOutOfRangeException(
            nameof(Minimum), $"{nameof(Minimum)} must be below {nameof(Maximum)}, both finite; they were {Minimum} and {Maximum}.");

    /// <inheritdoc/>
    public FeatureRanges Update(FeatureRanges state, Table batch) => state.Add(batch.Features(Features));

    /// <inheritdoc/>
    public bool PassesAll(FeatureRanges state) => true;

    /// <inheritdoc/>
    public FeatureRanges Merge(FeatureRanges left, FeatureRanges right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows.</exception>
    public MinMaxScalerModel Snapshot(FeatureRanges state)
    {
        var (least, greatest) = state.Read(nameof(MinMaxScaler));
        return new(this, [.. least], [.. greatest]) { FeatureNames = [.. state.FeatureNames] };
    }

    /// <inheritdoc/>
    /// <remarks>Ranges are those of all rows, to the bit.</remarks>
    public FeatureRanges Resume(MinMaxScalerModel model) => new(model);

    /// <inheritdoc/>
    public FeatureRanges Advance(FeatureRanges state, Table batch, out Table output)
    {
        if (batch.RowCount == 0)
        {
            output = Table.Empty(Transform(batch.Schema));
            return state;
        }

        batch.Features(Features);
        var (least, greatest) = (new double[batch.Block(Features).Width], new double[batch.Block(Features).Width]);
        var schema = batch.Schema.WithFeatures(Features, Output, least.Length);
        output = new Learning(schema, row =>
        {
            var next = 0;
            var step = new NumberMap<Between>(new(this, least, greatest), least.Length, () => ZerosStay(least, greatest))
                .Step(row, row.Read(Features), row.Write(schema[Output.Name]));
            return () =>
            {
                state.Add(batch.Block(Features), next++);
                state.Read(least, greatest);
                return step();
            };
        }).Transform(batch);
        return state;
    }

    /// <summary>Whether 0 becomes 0 in every feature.</summary>
    bool ZerosStay(ReadOnlySpan<double> least, ReadOnlySpan<double> greatest)
    {
        for (var j = 0; j < least.Length; j++)
        {
            if (Scaled(0, least[j], greatest[j]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Each number by the ends of its feature.</summary>
    internal readonly struct Between(MinMaxScaler options, double[] least, double[] greatest) : INumberMap
    {
        public double Of(double number, int feature) => options.Scaled(number, least[feature], greatest[feature]);
    }

    double Scaled(double x, double least, double greatest)
    {
        var (way, range) = (x - least, greatest - least);
        (way, range) = double.IsFinite(range) ? (way, range) : ((x / 2) - (least / 2), (greatest / 2) - (least / 2));
        var share = greatest > least ? way / range : double.IsNaN(x) ? x : 0.5;
        share = Clip ? Math.Clamp(share, 0, 1) : share;
        return (share * (Maximum - Minimum)) + Minimum;
    }
}

/// <summary>The rows so far: their count, and the least and greatest number of each feature.</summary>
public sealed class FeatureRanges
{
    Extremes _extremes = new(0);

    internal FeatureRanges(string[] featureNames) => FeatureNames = featureNames;

    internal FeatureRanges(MinMaxScalerModel model)
        : this([.. model.FeatureNames])
    {
        Count = Math.Max(1, model.Origin?.Rows ?? 1);
        _extremes = Extremes.Of(model.Least.AsSpan(), model.Greatest.AsSpan(), Count);
    }

    /// <summary>How many rows; of those of a model that was gone on from, as many as it tells, and at least 1.</summary>
    public long Count { get; private set; }

    /// <summary>How many features; 0 before the first row.</summary>
    public int Features => _extremes.Features;

    internal string[] FeatureNames { get; }

    /// <summary>Adds one row of a batch.</summary>
    internal void Add(VectorBlock rows, int row)
    {
        Lengthen(rows.Width);
        _extremes.Add(rows.IndicesOf(row), rows.ValuesOf(row));
        Count++;
    }

    /// <summary>Adds the rows of a batch.</summary>
    internal FeatureRanges Add(VectorBlock rows)
    {
        for (var i = 0; i < rows.Rows; i++)
        {
            Add(rows, i);
        }

        return this;
    }

    /// <summary>Adds the rows of another.</summary>
    internal FeatureRanges Add(FeatureRanges other)
    {
        if (other.Count > 0)
        {
            Lengthen(other.Features);
            _extremes.Add(other._extremes);
            Count += other.Count;
        }

        return this;
    }

    /// <summary>The least and the greatest number of each feature.</summary>
    /// <param name="learner">Who asks.</param>
    /// <exception cref="TrainingException">There were no rows.</exception>
    internal (double[] Least, double[] Greatest) Read(string learner)
    {
        if (Count == 0)
        {
            throw new TrainingException($"{learner} needs at least one row.");
        }

        var (least, greatest) = (new double[Features], new double[Features]);
        Read(least, greatest);
        return (least, greatest);
    }

    /// <summary>Writes the least and the greatest number of each feature.</summary>
    internal void Read(Span<double> least, Span<double> greatest)
    {
        for (var j = 0; j < least.Length; j++)
        {
            least[j] = _extremes.Minimum(j, Count);
            greatest[j] = _extremes.Maximum(j, Count);
        }
    }

    void Lengthen(int features)
    {
        if (Count == 0)
        {
            _extremes = new(features);
        }

        TrainingRows.SameLength(features, Features);
    }
}

/// <summary>What a <see cref="MinMaxScaler"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Least">The least number of each feature; shape: features.</param>
/// <param name="Greatest">The greatest number of each feature; shape: features.</param>
public sealed record MinMaxScalerModel(
    MinMaxScaler Options, ImmutableArray<double> Least, ImmutableArray<double> Greatest) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.WithFeatures(Options.Features, Options.Output, Least.Length);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Map().Transform(this, input, Options.Features, Options.Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Map().Bind(this, row, Options.Features, Options.Output);

    VectorMap Map() => new NumberMap<MinMaxScaler.Between>(new(Options, [.. Least], [.. Greatest]), Least.Length);
}
