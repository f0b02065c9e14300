using System.Collections.Immutable;
using Alink.Online;
using Alink.Statistics;

namespace Alink.Features;

/// <summary>How a <see cref="KBinsDiscretizer"/> cuts the numbers of a feature into bins.</summary>
public enum BinStrategy
{
    /// <summary>Each bin holds about as many rows; where one number fills several bins, it has one that ends halfway to the next.</summary>
    Quantile,

    /// <summary>Each bin is as wide.</summary>
    Uniform,

    /// <summary>Each number is in the bin of the nearest of so many centres, which lie as near to the numbers as they can.</summary>
    KMeans,
}

/// <summary>Replaces each number of a vector by the number of the bin it falls into, feature by feature.</summary>
/// <remarks>
/// A bin has its lower edge and not its upper. The lowest has no lower end and the highest no upper, so that any number is
/// in one of them. A feature that never varies has one bin. There are never more bins than different numbers. Edges are
/// those of Flink ML; all come from a <see cref="QuantileSketch"/>, exact while the rows are few. Centres are the optimal
/// ones, by dynamic programming: H. Wang and M. Song, "Ckmeans.1d.dp", R Journal 3(2), 2011. NaN stays NaN.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0], [2.0], [10.0], [11.0], [100.0]);
/// var model = new KBinsDiscretizer { Bins = 3, Strategy = BinStrategy.KMeans }.Fit(rows);
/// model.Edges // => [1 6 55.25 100]
/// model.Transform(rows).Values&lt;Vector&gt;("features")[3] // => [1]
/// </code>
/// </example>
public sealed record KBinsDiscretizer : IOnePassEstimator<FeatureSketches, KBinsDiscretizerModel>
{
    /// <inheritdoc/>
    public bool LearnsFirst => true;

    /// <summary>The vectors to cut into bins; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the vectors of bins go; by default in the place of the others.</summary>
    public Column<Vector> Output { get; init; } = "features";

    /// <summary>How many bins each feature gets at most; from 2 to 1,024.</summary>
    public int Bins { get; init => field = Require.Between(2, 1_024, value); } = 5;

    /// <summary>How they are cut.</summary>
    public BinStrategy Strategy { get; init; }

    /// <summary>How far the rank of an edge may be off, as a share of the rows, 99 times of 100; from 1e-5 to 0.1. Centres are
    /// sought among numbers of an error of 0.001 at least.</summary>
    public double RelativeError { get; init => field = Require.Between(1e-5, 0.1, value); } = 0.001;

    /// <summary>What chance goes by.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => input.With(input.Field(Features) with { Name = Output.Name });

    /// <inheritdoc/>
    public FeatureSketches Start(Schema schema) => new(
        [.. schema.Field(Features).FeatureNames],
        Strategy == BinStrategy.KMeans ? Math.Max(RelativeError, 0.001) : RelativeError,
        Seed);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A vector is missing, or holds NaN or an infinity.</exception>
    public FeatureSketches Update(FeatureSketches state, Table batch)
    {
        batch.Features(Features);
        state.Add((VectorColumn)batch.Values(Features));
        return state;
    }

    /// <inheritdoc/>
    public FeatureSketches Merge(FeatureSketches left, FeatureSketches right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows.</exception>
    public KBinsDiscretizerModel Snapshot(FeatureSketches state)
    {
        if (state.Count == 0)
        {
            throw new TrainingException($"{nameof(KBinsDiscretizer)} needs at least one row.");
        }

        var (edges, starts) = (new List<double>(), new List<int> { 0 });
        for (var j = 0; j < state.Features; j++)
        {
            edges.AddRange(EdgesOf(state.Range(j), () => state.Sorted(j)));
            starts.Add(edges.Count);
        }

        return new(this, [.. edges], [.. starts]) { FeatureNames = [.. state.FeatureNames] };
    }

    /// <inheritdoc/>
    public FeatureSketches Advance(FeatureSketches state, Table batch, out Table output)
    {
        if (Strategy == BinStrategy.KMeans)
        {
            return RowByRow.Advance(this, state, batch, out output); // To find the centres takes longer than a model.
        }

        if (batch.RowCount == 0 || state.Count == 0)
        {
            return FirstRows.Advance(this, state, batch, static state => state.Count > 0, out output);
        }

        batch.Features(Features);
        var schema = batch.Schema.WithFeatures(Features, Output, state.Features);
        output = new Learning(schema, row =>
        {
            var (running, splits) = (new FeatureSketches.Running(state), new BucketStarts[state.Features]);
            var features = row.Read(Features);
            var step = new NumberMap<Binned>(new(splits), splits.Length, () => Array.TrueForAll(splits, each => each.Below(0) == 0))
                .Step(row, features, row.Write(schema[Output.Name]));
            return () =>
            {
                running.Add(features.Vector);
                for (var j = 0; j < splits.Length; j++)
                {
                    var range = (running.Quantile(j, 0), running.Quantile(j, 1));
                    splits[j] = new(EdgesOf(range, () => running.Sorted(j)).AsSpan()[1..^1]);
                }

                return step();
            };
        }).Transform(batch);
        return state;
    }

    /// <summary>The edges of a feature.</summary>
    /// <param name="range">Its least and greatest number.</param>
    /// <param name="sorted">Its numbers, rising, and for how many each stands.</param>
    double[] EdgesOf((double Least, double Greatest) range, Func<(double Number, long Weight)[]> sorted) =>
        range.Least == range.Greatest ? [double.NegativeInfinity, double.PositiveInfinity] : Strategy switch
        {
            BinStrategy.Quantile => BinEdges.OfQuantiles(sorted(), range.Greatest, Bins),
            BinStrategy.Uniform => BinEdges.OfOneWidth(range.Least, range.Greatest, Bins),
            _ => BinEdges.OfCentres(sorted(), range.Least, range.Greatest, Bins),
        };

    /// <summary>The outer edges do not count: what lies beyond them is in the outer bins.</summary>
    internal readonly struct Binned(BucketStarts[] splits) : INumberMap
    {
        public double Of(double number, int feature) => double.IsNaN(number) ? number : splits[feature].Below(number);
    }
}

/// <summary>What a <see cref="KBinsDiscretizer"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Edges">Where bins begin, and where the last of each feature ends, rising within a feature; shape: edges of all features.</param>
/// <param name="Starts">Where the edges of each feature begin, and where the last end; shape: features + 1.</param>
public sealed record KBinsDiscretizerModel(
    KBinsDiscretizer Options, ImmutableArray<double> Edges, ImmutableArray<int> Starts) : Model
{
    /// <inheritdoc/>
    public override Schema Transform(Schema input) => input.WithFeatures(Options.Features, Options.Output, Starts.Length - 1);

    /// <inheritdoc/>
    public override Table Transform(Table input) => Map().Transform(this, input, Options.Features, Options.Output);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row) => Map().Bind(this, row, Options.Features, Options.Output);

    VectorMap Map() => new NumberMap<KBinsDiscretizer.Binned>(
        new([.. Starts.Zip(Starts.Skip(1), (start, end) => new BucketStarts(Edges.AsSpan()[(start + 1)..(end - 1)]))]), Starts.Length - 1);
}
