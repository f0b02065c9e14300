using System.Collections.Immutable;

namespace Alink.Evaluation;

/// <summary>How far two rows are apart, for a silhouette.</summary>
public enum SilhouetteDistance
{
    /// <summary>The square of the straight line; the work grows with rows × clusters. Spark's default.</summary>
    SquaredEuclidean,

    /// <summary>1 − cosine of the angle; the work grows with rows × clusters.</summary>
    Cosine,

    /// <summary>The straight line; the work grows with the square of the rows, which are held in memory. scikit-learn's default.</summary>
    Euclidean,
}

/// <summary>Measures how much nearer rows are to their own cluster than to the next.</summary>
/// <remarks>
/// The silhouette of a row is (b − a) / max(a, b), with a its mean distance to the other rows of its cluster and b the least
/// mean distance to the rows of another; 0 in a cluster of one row.
/// P. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", Journal of
/// Computational and Applied Mathematics 20, 1987.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [0.0], [1.0], [10.0], [11.0]).With("prediction", 0, 0, 1, 1);
/// new ClusteringEvaluator().Evaluate(rows).Silhouette > 0.98 // => True
/// </code>
/// </example>
public sealed record ClusteringEvaluator : IEvaluator<ClusteringMetrics>
{
    /// <summary>The vectors that were clustered; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>The cluster of each row.</summary>
    public Column<Category> Prediction { get; init; } = "prediction";

    /// <summary>How much each row counts, at least 0; null counts every row once. One of weight 0 is as if not there, and so is a cluster of none but such.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>How far two rows are apart.</summary>
    public SilhouetteDistance Distance { get; init; }

    /// <inheritdoc/>
    public async ValueTask<ClusteringMetrics> EvaluateAsync(IDataset rows, TrainingContext context)
    {
        rows.Schema.Reading(Features).Reading(Prediction).Reading(Weight);
        var means = await rows.AggregateAsync(new Means(this), context).ConfigureAwait(false);
        if (means.Names.Count < 2)
        {
            throw new TrainingException($"A silhouette takes at least two clusters; there are {means.Names.Count}.");
        }

        // Distances are taken about the mean of all rows, so that a large offset loses no digits.
        var centre = Distance == SilhouetteDistance.SquaredEuclidean ? means.Centre() : new double[means.Width];
        var levels = Levels.Of([.. means.Names]);
        var clusters = await rows.AggregateAsync(new Spreads(this, levels, centre), context).ConfigureAwait(false);
        var (within, between) = clusters.SumsOfSquares();
        var silhouettes = Distance == SilhouetteDistance.Euclidean
            ? Pairwise.Silhouettes(await rows.AggregateAsync(new Gathering(), context).ConfigureAwait(false), this, levels)
            : await rows.AggregateAsync(new Silhouettes(this, levels, centre, clusters), context).ConfigureAwait(false);
        var scatters = await rows.AggregateAsync(new Scatters(this, levels, centre, clusters), context).ConfigureAwait(false);
        return new(
            levels,
            [.. clusters.Weights],
            silhouettes.Sum / silhouettes.Weight,
            within,
            between,
            clusters.DaviesBouldin(scatters),
            scatters.Zip(clusters.Weights, (scatter, weight) => scatter / weight).Average(),
            clusters.Separation());
    }

    /// <summary>Writes a row as its distance needs it: about the centre, or of length 1.</summary>
    void Place(ReadOnlySpan<double> values, ReadOnlySpan<int> indices, ReadOnlySpan<double> centre, Span<double> placed, long row)
    {
        placed.Clear();
        for (var k = 0; k < values.Length; k++)
        {
            placed[indices.IsEmpty ? k : indices[k]] = values[k];
        }

        if (Distance == SilhouetteDistance.Cosine)
        {
            var norm = Math.Sqrt(SilhouetteSums.Square(placed));
            if (norm == 0)
            {
                throw new TrainingException($"The vector of row {row} is zero; a zero vector has no direction.");
            }

            for (var j = 0; j < placed.Length; j++)
            {
                placed[j] /= norm;
            }

            return;
        }

        for (var j = 0; j < placed.Length; j++)
        {
            placed[j] -= centre[j];
        }
    }

    delegate void RowVisitor(int cluster, ReadOnlySpan<double> row, double weight);

    void Visit(Table batch, Categories clusters, double[] centre, RowVisitor visit)
    {
        var block = batch.Features(Features);
        var weights = batch.Weights(Weight);
        var numbers = batch.Classes(Prediction, weights, clusters);
        var placed = new double[block.Width];
        for (var i = 0; i < block.Rows; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (weight > 0)
            {
                Place(block.ValuesOf(i), block.IndicesOf(i), centre, placed, batch.FirstRow + i);
                visit(numbers[i], placed, weight);
            }
        }
    }

    sealed record Means(ClusteringEvaluator Options) : IAggregator<ClusterMeans>
    {
        public ClusterMeans Start(Schema schema) => new();

        public ClusterMeans Update(ClusterMeans state, Table batch)
        {
            if (batch.RowCount > 0)
            {
                var width = batch.Block(Options.Features).Width;
                state.Fit(width);
                (Options with { Distance = SilhouetteDistance.Euclidean }).Visit(batch, state.Clusters, new double[width], state.Add);
            }

            return state;
        }

        public ClusterMeans Merge(ClusterMeans left, ClusterMeans right) => left.Add(right);
    }

