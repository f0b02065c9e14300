using System.Collections.Immutable;
using Alink.Numerics;

namespace Alink.Clustering;

/// <summary>Finds K centroids such that the rows are near the nearest of them, by S. Lloyd's iterations.</summary>
/// <remarks>
/// Minimises inertia = Σ w · min over k of |x − c[k]|² ("Least squares quantization in PCM", IEEE Transactions on Information
/// Theory 28(2), 1982). Each iteration assigns every row to its nearest centroid, of equals to the first, exactly as
/// in double, and moves every centroid to the weighted mean of its rows. A centroid without rows goes to the row that is farthest
/// from its own centroid, several to the farthest different ones; where no row is away from its centroid it stays.
/// Under the cosine distance rows and centroids have length 1, and the inertia is Σ w · (1 − cos). Chance goes by the seed and
/// by hashes of rows, so that it does not depend on their order. Sparse rows that are wide and mostly empty cost their stored
/// numbers; their distances carry a rounding error of 1e-16 of the squared lengths.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [0.0, 0.0], [0.0, 1.0], [9.0, 8.0], [9.0, 9.0]);
/// var model = new KMeans { K = 2, InitialCentroids = [0, 0, 9, 9] }.Fit(rows);
/// model.Centroids.Values.ToArray() // => [0 0.5 9 8.5]
/// model.Inertia // => 1
/// model.Predict([8.0, 8.0]) // => 1
/// </code>
/// </example>
public sealed record KMeans : IEstimator<KMeansModel>
{
    /// <summary>The vectors to cluster; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>How much each row counts, at least 0, read in training only; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>Where the number of the nearest centroid goes, from 0.</summary>
    public Column<int> Prediction { get; init; } = "prediction";

    /// <summary>Where the distance to the nearest centroid goes; null leaves it out.</summary>
    public Column<double>? PredictionDistance { get; init; }

    /// <summary>How many clusters; at least 1, and at most as many as there are different rows.</summary>
    public int K { get; init => field = Require.AtLeast(1, value); } = 2;

    /// <summary>What is near; the distances that are minimised and predicted.</summary>
    public KMeansDistance Distance { get; init; } = KMeansDistance.Euclidean;

    /// <summary>The most iterations; at least 0.</summary>
    public int MaxIterations { get; init => field = Require.AtLeast(0, value); } = 20;

    /// <summary>The training ends once no centroid moved farther in an iteration; at least 0, in units of the rows.</summary>
    public double Tolerance { get; init => field = Require.AtLeast(0.0, value); } = 1e-4;

    /// <summary>Where the centroids start.</summary>
    public KMeansInit InitMode { get; init; } = KMeansInit.Parallel;

    /// <summary>How often <see cref="KMeansInit.Parallel"/> draws candidates; at least 1.</summary>
    public int InitSteps { get; init => field = Require.AtLeast(1, value); } = 2;

    /// <summary>The centroids to start with, whatever <see cref="InitMode"/> says; empty where there are none; shape: K × features.</summary>
    public ImmutableArray<double> InitialCentroids { get; init => field = Require.Items(value); } = [];

    /// <summary>What chance goes by.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    public Schema Transform(Schema input)
    {
        var output = input.Reading(Features).Reading(Weight).With(Prediction);
        return PredictionDistance is { } distance ? output.With(distance) : output;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are fewer different rows than <see cref="K"/>, or a vector of zeros under the cosine distance.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="InitialCentroids"/> are not K × features finite numbers.</exception>
    public async ValueTask<KMeansModel> FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var rows = await training
            .ResideAsync(batches => new KMeansRows(batches, this), lane => lane.Bytes, context)
            .ConfigureAwait(false);
        var spread = await rows
            .AggregateAsync(() => new Spread(), (state, _, lane) => lane.AddTo(state), Spread.Merge)
            .ConfigureAwait(false);
        if (spread.Weight == 0)
        {
            throw new TrainingException($"{nameof(KMeans)} needs at least one row of a weight above 0.");
        }

        var resumed = await context.ResumeAsync<KMeansState>().ConfigureAwait(false);
        var state = resumed?.State ?? new(
            Normalised(
                InitialCentroids.IsDefaultOrEmpty
                    ? await new Seeding(this, rows, spread.Width).DrawAsync().ConfigureAwait(false)
                    : Given(spread.Width),
                spread.Width),
            Iteration: 0,
            IsConverged: false);
        while (!state.IsConverged && state.Iteration < MaxIterations)
        {
            (state, var inertia) = await IterateAsync(rows, state, spread).ConfigureAwait(false);
            context.Report(state.Iteration, inertia);
            await context.SaveAsync(state.Iteration, state).ConfigureAwait(false);
        }

        var assignment = new Assignment(state.Centroids, K, spread.Width);
        var final = await rows
            .AggregateAsync(() => new ClusterSizes(K), (sizes, _, lane) => lane.AddTo(sizes, assignment), ClusterSizes.Merge)
            .ConfigureAwait(false);
        return new(
            this, new(K, spread.Width, [.. state.Centroids]), [.. final.Weights], Scale(final.Inertia), state.Iteration)
        {
            FeatureNames = training.Schema.Field(Features).FeatureNames,
            Origin = context.Origin(),
        };
    }

