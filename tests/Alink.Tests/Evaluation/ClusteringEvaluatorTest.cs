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
