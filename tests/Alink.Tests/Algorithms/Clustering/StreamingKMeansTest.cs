using Alink.Clustering;
using Alink.Runtime;

namespace Alink.Tests.Algorithms;

public class StreamingKMeansTest
{
    [Fact]
    public void Mini_batches_move_the_centroids_as_computed_by_hand()
    {
        var rows = Table.Of<Vector>("features", [1.0], [3.0], [9.0], [20.0], [5.0]);
        var means = new StreamingKMeans
        {
            BatchSize = 2,
            DecayFactor = 0.5,
            InitialCentroids = [0, 10],
            InitialWeight = 2,
            PredictionDistance = "distance",
        };

        // Rows 1 and 3: weights 1 and 1, c0 = (1·0 + 4) / 3 = 4/3, weights 3 and 1.
        // Rows 9 and 20: weights 1.5 and 0.5, c1 = (0.5·10 + 29) / 2.5 = 13.6, weights 1.5 and 2.5.
        // Row 5, half a mini-batch: weights 0.75 and 1.25, c0 = (0.75·4/3 + 5) / 1.75 = 24/7, weights 1.75 and 1.25.
        var model = means.Fit(rows);

        Assert.Equal(24.0 / 7, model.Centroids[0, 0], 1e-14);
        Assert.Equal(13.6, model.Centroids[1, 0], 1e-14);
        Assert.Equal([1.75, 1.25], model.Sizes.ToArray());
        Assert.Equal((((1 + 9) / 2.0) + 1 + 100) / 2 + Math.Pow(5 - (4.0 / 3), 2), model.Inertia, 1e-12);
        Assert.Equal(3, model.Iterations);
        Assert.Equal([0, 1], model.Transform(Table.Of<Vector>("features", [8.0], [9.0])).Values<int>("prediction").ToArray());
    }

    [Theory]
    [InlineData(1, 1.0, DecayUnit.Batches)]
    [InlineData(10, 0.7, DecayUnit.Batches)]
    [InlineData(7, 0.9, DecayUnit.Points)]
    [InlineData(50, 0.0, DecayUnit.Points)]
    public void Centroids_are_those_of_the_rule_of_Spark(int batchSize, double decay, DecayUnit unit)
    {
        var rows = Clusters(420, drift: 0.01);
        double[] initial = [0, 0, 1, 5, 100, 100]; // The last has no rows, and is revived.
        var model = new StreamingKMeans
        {
            K = 3,
            BatchSize = batchSize,
            DecayFactor = decay,
            DecayUnit = unit,
            InitialCentroids = [.. initial],
            InitialWeight = 0,
        }.Fit(rows);

        var (centroids, weights) = Spark(rows, initial, batchSize, decay, unit);
        for (var k = 0; k < 3; k++)
        {
            Assert.Equal(weights[k], model.Sizes[k], 1e-9 * Math.Max(1, weights[k]));
            Assert.Equal(centroids[k][0], model.Centroids[k, 0], 1e-9);
            Assert.Equal(centroids[k][1], model.Centroids[k, 1], 1e-9);
        }
    }

    [Fact]
    public void Centroids_follow_clusters_that_move()
    {
        var rows = Clusters(3_000, drift: 0.02);

        var model = new StreamingKMeans { HalfLife = 50, DecayUnit = DecayUnit.Points, InitialCentroids = [0, 0, 0, 10] }.Fit(rows);

        // The clusters began at (0, 0) and (0, 10), and are 60 farther to the right now; half of a centroid's rows came in the last 50.
        var lag = 0.02 * 50 / Math.Log(2);
        Assert.Equal(60 - lag, model.Centroids[0, 0], 1.0);
        Assert.Equal(60 - lag, model.Centroids[1, 0], 1.0);
        Assert.Equal(0, model.Centroids[0, 1], 1.0);
        Assert.Equal(10, model.Centroids[1, 1], 1.0);
        Assert.Equal(1 / (1 - Math.Exp(Math.Log(0.5) / 50)), model.Sizes.Sum(), 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1_000)]
    public void No_row_is_lost_and_none_counts_twice(int batchSize)
    {
        var rows = Clusters(500, drift: 0);
        var means = new StreamingKMeans { K = 3, BatchSize = batchSize, Seed = 5 };
        var state = means.Start(rows.Schema);
        var learnt = 0;
        foreach (var batch in rows.Batches(13))
        {
            state = means.Advance(state, batch, out var output);

            Assert.Equal(batch.RowCount, output.RowCount);
            Assert.Equal(learnt += batch.RowCount, means.Snapshot(state).Sizes.Sum(), 1e-9);
        }
    }

