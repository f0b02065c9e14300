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
}