    sealed record Spreads(ClusteringEvaluator Options, Levels Levels, double[] Centre) : IAggregator<SilhouetteSums>
    {
        public SilhouetteSums Start(Schema schema) => new(Levels.Count, Centre.Length);

        public SilhouetteSums Update(SilhouetteSums state, Table batch)
        {
            Options.Visit(batch, new(Levels), Centre, state.Add);
            return state;
        }

        public SilhouetteSums Merge(SilhouetteSums left, SilhouetteSums right) => left.Add(right);
    }

    sealed record Silhouettes(ClusteringEvaluator Options, Levels Levels, double[] Centre, SilhouetteSums Clusters)
        : IAggregator<(double Sum, double Weight)>
    {
        public (double Sum, double Weight) Start(Schema schema) => default;

        public (double Sum, double Weight) Update((double Sum, double Weight) state, Table batch)
        {
            Options.Visit(batch, new(Levels), Centre, (cluster, row, weight) =>
            {
                state.Sum += weight * Clusters.Silhouette(cluster, row, weight, Options.Distance);
                state.Weight += weight;
            });
            return state;
        }

        public (double Sum, double Weight) Merge((double Sum, double Weight) left, (double Sum, double Weight) right) =>
            (left.Sum + right.Sum, left.Weight + right.Weight);
    }

    /// <summary>Sums up the distances of the rows of each cluster from its mean.</summary>
    sealed record Scatters(ClusteringEvaluator Options, Levels Levels, double[] Centre, SilhouetteSums Clusters) : IAggregator<double[]>
    {
        public double[] Start(Schema schema) => new double[Levels.Count];

        public double[] Update(double[] state, Table batch)
        {
            Options.Visit(batch, new(Levels), Centre, (cluster, row, weight) =>
                state[cluster] += weight * Clusters.DistanceFromMean(cluster, row));
            return state;
        }

        public double[] Merge(double[] left, double[] right)
        {
            for (var c = 0; c < left.Length; c++)
            {
                left[c] += right[c];
            }

            return left;
        }
    }

    sealed record Gathering : IAggregator<List<Table>>
    {
        public List<Table> Start(Schema schema) => [];

        public List<Table> Update(List<Table> state, Table batch) => [.. state, batch];

        public List<Table> Merge(List<Table> left, List<Table> right) => [.. left, .. right];
    }

    /// <summary>Silhouettes by the distance of every pair of rows.</summary>
    static class Pairwise
    {
        public static (double Sum, double Weight) Silhouettes(List<Table> batches, ClusteringEvaluator options, Levels levels)
        {
            List<(int Cluster, double[] Row, double Weight)> rows = [];
            foreach (var batch in batches)
            {
                options.Visit(batch, new(levels), new double[batch.Block(options.Features).Width], (cluster, row, weight) =>
                    rows.Add((cluster, row.ToArray(), weight)));
            }

            var (sum, total) = (0.0, 0.0);
            foreach (var (cluster, row, weight) in rows)
            {
                var (distances, weights) = (new double[levels.Count], new double[levels.Count]);
                foreach (var other in rows)
                {
                    distances[other.Cluster] += other.Weight * Math.Sqrt(SilhouetteSums.SquaredDistance(row, other.Row));
                    weights[other.Cluster] += other.Weight;
                }

                sum += weight * SilhouetteSums.Silhouette(cluster, weight, distances, weights);
                total += weight;
            }

            return (sum, total);
        }
    }
}

/// <summary>How well rows are clustered.</summary>
/// <remarks>But for the silhouette all is measured by straight lines; for cosine, between rows made of length 1.</remarks>
/// <param name="Labels">The clusters that hold rows, sorted.</param>
/// <param name="Weights">The weight of the rows of each, which is their number where every weight is 1; shape: clusters.</param>
/// <param name="Silhouette">The mean silhouette of the rows, in [−1, 1]; higher is better.</param>
/// <param name="WithinSumOfSquares">The sum of squared distances of the rows from the mean of their cluster: Alink's SSW.</param>
/// <param name="BetweenSumOfSquares">The sum over the rows of the squared distance of their cluster's mean from that of all: Alink's SSB.</param>
/// <param name="DaviesBouldin">
/// The mean over clusters of the greatest (mean distance from the own mean + that of another cluster) / distance of their
/// means; lower is better. D. Davies and D. Bouldin, "A cluster separation measure", IEEE PAMI 1, 1979.
/// </param>
/// <param name="Compactness">The mean over clusters of the mean distance of their rows from their mean: Alink's CP; lower is better.</param>
/// <param name="Separation">The mean distance of two clusters' means: Alink's SP; higher is better.</param>
[TypeFormatterSource]
public sealed record ClusteringMetrics(
    Levels Labels, ImmutableArray<double> Weights, double Silhouette, double WithinSumOfSquares, double BetweenSumOfSquares,
    double DaviesBouldin, double Compactness, double Separation)
{
    /// <summary>How many clusters hold rows.</summary>
    public int Clusters => Labels.Count;

    /// <summary>The variance between clusters over that within: SSB / (clusters − 1) / (SSW / (rows − clusters)), Alink's VRC; higher is better, and NaN where every cluster is one row.</summary>
    public double CalinskiHarabasz => BetweenSumOfSquares / (Clusters - 1) / (WithinSumOfSquares / (Weights.Sum() - Clusters));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Clusters} clusters  silhouette {Silhouette:F4}  within-cluster squares {WithinSumOfSquares:G6}");
}
