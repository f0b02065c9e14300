using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class CovarianceTest
{
    static readonly Table Iris = DataSets.Read("iris/iris.csv");

    // Expected: numpy.cov of the iris data, without weights and with the row's number modulo 3 as aweights.
    [Theory]
    [InlineData(0, 1e-14)]
    [InlineData(1e8, 1e-7)]
    public void Iris_is_that_of_NumPy(double offset, double tolerance)
    {
        var rows = Iris
            .With<Vector>("features", [.. Iris.Values<Vector>("features").ToArray().Select(
                row => Vector.Dense(Array.ConvertAll(row.ToArray(), x => x + offset)))])
            .With("w", [.. Enumerable.Range(0, 150).Select(i => (double)(i % 3))]);
        var plain = new Covariance().Evaluate(rows);
        var weighted = new Covariance { Weight = "w" }.Evaluate(rows);

        Close([0.6856935123042505, -0.0424340044742729, 1.2743154362416103], plain.Values.Row(0)[..3].ToArray(), tolerance);
        Close([0.6885487640449435, -0.037843146067415755, 1.2872431460674156], weighted.Values.Row(0)[..3].ToArray(), tolerance);
        Close(
            [5.851333333333332, 3.0419999999999994, 3.794666666666667, 1.204666666666667],
            [.. weighted.Mean.Select(mean => mean - offset)], 10 * tolerance);
        Assert.Equal((150, 100), (plain.Rows, weighted.Rows));

        static void Close(double[] expected, double[] actual, double tolerance) =>
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    [Theory, InlineData(255), InlineData(256), InlineData(257), InlineData(1000)]
    public void Blocks_join_to_what_the_simplest_code_gives(int count)
    {
        var random = new Random(count);
        var rows = Table.Of("features", [.. Enumerable.Range(0, count).Select(i => Vector.Of([1e6 + random.NextDouble() + (i * 0.01), 0.1, random.Next(3)]))]);
        var numbers = rows.Values<Vector>("features").ToArray().Select(row => row.ToArray()).ToArray();
        var covariance = new Covariance().Evaluate(rows);

        double[] mean = [.. Enumerable.Range(0, 3).Select(j => numbers.Average(row => row[j]))];
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                var expected = numbers.Sum(row => (row[i] - mean[i]) * (row[j] - mean[j])) / (count - 1);
                Assert.Equal(expected, covariance.Values[i, j], 1e-9);
            }
        }

        Assert.Equal(0, covariance.Values[1, 1]);
    }

    [Fact]
    public void One_row_says_nothing() => Assert.Contains(
        "there were 1",
        Assert.Throws<TrainingException>(() => new Covariance().Evaluate(Table.Of<Vector>("features", [1.0]))).Message);
}
