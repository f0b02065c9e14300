using Alink.Clustering;
using Alink.Numerics;

namespace Alink.Tests.Algorithms;

public class KMeansRowsTest
{
    [Fact]
    public void Given_centroids_are_directions_under_the_cosine()
    {
        var rows = Table.Of<Vector>("features", [1.0, 0.1], [0.1, 1]);
        var model = new KMeans { K = 2, Distance = KMeansDistance.Cosine, InitialCentroids = [0, 0.1, 9, 0], MaxIterations = 0 }.Fit(rows);

        Assert.Equal([0, 1.0, 1, 0], model.Centroids.Values.ToArray());
        Assert.Equal(2 * (1 - (1 / Math.Sqrt(1.01))), model.Inertia, 1e-15);
        Assert.Contains("Centroid 1 starts at zeros alone", Assert.Throws<TrainingException>(
            () => (model.Options with { InitialCentroids = [1, 0, 0, 0] }).Fit(rows)).Message);
    }

    [Fact]
    public void Narrow_sparse_rows_change_no_bit()
    {
        var rows = DataSets.Read("digits/digits.csv");
        foreach (var distance in Enum.GetValues<KMeansDistance>())
        {
            var options = new KMeans { K = 6, Distance = distance, Seed = 4 };
            var (dense, sparse) = (options.Fit(rows), options.Fit(rows.Sparse()));

            Assert.Equal(dense.Centroids, sparse.Centroids);
            Assert.Equal(dense.Inertia, sparse.Inertia);
            Assert.Equal(
                dense.Transform(rows).Values<int>("prediction").ToArray(),
                sparse.Transform(rows.Sparse()).Values<int>("prediction").ToArray());
        }
    }

    [Fact]
    public void Wide_sparse_rows_are_clustered_as_dense_ones()
    {
        var random = new SeededRandom(8);
        Vector[] vectors = [.. Enumerable.Range(0, 400).Select(row =>
        {
            var values = new double[1000];
            values[999] = 1 + random.NextDouble(); // So that no rows are orthogonal, a tie that rounding would break.
            for (var e = 0; e < 20; e++)
            {
                values[((row % 5) * 200) + random.NextInt(199)] = 1 + random.NextDouble();
            }

            return (Vector)values;
        })];
        var rows = Table.Of("features", vectors);
        foreach (var distance in Enum.GetValues<KMeansDistance>())
        {
            foreach (var mode in Enum.GetValues<KMeansInit>())
            {
                var options = new KMeans { K = 5, Distance = distance, InitMode = mode, Seed = 1 };
                var (dense, sparse) = (options.Fit(rows), options.Fit(rows.Sparse()));

                Assert.Equal(dense.Inertia, sparse.Inertia, 1e-8);
                Assert.All(
                    dense.Centroids.Values.ToArray().Zip(sparse.Centroids.Values.ToArray()),
                    pair => Assert.Equal(pair.First, pair.Second, 1e-10));
                var model = dense with { Options = options with { PredictionDistance = "distance" } };
                var (far, near) = (model.Transform(rows), model.Transform(rows.Sparse()));
                Assert.Equal(far.Values<int>("prediction").ToArray(), near.Values<int>("prediction").ToArray());
                Assert.All(
                    far.Values<double>("distance").ToArray().Zip(near.Values<double>("distance").ToArray()),
                    pair => Assert.Equal(pair.First, pair.Second, 1e-10));
            }
        }

        var error = Assert.Throws<TrainingException>(() =>
            new KMeans { K = 4, InitMode = KMeansInit.PlusPlus }.Fit(rows.Gather([0, 1, 2, 2, 1]).Sparse()));
        Assert.Contains("only 3 different rows", error.Message);
    }

    [Fact]
    public void The_cosine_knows_directions_and_no_lengths()
    {
        var rows = Table.Of<Vector>("features", [1.0, 0], [100.0, 0], [3.0, 4], [0.3, 0.4]);
        var model = new KMeans { K = 2, Distance = KMeansDistance.Cosine, PredictionDistance = "distance" }.Fit(rows);

        Assert.Equal(0, model.Inertia, 1e-15);
        var centroid = model.Centroids.Row(model.Predict([6.0, 8])).ToArray();
        Assert.Equal(0.6, centroid[0], 1e-15);
        Assert.Equal(0.8, centroid[1], 1e-15);
        var distances = model.Transform(Table.Of<Vector>("features", [0.0, 7])).Values<double>("distance");
        Assert.Equal(1 - 0.8, distances[0], 1e-15);

        // Around one centroid in the middle the cosines are √0.8 each.
        var one = new KMeans { K = 1, Distance = KMeansDistance.Cosine }.Fit(rows);
        Assert.Equal(4 * (1 - Math.Sqrt(0.8)), one.Inertia, 1e-12);
        Assert.Equal(2 / Math.Sqrt(5), one.Centroids[0, 0], 1e-14);
        Assert.Equal(1 / Math.Sqrt(5), one.Centroids[0, 1], 1e-14);
    }

    [Fact]
    public void The_cosine_of_zeros_is_refused_by_row()
    {
        // Apache Spark, KMeansSuite: "Cosine distance is not defined".
        var rows = Table.Of<Vector>("features", [0.0, 0], [10.0, 10], [1.0, 0.5]);
        var cosine = new KMeans { K = 2, Distance = KMeansDistance.Cosine };
        Assert.Contains("zeros alone in row 0", Assert.Throws<TrainingException>(() => cosine.Fit(rows)).Message);

        var model = cosine.Fit(rows.Slice(1, 2));
        Assert.Contains("zeros alone in row 0", Assert.Throws<RowException>(() => model.Transform(rows)).Message);
        Assert.Throws<RowException>(() => model.Predict([0.0, 0]));
    }
}