    async ValueTask<(KMeansState State, double Inertia)> IterateAsync(
        IResidents<KMeansRows> rows, KMeansState state, Spread spread)
    {
        var width = spread.Width;
        var assignment = new Assignment(state.Centroids, K, width);
        var totals = await rows
            .AggregateAsync(() => new ClusterTotals(K, width), (sums, _, lane) => lane.AddTo(sums, assignment), ClusterTotals.Merge)
            .ConfigureAwait(false);
        var inertia = Scale(totals.Inertia(state.Centroids, spread));
        var (centroids, empty) = Move(state.Centroids, totals, width);
        if (empty.Count > 0)
        {
            var farthest = await rows
                .AggregateAsync(() => new LeastRows(empty.Count), (far, _, lane) => lane.AddTo(far, assignment), LeastRows.Merge)
                .ConfigureAwait(false);
            for (var i = 0; i < Math.Min(empty.Count, farthest.Rows.Count); i++)
            {
                farthest.Rows[i].Values.CopyTo(centroids, empty[i] * width);
            }
        }

        var moved = 0.0;
        for (var k = 0; k < K; k++)
        {
            moved = Math.Max(moved, DenseKernels.SquaredDistance(
                state.Centroids.AsSpan(k * width, width), centroids.AsSpan(k * width, width)));
        }

        return (new(centroids, state.Iteration + 1, Math.Sqrt(moved) <= Tolerance), inertia);
    }

    /// <summary>The means of the clusters, and which clusters have no rows; those stay.</summary>
    (double[] Centroids, List<int> Empty) Move(double[] centroids, ClusterTotals totals, int width)
    {
        var moved = centroids.ToArray();
        var empty = new List<int>();
        for (var k = 0; k < K; k++)
        {
            if (totals.Weights[k] == 0)
            {
                empty.Add(k);
                continue;
            }

            var sum = totals.Sums.AsSpan(k * width, width);
            var by = Distance == KMeansDistance.Cosine ? Math.Sqrt(DenseKernels.Dot(sum, sum)) : totals.Weights[k];
            for (var j = 0; by > 0 && j < width; j++) // Opposite rows have no direction in common.
            {
                moved[(k * width) + j] = sum[j] / by;
            }
        }

        return (moved, empty);
    }

    double[] Given(int width)
    {
        var given = InitialCentroids.ToArray();
        if (given.Length != K * width || !given.All(double.IsFinite))
        {
            throw new ArgumentOutOfRangeException(
                nameof(InitialCentroids),
                $"{nameof(InitialCentroids)} must hold {K} × {width} finite numbers, K times the length of a row; it held {given.Length}.");
        }

        return given;
    }

    /// <summary>Centroids of length 1 under the cosine distance, and as they are under the other.</summary>
    double[] Normalised(double[] centroids, int width)
    {
        for (var k = 0; Distance == KMeansDistance.Cosine && k < K; k++)
        {
            var centroid = centroids.AsSpan(k * width, width);
            var length = Math.Sqrt(DenseKernels.Dot(centroid, centroid));
            DenseKernels.Scale(length > 0 ? 1 / length : throw new TrainingException(
                $"Centroid {k} starts at zeros alone, whose cosine distance is not defined."), centroid);
        }

        return centroids;
    }

    /// <summary>Between vectors of length 1, 1 − cos is half the squared distance.</summary>
    double Scale(double squares) => Distance == KMeansDistance.Cosine ? squares / 2 : squares;
}

/// <summary>What is near.</summary>
public enum KMeansDistance
{
    /// <summary>The length of the difference.</summary>
    Euclidean,

    /// <summary>1 − the cosine of the angle between; vectors of zeros have none.</summary>
    Cosine,
}

/// <summary>Where centroids start.</summary>
public enum KMeansInit
{
    /// <summary>
    /// k-means||: in each step every row is drawn with probability 2 K · w d² / Σ w d², d being its distance to what was
    /// drawn before; the drawn rows, weighted by the rows near them, are clustered by k-means++: B. Bahmani, B. Moseley, A. Vattani,
    /// R. Kumar and S. Vassilvitskii, "Scalable k-means++", VLDB 2012.
    /// </summary>
    Parallel,

    /// <summary>
    /// k-means++: one row after the other, each the best of 2 + ln K drawn with probability w d² / Σ w d²; 3 K short passes:
    /// D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007.
    /// </summary>
    PlusPlus,

    /// <summary>K different rows, drawn by their weights.</summary>
    Random,
}

/// <summary>A training of <see cref="KMeans"/> after some iterations: its checkpoint.</summary>
/// <param name="Centroids">Shape: K × features.</param>
/// <param name="Iteration">The iterations done.</param>
/// <param name="IsConverged">Whether the last of them moved no centroid beyond the tolerance.</param>
sealed record KMeansState(double[] Centroids, int Iteration, bool IsConverged);
