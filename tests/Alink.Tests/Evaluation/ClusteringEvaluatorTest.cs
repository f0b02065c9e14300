using Alink.Evaluation;

namespace Alink.Tests.Evaluation;

public class ClusteringEvaluatorTest
{
    static readonly Table Rows = Table
        .Of<Vector>("features", [1.0, 2.0], [1.5, 1.8], [5.0, 8.0], [8.0, 8.0], [1.0, 0.6], [9.0, 11.0])
        .With("prediction", 0, 0, 1, 1, 0, 1);

    // scikit-learn 1.2.1: silhouette_score with metric sqeuclidean, cosine, euclidean, and calinski_harabasz_score.
    [Theory]
    [InlineData(SilhouetteDistance.SquaredEuclidean, 0.9078184629528514)]
    [InlineData(SilhouetteDistance.Cosine, -0.026589577591914715)]
    [InlineData(SilhouetteDistance.Euclidean, 0.7479566620911685)]
    public void Silhouettes_are_those_of_scikit_learn(SilhouetteDistance distance, double expected) =>
        Assert.Equal(expected, new ClusteringEvaluator { Distance = distance }.Evaluate(Rows).Silhouette, 1e-9);

    [Theory] // As above, with a third cluster, so that the next one is not the only other one.
    [InlineData(SilhouetteDistance.SquaredEuclidean, 0.8672158395818155)]
    [InlineData(SilhouetteDistance.Cosine, 0.19075097211118963)]
    [InlineData(SilhouetteDistance.Euclidean, 0.6698504771054068)]
    public void The_next_cluster_is_the_nearest_of_the_others(SilhouetteDistance distance, double expected) =>
        Assert.Equal(expected, new ClusteringEvaluator { Distance = distance }.Evaluate(Table.Concat(
            Rows,
            Table.Of<Vector>("features", [5.5, 1.0], [6.0, 2.0]).With("prediction", 2, 2))).Silhouette, 1e-9);

    [Fact]
    public void Calinski_and_Harabasz_is_that_of_scikit_learn() =>
        Assert.Equal(35.58656654151021, new ClusteringEvaluator().Evaluate(Rows).CalinskiHarabasz, 1e-9);

    [Fact]
    public void A_large_offset_changes_nothing()
    {
        var moved = Rows.With<Vector, Vector>("features", "features", row => new[] { row[0] + 1e7, row[1] + 1e7 });

        Assert.Equal(new ClusteringEvaluator().Evaluate(Rows).Silhouette, new ClusteringEvaluator().Evaluate(moved).Silhouette, 1e-9);
    }

    [Fact]
    public void Weight_2_is_the_row_twice()
    {
        var twice = Table.Concat(Rows, Rows.Slice(0, 1));
        var weighted = Rows.With("w", 2.0, 1, 1, 1, 1, 1);

        // The row of weight 2 stands for two rows at distance 0, which a single row does not know; so only the others are compared.
        Assert.Equal(
            new ClusteringEvaluator().Evaluate(twice).WithinSumOfSquares,
            new ClusteringEvaluator { Weight = "w" }.Evaluate(weighted).WithinSumOfSquares,
            1e-12);
    }

    [Fact] // Spark's ClusteringEvaluatorSuite: clusters of one point have silhouette 0.
    public void Clusters_of_one_point_have_silhouette_0() =>
        Assert.Equal(0, new ClusteringEvaluator().Evaluate(
            Table.Of<Vector>("features", [0.0], [1.0]).With("prediction", 0, 1)).Silhouette);

    [Fact]
    public void One_cluster_is_refused() =>
        Assert.Contains("at least two clusters; there are 1", Assert.Throws<TrainingException>(() => new ClusteringEvaluator()
            .Evaluate(Rows.With("prediction", 0, 0, 0, 0, 0, 0))).Message);

    [Theory]
    [InlineData(SilhouetteDistance.SquaredEuclidean)]
    [InlineData(SilhouetteDistance.Cosine)]
    [InlineData(SilhouetteDistance.Euclidean)]
    public void A_cluster_of_rows_of_weight_0_is_as_if_not_there(SilhouetteDistance distance)
    {
        var evaluator = new ClusteringEvaluator { Distance = distance, Weight = "w" };
        var rows = Rows.With("w", 1.0, 2, 1, 1, 1, 1);
        var others = Table.Of<Vector>("features", [7.0, 7.0], [-9.0, 1.0]).With("prediction", 1, 2).With("w", 0.0, 0.0);

        var metrics = evaluator.Evaluate(Table.Concat(others, rows, others));

        Assert.Equal(2, metrics.Clusters);
        Assert.Equal(evaluator.Evaluate(rows).ToString(), metrics.ToString());
        Assert.Equal(evaluator.Evaluate(rows).DaviesBouldin, metrics.DaviesBouldin, 1e-12);
        Assert.Equal(evaluator.Evaluate(rows).CalinskiHarabasz, metrics.CalinskiHarabasz, 1e-12);
        Assert.Contains("there are 0", Assert.Throws<TrainingException>(
            () => evaluator.Evaluate(Rows.With("w", _ => 0.0))).Message);
    }