    [Fact]
    public void A_cluster_without_rows_shares_those_of_the_heaviest()
    {
        var rows = Table.Of<Vector>("features", [.. Enumerable.Range(0, 400).Select(i => Vector.Of([i % 2 == 0 ? 0.0 : 6, 1]))]);
        var means = new StreamingKMeans { InitialCentroids = [1, 1, 1e6, 1e6], InitialWeight = 1, DecayFactor = 0.9 };

        var model = means.Fit(rows);

        Assert.Equal([0, 6], Enumerable.Range(0, 2).Select(k => Math.Round(model.Centroids[k, 0], 6)).Order());
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(7, true)]
    public void A_row_is_assigned_as_row_by_row_in_any_cut_sparse_or_dense(int batchSize, bool isSparse)
    {
        var means = new StreamingKMeans
        {
            K = 3,
            BatchSize = batchSize,
            DecayFactor = 0.95,
            DecayUnit = DecayUnit.Points,
            PredictionDistance = "distance",
        };
        var rows = Clusters(90, drift: 0.1);
        var dense = means.Update(means.Start(rows.Schema), rows);
        rows = isSparse ? rows.Sparse() : rows;

        var simple = RowByRow.Advance(means, means.Start(rows.Schema), rows, out var expected);
        Assert.Equal(StateCodec.Write(dense), StateCodec.Write(simple));
        foreach (var cut in new[] { 1, 5, 90 })
        {
            var state = means.Start(rows.Schema);
            var outputs = new List<Table>();
            foreach (var batch in rows.Batches(cut))
            {
                state = means.Advance(state, batch, out var output);
                outputs.Add(output);
            }

            Assert.Equal(StateCodec.Write(simple), StateCodec.Write(state));
            Assert.Equal(expected.Drop("features").Format(100), Table.Concat(outputs).Drop("features").Format(100));
        }
    }

    [Fact]
    public void A_batch_model_is_gone_on_from_exactly()
    {
        var rows = Clusters(300, drift: 0);
        var batch = new KMeans { K = 3, Seed = 2 }.Fit(rows);
        var means = new StreamingKMeans { K = 3 };

        var resumed = means.Snapshot(means.Resume(batch));

        Assert.Equal(batch.Centroids.Values.ToArray(), resumed.Centroids.Values.ToArray());
        Assert.Equal(batch.Sizes.ToArray(), resumed.Sizes.ToArray());
        Assert.Equal(batch.Inertia, resumed.Inertia);
        var later = means.Snapshot(means.Update(means.Resume(batch), rows.Slice(0, 1)));
        Assert.Equal(301, later.Sizes.Sum(), 1e-9);
        Assert.Equal(1, later.Centroids.Values.ToArray().Zip(batch.Centroids.Values.ToArray()).Count(pair => pair.First != pair.Second) / 2);
    }

    [Fact]
    public void What_cannot_be_is_refused_in_words()
    {
        var rows = Clusters(10, drift: 0);

        Assert.Contains("must hold 2 × features finite numbers; it held 3", Assert.Throws<ArgumentOutOfRangeException>(
            () => new StreamingKMeans { InitialCentroids = [1, 2, 3] }.Fit(rows)).Message);
        Assert.Contains("of 2 clusters goes on from as many", Assert.Throws<TrainingException>(
            () => new StreamingKMeans().Resume(new KMeans { K = 3, InitialCentroids = [0, 0, 1, 1, 2, 2] }.Fit(rows))).Message);
        Assert.Contains("at least one row", Assert.Throws<TrainingException>(
            () => new StreamingKMeans().Fit(rows.Slice(0, 0))).Message);
        Assert.Contains("DecayFactor must be from 0 to 1; it was 1.5", Assert.Throws<ArgumentOutOfRangeException>(
            () => new StreamingKMeans { DecayFactor = 1.5 }).Message);
    }

    /// <summary>Two clusters, at (0, 0) and (0, 10), that move to the right with each row.</summary>
    static Table Clusters(int rows, double drift)
    {
        var random = new Random(11);
        return Table.Of("features", [.. Enumerable.Range(0, rows).Select(
            i => Vector.Of([(drift * i) + random.NextDouble() - 0.5, (10 * random.Next(2)) + random.NextDouble() - 0.5]))]);
    }

    /// <summary>The update rule of Spark's StreamingKMeans, written as its documentation says it.</summary>
    static (double[][] Centroids, double[] Weights) Spark(Table rows, double[] initial, int batchSize, double decay, DecayUnit unit)
    {
        var centroids = initial.Chunk(2).ToArray();
        var weights = new double[centroids.Length];
        foreach (var batch in rows.Values<Vector>("features").ToArray().Chunk(batchSize))
        {
            var assigned = batch.ToLookup(row => Enumerable.Range(0, centroids.Length).MinBy(
                k => Math.Pow(row[0] - centroids[k][0], 2) + Math.Pow(row[1] - centroids[k][1], 2)));
            var discount = unit == DecayUnit.Batches ? decay : Math.Pow(decay, batch.Length);
            weights = Array.ConvertAll(weights, weight => weight * discount);
            foreach (var cluster in assigned)
            {
                var (k, n) = (cluster.Key, cluster.Count());
                var share = n / Math.Max(weights[k] + n, 1e-16);
                centroids[k] = [.. centroids[k].Select((c, j) => ((1 - share) * c) + (share * cluster.Average(row => row[j])))];
                weights[k] += n;
            }

            var (least, most) = (Array.IndexOf(weights, weights.Min()), Array.IndexOf(weights, weights.Max()));
            if (weights[least] < 1e-8 * weights[most])
            {
                weights[least] = weights[most] = (weights[least] + weights[most]) / 2;
                var whole = centroids[most];
                centroids[most] = [.. whole.Select(x => x + (1e-14 * Math.Max(Math.Abs(x), 1)))];
                centroids[least] = [.. whole.Select(x => x - (1e-14 * Math.Max(Math.Abs(x), 1)))];
            }
        }

        return (centroids, weights);
    }
}
