using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Clustering;

/// <summary>Moves K centroids along with the rows of a stream, and forgets the rows of long ago as fast as asked for.</summary>
/// <remarks>
/// As Spark's, of mini-batches of <see cref="BatchSize"/> rows: each row goes to the nearest centroid of when its mini-batch
/// began, of equals to the first. Then, with n[k] rows of mean x[k] in cluster k, every weight is discounted, w[k] ← a w[k],
/// and c[k] ← (w[k] c[k] + n[k] x[k]) / (w[k] + n[k]), w[k] ← w[k] + n[k]. Once a cluster weighs less than 1e-8 of the
/// heaviest, the two share the heaviest's rows, a hair's breadth apart. Rows of a mini-batch that is not full yet are learnt
/// by a snapshot as if it ended there. Mini-batches are counted in the state, whatever batches the rows come in. A row costs
/// K times its length, zeros included.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [0.0], [8.0], [2.0], [10.0]);
/// var model = new StreamingKMeans { InitialCentroids = [1, 9] }.Fit(rows);
/// model.Centroids.Values.ToArray() // => [1 9]
/// model.Sizes // => [3 3]
/// </code>
/// </example>
public sealed record StreamingKMeans
    : ISequentialEstimator<StreamingKMeansState, KMeansModel>, IResumes<StreamingKMeansState, KMeansModel>
{
    /// <summary>The vectors to cluster; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>Where the number of the nearest centroid goes, from 0.</summary>
    public Column<int> Prediction { get; init; } = "prediction";

    /// <summary>Where the distance to the nearest centroid goes; null leaves it out.</summary>
    public Column<double>? PredictionDistance { get; init; }

    /// <summary>How many clusters; at least 1.</summary>
    public int K { get; init => field = Require.AtLeast(1, value); } = 2;

    /// <summary>How many rows move the centroids together; at least 1.</summary>
    public int BatchSize { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>What remains of the weight of earlier rows after one <see cref="DecayUnit"/>; from 0, which forgets all, to 1.</summary>
    public double DecayFactor { get; init => field = Require.Between(0, 1, value); } = 1;

    /// <summary>After how many units half of the weight remains, above 0; where it is given, <see cref="DecayFactor"/> is not read.</summary>
    public double? HalfLife { get; init => field = value is { } half ? Require.Positive(half) : null; }

    /// <summary>By what earlier rows lose weight.</summary>
    public DecayUnit DecayUnit { get; init; }

    /// <summary>Where the centroids start; empty draws normal numbers of mean 0 and deviation 1; shape: K × features.</summary>
    public ImmutableArray<double> InitialCentroids { get; init => field = Require.Items(value); } = [];

    /// <summary>
    /// How many rows every centroid counts for at the start, at least 0; null: 1 where they are given, and 0 where they are
    /// drawn, so that one without rows is taken to the others' at once.
    /// </summary>
    public double? InitialWeight { get; init => field = value is { } weight ? Require.Finite(0.0, weight) : null; }

    /// <summary>What chance goes by.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Settings.Transform(input);

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="InitialCentroids"/> are not K × features finite numbers.</exception>
    public StreamingKMeansState Start(Schema schema)
    {
        var features = schema.Field(Features);
        var state = new StreamingKMeansState([.. features.FeatureNames]);
        if (!InitialCentroids.IsDefaultOrEmpty)
        {
            var width = InitialCentroids.Length / K;
            var isWrong = InitialCentroids.Length != K * (features.VectorLength ?? width);
            if (isWrong || !InitialCentroids.All(double.IsFinite))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(InitialCentroids),
                    $"{nameof(InitialCentroids)} must hold {K} × features finite numbers; it held {InitialCentroids.Length}.");
            }

            state.Begin([.. InitialCentroids], Weights(otherwise: 1));
        }

        return state;
    }

    /// <inheritdoc/>
    public StreamingKMeansState Resume(KMeansModel model)
    {
        if (model.Options.Distance != KMeansDistance.Euclidean || model.Centroids.Rows != K)
        {
            throw new TrainingException(
                $"{nameof(StreamingKMeans)} of {K} clusters goes on from as many of the Euclidean distance; the model has "
                + $"{model.Centroids.Rows} of the {model.Options.Distance} distance.");
        }

        var state = new StreamingKMeansState([.. model.FeatureNames]);
        state.Begin(model.Centroids.Values.ToArray(), [.. model.Sizes], model.Inertia);
        return state;
    }

    /// <inheritdoc/>
    public StreamingKMeansState Update(StreamingKMeansState state, Table batch)
    {
        var rows = batch.Features(Features);
        var buffer = new double[rows.Width];
        for (var i = 0; i < rows.Rows; i++)
        {
            Learn(state, rows, i, buffer);
        }

        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows, and no initial centroids.</exception>
    public KMeansModel Snapshot(StreamingKMeansState state)
    {
        if (state.Width < 0)
        {
            throw new TrainingException($"{nameof(StreamingKMeans)} needs at least one row.");
        }

        var now = state.Copy();
        now.Move(this);
        return now.Model(Settings, new(K, now.Width, [.. now.Centroids]));
    }

    /// <inheritdoc/>
    public StreamingKMeansState Advance(StreamingKMeansState state, Table batch, out Table output)
    {
        if (batch.RowCount == 0 || state.Width < 0)
        {
            return FirstRows.Advance(this, state, batch, static state => state.Width >= 0, out output);
        }

        batch.Features(Features);
        output = new Learning(Transform(batch.Schema), row =>
        {
            var features = row.Read(Features);
            var prediction = row.Write(new(Prediction.Name, DataType.Int32));
            var distance = PredictionDistance is { } column ? row.Write(new(column.Name, DataType.Double)) : null;
            var (settings, now, next, buffer) = (Settings, state.Copy(), 0, new double[state.Width]);
            return () =>
            {
                now.Take(state);
                now.Move(this);
                var centroids = ImmutableCollectionsMarshal.AsImmutableArray(now.Centroids); // As they stand for this row.
                var model = now.Model(settings, new(K, now.Width, centroids));
                prediction.Set(model.Nearest(row.Features(features, now.Width), out var apart));
                distance?.Set(apart);
                Learn(state, batch.Block(Features), next++, buffer);
                return true;
            };
        }).Transform(batch);
        return state;
    }

    /// <summary>What remains of the weight of earlier rows when the given number of rows is learnt together.</summary>
    internal double Discount(int rows)
    {
        var units = DecayUnit == DecayUnit.Batches ? 1 : rows;
        return HalfLife is { } half ? VectorMath.Exp(units * VectorMath.Log(0.5) / half)
            : units == 1 || DecayFactor is 0 or 1 ? DecayFactor
            : VectorMath.Exp(units * VectorMath.Log(DecayFactor));
    }

    void Learn(StreamingKMeansState state, VectorBlock rows, int row, double[] buffer)
    {
        if (state.Width < 0)
        {
            var random = new SeededRandom(Seed);
            state.Begin([.. Enumerable.Range(0, K * rows.Width).Select(_ => random.NextGaussian())], Weights(otherwise: 0));
        }

        state.Add(rows, row, buffer);
        if (state.Pending == BatchSize)
        {
            state.Move(this);
        }
    }

    double[] Weights(double otherwise)
    {
        var weights = new double[K];
        Array.Fill(weights, InitialWeight ?? otherwise);
        return weights;
    }

    KMeans Settings => new()
    {
        Features = Features,
        Prediction = Prediction,
        PredictionDistance = PredictionDistance,
        K = K,
        InitialCentroids = InitialCentroids,
        Seed = Seed,
    };
}

/// <summary>By what the rows of a stream lose weight.</summary>
public enum DecayUnit
{
    /// <summary>By each mini-batch after them, however many rows it holds.</summary>
    Batches,

    /// <summary>By each row after them.</summary>
    Points,
}