    [Theory] // By the definition: the distances of every pair of rows.
    [InlineData(512)]
    [InlineData(513)]
    [InlineData(900)]
    public void Many_clusters_measure_what_every_pair_of_rows_says(int clusters)
    {
        var random = new Random(clusters);
        var (points, numbers) = (new double[2 * clusters][], new int[2 * clusters]);
        for (var i = 0; i < points.Length; i++)
        {
            (points[i], numbers[i]) = ([random.NextDouble(), random.NextDouble()], i % clusters);
        }

        var rows = Table.Of("features", [.. points.Select(point => (Vector)point)]).With("prediction", numbers);

        Assert.Equal(
            Enumerable.Range(0, points.Length).Average(Silhouette), new ClusteringEvaluator().Evaluate(rows).Silhouette, 1e-9);

        double Silhouette(int row)
        {
            var own = Square(row, (row + clusters) % points.Length);
            var next = Enumerable.Range(0, clusters).Where(other => other != numbers[row])
                .Min(other => (Square(row, other) + Square(row, other + clusters)) / 2);
            return (next - own) / Math.Max(own, next);
        }

        double Square(int left, int right) =>
            points[left].Zip(points[right], (l, r) => (l - r) * (l - r)).Sum();
    }

    [Fact] // By hand: the means are 1 and 6 (weights 2 and 3), the mean of all is 4.
    public void Sums_of_squares_compactness_and_separation_are_those_computed_by_hand()
    {
        var metrics = new ClusteringEvaluator().Evaluate(Table
            .Of<Vector>("features", [0.0], [2.0], [5.0], [5.0], [8.0]).With("prediction", "a", "a", "b", "b", "b"));

        Assert.Equal("a, b", metrics.Labels.ToString());
        Assert.Equal([2.0, 3], metrics.Weights.ToArray());
        Assert.Equal(1 + 1 + 1 + 1 + 4, metrics.WithinSumOfSquares, 1e-12);
        Assert.Equal((2 * 9) + (3 * 4), metrics.BetweenSumOfSquares, 1e-12);
        Assert.Equal((1 + (4.0 / 3)) / 2, metrics.Compactness, 1e-12);
        Assert.Equal(5, metrics.Separation, 1e-12);
        Assert.Equal(30 / (8.0 / 3), metrics.CalinskiHarabasz, 1e-12);
        Assert.Equal((1 + (4.0 / 3)) / 5, metrics.DaviesBouldin, 1e-12);
    }

    [Fact] // By hand: the means are 0, 3 and 7.
    public void The_separation_of_three_clusters_is_the_mean_of_three_distances() => Assert.Equal(
        (3 + 4 + 7) / 3.0,
        new ClusteringEvaluator().Evaluate(Table.Of<Vector>("features", [0.0], [3.0], [7.0]).With("prediction", 0, 1, 2)).Separation,
        1e-12);

    [Fact] // scikit-learn 1.2.1: davies_bouldin_score of these rows, and with a third cluster.
    public void Davies_and_Bouldin_is_that_of_scikit_learn()
    {
        Assert.Equal(0.28269818402984925, new ClusteringEvaluator().Evaluate(Rows).DaviesBouldin, 1e-9);
        Assert.Equal(0.32676405714275863, new ClusteringEvaluator().Evaluate(Table.Concat(
            Rows, Table.Of<Vector>("features", [5.5, 1.0], [6.0, 2.0]).With("prediction", 2, 2))).DaviesBouldin, 1e-9);
    }

    [Fact]
    public void A_weight_is_so_many_equal_rows_for_the_scatter() => Assert.Equal(
        new ClusteringEvaluator().Evaluate(Table.Concat(Rows, Rows.Head(1))).DaviesBouldin,
        new ClusteringEvaluator { Weight = "weight" }.Evaluate(Rows.With("weight", 2.0, 1, 1, 1, 1, 1)).DaviesBouldin,
        1e-12);
}
