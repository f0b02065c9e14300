using Alink.Clustering;
using Alink.Features;
using Alink.Numerics;

namespace Alink.Tests.Algorithms;

public class KMeansTest
{
    // The rows of Apache Spark's sample_kmeans_data.txt, and the numbers of its example.
    static readonly Table Sample = Table.Of<Vector>(
        "features", [0.0, 0, 0], [0.1, 0.1, 0.1], [0.2, 0.2, 0.2], [9.0, 9, 9], [9.1, 9.1, 9.1], [9.2, 9.2, 9.2]);

    static readonly Table Line = Table.Of<Vector>("features", [0.0], [1.0], [10.0], [11.0], [50.0]);

    [Theory]
    [InlineData(KMeansInit.Parallel)]
    [InlineData(KMeansInit.PlusPlus)]
    public void The_public_sample_has_the_centres_and_the_cost_of_Spark(KMeansInit mode)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var model = new KMeans { K = 2, InitMode = mode, Seed = seed }.Fit(Sample);

            Assert.Equal(0.12, model.Inertia, 1e-9);
            double[] expected = model.Centroids[0, 0] < 1 ? [0.1, 0.1, 0.1, 9.1, 9.1, 9.1] : [9.1, 9.1, 9.1, 0.1, 0.1, 0.1];
            Assert.All(expected.Zip(model.Centroids.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
            Assert.Equal([3.0, 3.0], model.Sizes.ToArray());
        }
    }

    [Fact]
    public void One_iteration_moves_centroids_to_the_means_of_their_rows()
    {
        var model = new KMeans { K = 2, InitialCentroids = [0, 20], MaxIterations = 1 }.Fit(Line);

        // 0 1 10 are nearer to 0: 10 is as near to both, and goes to the first; 11 and 50 go to 20.
        Assert.Equal([11.0 / 3, 30.5], model.Centroids.Values.ToArray());
        Assert.Equal(1, model.Iterations);
        Assert.Equal([4.0, 1.0], model.Sizes.ToArray());
        Assert.Equal(
            Math.Pow(11.0 / 3, 2) + Math.Pow(8.0 / 3, 2) + Math.Pow(19.0 / 3, 2) + Math.Pow(22.0 / 3, 2) + (19.5 * 19.5),
            model.Inertia,
            1e-9);
    }

    [Fact]
    public void Every_iteration_is_that_of_the_plain_search_in_double()
    {
        var random = new SeededRandom(5);
        var rows = Enumerable.Range(0, 3000).Select(_ => Enumerable.Range(0, 7).Select(_ => random.NextGaussian() + 100).ToArray()).ToArray();
        var start = rows[..23].SelectMany(row => row).ToArray();
        var model = new KMeans { K = 23, InitialCentroids = [.. start], MaxIterations = 12, Tolerance = 0 }
            .Fit(Table.Of("features", Array.ConvertAll(rows, row => (Vector)row)));

        var (centroids, nearest, inertia) = PlainLloyd(rows, rows[..23], 12);
        for (var k = 0; k < 23; k++)
        {
            for (var j = 0; j < 7; j++)
            {
                Assert.Equal(centroids[k][j], model.Centroids[k, j], 1e-9);
            }
        }

        Assert.Equal(nearest, Array.ConvertAll(rows, row => model.Predict(row)));
        Assert.Equal(inertia, model.Inertia, 1e-6);
    }

