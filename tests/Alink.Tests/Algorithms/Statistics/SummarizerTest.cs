using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class SummarizerTest
{
    // The expected numbers are those that Spark's SummarizerSuite asserts.
    [Theory, InlineData(false), InlineData(true)]
    public async Task Weighted_statistics_are_those_of_Spark(bool sparse)
    {
        double[][] rows = [[-1, 0, 6], [3, -3, 0], [1, -3, 0]];
        var table = Table.Of("features", Array.ConvertAll(rows, row => sparse ? Sparse(row) : row)).With("w", 0.5, 2.8, 0.0);

        var summary = await Summarizer.SummarizeAsync(
            table, "features", "w", new TrainingContext(Alink.Runtime.LocalMachine.Default));

        Close([2.393939, -2.545454, 0.90909], "mean");
        Close([8, 4.5, 18], "variance");
        Close([3, 0, 6], "maximum");
        Close([-1, -3, 0], "minimum");
        Close([8.9, 8.4, 3.0], "l1");
        Close([5.069516, 5.01996, 4.24264], "l2");
        Assert.Equal([2, 1, 1], summary.Values<long>("nonZeros").ToArray());
        Assert.Equal(2, summary.Values<long>("count")[0]);

        void Close(double[] expected, string column) =>
            Assert.All(expected.Zip(summary.Values<double>(column).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));

        static Vector Sparse(double[] row)
        {
            var stored = Enumerable.Range(0, row.Length).Where(j => row[j] != 0).ToArray();
            return Vector.Sparse(row.Length, stored, stored.Select(j => row[j]).ToArray());
        }
    }

    [Theory]
    [InlineData(8, 700)]
    [InlineData(11, 700)]
    [InlineData(3, 700)]
    [InlineData(1000, 40)]
    public void Moments_are_those_of_the_simplest_code_at_any_width(int width, int count)
    {
        var random = new Random(width);
        var values = new double[count * width];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(4) == 0 ? 0 : 1e6 + random.NextDouble() - ((i % width) * 100);
        }

        // The first 300 rows do not count: a whole chunk and more.
        double[] weights = [.. Enumerable.Range(0, count).Select(i => i < count * 3 / 7 ? 0 : i % 3)];
        var moments = new Moments();
        moments.Add(new VectorColumn(count, width, values).Block, weights);

        var variances = moments.PopulationVariance();
        for (var j = 0; j < width; j++)
        {
            var own = Enumerable.Range(0, count).Where(i => weights[i] > 0).Select(i => (W: weights[i], X: values[(i * width) + j])).ToArray();
            var total = own.Sum(each => each.W);
            var mean = own.Sum(each => each.W * each.X) / total;
            Assert.Equal(mean, moments.Mean()[j], 1e-9 * Math.Abs(mean));
            var variance = own.Sum(each => each.W * (each.X - mean) * (each.X - mean)) / total;
            Assert.Equal(1, variances[j] / variance, 1e-9);
            Assert.Equal(own.Min(each => each.X), moments.Minimum()[j]);
            Assert.Equal(own.Max(each => each.X), moments.Maximum()[j]);
            Assert.Equal(own.Count(each => each.X != 0), moments.NonZeros[j]);
            Assert.Equal(1, moments.Absolute[j] / own.Sum(each => each.W * Math.Abs(each.X)), 1e-9);
        }

        Assert.Equal(weights.Count(w => w > 0), moments.Count);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Sums_are_those_of_the_numbers_times_their_weights(bool sparse)
    {
        var rows = Table.Of<Vector>("features", [1.0, 0.0], [2.0, -3.0], [4.0, 0.0]).With("w", 2.0, 1.0, 0.5);

        var summary = await Summarizer.SummarizeAsync(
            sparse ? rows.Sparse() : rows, "features", "w", new TrainingContext(Alink.Runtime.LocalMachine.Default));

        Assert.Equal([6, -3], summary.Values<double>("sum").ToArray());
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_feature_that_never_varies_has_no_variance_however_large_it_is(bool sparse)
    {
        var rows = Table.Of<Vector>("features", [1e200, 0.0], [1e200, 0.0]);
        var moments = new Moments();
        moments.Add((sparse ? rows.Sparse() : rows).Block("features"), []);

        Assert.Equal([0, 0], moments.SampleVariance());
    }
}