    [Fact]
    public void The_start_does_not_depend_on_the_order_of_rows()
    {
        var rows = Random(2000, 3);
        var places = Enumerable.Range(0, 2000).ToArray();
        new Random(1).Shuffle(places);
        foreach (var mode in Enum.GetValues<KMeansInit>())
        {
            var options = new KMeans { K = 5, InitMode = mode, MaxIterations = 0, Seed = 9 };
            var centroids = options.Fit(rows).Centroids.Values.ToArray();

            Assert.All(
                centroids.Zip(options.Fit(rows.Gather(places)).Centroids.Values.ToArray()),
                pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            Assert.NotEqual(centroids, (options with { Seed = 10 }).Fit(rows).Centroids.Values.ToArray());
        }
    }

    [Theory]
    [InlineData("iris/iris.csv", 3, 139.82)]
    [InlineData("digits/digits.csv", 10, 69437.3)]
    public void The_best_of_a_few_seeds_is_within_one_percent_of_scikit_learns_best(string path, int k, double best)
    {
        // Features that never vary are only shifted, as in scikit-learn.
        var rows = DataSets.Read(path);
        rows = new StandardScaler().Fit(rows).Transform(rows);
        foreach (var mode in new[] { KMeansInit.Parallel, KMeansInit.PlusPlus })
        {
            var inertias = Enumerable.Range(0, 5).Select(seed =>
                new KMeans { K = k, InitMode = mode, Seed = seed, MaxIterations = 300 }.Fit(rows).Inertia);

            Assert.InRange(inertias.Min(), best * 0.99, best * 1.01);
        }
    }

    [Fact]
    public void Centroids_without_rows_go_to_the_farthest_rows()
    {
        var one = new KMeans { K = 3, InitialCentroids = [0, 10, 1000] }.Fit(Line);
        Assert.Equal([0.5, 10.5, 50], one.Centroids.Values.ToArray());

        var two = new KMeans { K = 4, InitialCentroids = [0, 1000, 2000, 3000], MaxIterations = 1 }.Fit(Line);
        Assert.Equal([14.4, 50, 11, 10], two.Centroids.Values.ToArray());
    }

    [Fact]
    public void Centroids_without_rows_go_to_different_rows()
    {
        var rows = Table.Of<Vector>("features", [0.0], [50.0], [50.0], [-20.0], [7.0]);
        var model = new KMeans { K = 3, InitialCentroids = [0, 1000, 2000], MaxIterations = 1 }.Fit(rows);

        Assert.Equal([17.4, 50, -20], model.Centroids.Values.ToArray());
    }

    [Fact]
    public void One_number_that_float32_cannot_hold_keeps_its_digits()
    {
        for (var place = 0; place < 35; place++)
        {
            var values = new double[35];
            values[place] = 0.1;
            var model = new KMeans { K = 1, InitialCentroids = [.. new double[7]] }.Fit(Table.Of<Vector>(
                "features", [.. values.Chunk(7).Select(row => (Vector)row)]));

            Assert.Equal(0.1 / 5, model.Centroids[0, place % 7], 1e-17);
        }
    }

    [Fact]
    public void Centroids_without_rows_stay_where_every_row_is_a_centroid()
    {
        var rows = Table.Of<Vector>("features", [0.0], [0.0], [1.0]);
        var model = new KMeans { K = 3, InitialCentroids = [0, 1, 5] }.Fit(rows);

        Assert.Equal([0.0, 1, 5], model.Centroids.Values.ToArray());
        Assert.Equal([2.0, 1, 0], model.Sizes.ToArray());
    }

    [Theory]
    [InlineData(KMeansInit.Parallel)]
    [InlineData(KMeansInit.PlusPlus)]
    [InlineData(KMeansInit.Random)]
    public void Fewer_different_rows_than_K_are_refused_and_as_many_suffice(KMeansInit mode)
    {
        var rows = Table.Of<Vector>("features", [0.0, 1], [2.0, 3], [0.0, 1], [4.0, 5], [2.0, 3]);
        var error = Assert.Throws<TrainingException>(() => new KMeans { K = 4, InitMode = mode }.Fit(rows));
        Assert.Equal("K is 4, and there are only 3 different rows of a weight above 0.", error.Message);

        Assert.Equal(0, new KMeans { K = 3, InitMode = mode }.Fit(rows).Inertia);
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice_and_none_is_no_row()
    {
        var weighted = Line.With("weight", 2.0, 1, 0, 1, 1);
        var options = new KMeans { K = 2, InitialCentroids = [0, 20] };
        var once = (options with { Weight = "weight" }).Fit(weighted);
        var twice = options.Fit(Line.Gather([0, 0, 1, 3, 4]));

        Assert.Equal(twice.Centroids, once.Centroids);
        Assert.Equal(twice.Inertia, once.Inertia, 1e-12);
        Assert.Equal(twice.Sizes.ToArray(), once.Sizes.ToArray());
        foreach (var mode in Enum.GetValues<KMeansInit>())
        {
            // Four rows of weight: a fifth centroid would need the row that has none.
            var all = new KMeans { K = 4, InitMode = mode, Weight = "weight" }.Fit(weighted);
            Assert.Equal([0.0, 1, 11, 50], all.Centroids.Values.ToArray().Order());
            Assert.Throws<TrainingException>(() => (all.Options with { K = 5 }).Fit(weighted));
        }
    }

    [Fact]
    public void Predictions_are_the_first_of_the_nearest_and_the_distance()
    {
        var model = new KMeans { K = 2, InitialCentroids = [0, 0, 6, 8], MaxIterations = 0, PredictionDistance = "distance" }
            .Fit(Table.Of<Vector>("features", [0.0, 0], [6.0, 8]));
        var predicted = model.Transform(Table.Of<Vector>("features", [3.0, 4], [6.0, 7], [0.0, 0]));

        Assert.Equal([0, 1, 0], predicted.Values<int>("prediction").ToArray());
        Assert.Equal([5.0, 1, 0], predicted.Values<double>("distance").ToArray());
        var sparse = model.Transform(Table.Of<Vector>("features", [3.0, 4], [6.0, 7], [0.0, 0]).Sparse());
        Assert.Equal([0, 1, 0], sparse.Values<int>("prediction").ToArray());
        Assert.Equal([5.0, 1, 0], sparse.Values<double>("distance").ToArray());
    }

    [Fact]
    public void A_row_at_a_time_is_as_a_table_at_once()
    {
        var rows = Random(3000, 5);
        var model = new KMeans { K = 20, PredictionDistance = "distance", MaxIterations = 2 }.Fit(rows);
        var (once, each) = (model.Transform(rows), RowTransform.Run(model, rows));

        Assert.Equal(each.Schema, once.Schema);
        Assert.Equal(each.Values<int>("prediction").ToArray(), once.Values<int>("prediction").ToArray());
        Assert.Equal(each.Values<double>("distance").ToArray(), once.Values<double>("distance").ToArray());
        Assert.Equal(
            each.Values<double>("distance").ToArray(), model.Transform(rows.Sparse()).Values<double>("distance").ToArray());
        var error = Assert.Throws<RowException>(() => model.Transform(
            Table.Of<Vector>("features", new double[5], [1.0, double.NaN, 1, 1, 1])));
        Assert.Contains("not finite in row 1", error.Message);
    }

    [Fact]
    public void A_prediction_allocates_nothing()
    {
        var model = new KMeans().Fit(Sample);
        Vector dense = [1.0, 2, 3];
        var sparse = Vector.Sparse(3, new[] { 1 }, new[] { 4.0 });
        model.Predict(dense);
        model.Predict(sparse);
        var before = GC.GetAllocatedBytesForCurrentThread();
        model.Predict(dense);
        model.Predict(sparse);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void It_stops_once_no_centroid_moves_beyond_the_tolerance()
    {
        var options = new KMeans { K = 2, InitialCentroids = [0, 20] };

        // [0 20] → [11/3 30.5] → [5.5 50] → the same.
        Assert.Equal(3, (options with { Tolerance = 0 }).Fit(Line).Iterations);
        Assert.Equal(1, (options with { Tolerance = 10.5 }).Fit(Line).Iterations);
        Assert.Equal(3, (options with { Tolerance = 10.4 }).Fit(Line).Iterations);
    }

    [Fact]
    public void What_cannot_be_clustered_is_named()
    {
        Assert.Contains("K must be at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => new KMeans { K = 0 }).Message);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new KMeans { InitialCentroids = [1, 2, 3] }.Fit(Sample));
        Assert.Contains("InitialCentroids must hold 2 × 3 finite numbers, K times the length of a row; it held 3.", error.Message);
        Assert.Throws<TrainingException>(() => new KMeans().Fit(Sample.Slice(0, 0)));
        Assert.Throws<TrainingException>(() => new KMeans { Weight = "weight" }.Fit(Line.With("weight", 0.0, 0, 0, 0, 0)));
        Assert.Contains("row 1", Assert.Throws<TrainingException>(
            () => new KMeans().Fit(Table.Of<Vector>("features", [0.0], [double.NaN], [2.0]))).Message);
        Assert.Throws<SchemaException>(() => new KMeans { Features = "feature" }.Fit(Sample));
    }

    internal static Table Random(int count, int width)
    {
        var random = new SeededRandom(11);
        return Table.Of("features", Enumerable.Range(0, count)
            .Select(_ => (Vector)Enumerable.Range(0, width).Select(_ => random.NextGaussian()).ToArray()).ToArray());
    }

    static (double[][] Centroids, int[] Nearest, double Inertia) PlainLloyd(double[][] rows, double[][] centroids, int iterations)
    {
        var nearest = new int[rows.Length];
        for (var iteration = 0; ; iteration++)
        {
            var inertia = 0.0;
            for (var i = 0; i < rows.Length; i++)
            {
                var distances = Array.ConvertAll(centroids, c => c.Zip(rows[i], (a, b) => (a - b) * (a - b)).Sum());
                nearest[i] = Array.IndexOf(distances, distances.Min());
                inertia += distances.Min();
            }

            if (iteration == iterations)
            {
                return (centroids, nearest, inertia);
            }

            centroids = [.. centroids.Select((centroid, k) =>
            {
                var own = rows.Where((_, i) => nearest[i] == k).ToArray();
                return centroid.Select((_, j) => own.Average(row => row[j])).ToArray();
            })];
        }
    }
}
