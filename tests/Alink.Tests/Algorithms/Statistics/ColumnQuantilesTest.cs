using Alink.Numerics;
using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class ColumnQuantilesTest
{
    // Expected: numpy.quantile(…, method='inverted_cdf') of the iris data.
    [Theory, InlineData(0, false), InlineData(0.001, false), InlineData(0, true), InlineData(0.001, true)]
    public void Iris_is_that_of_NumPy(double error, bool sparse)
    {
        var iris = DataSets.Read("iris/iris.csv");
        var quantiles = new ColumnQuantiles { Columns = ["features"], Shares = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1], RelativeError = error }
            .Evaluate(sparse ? iris.Sparse() : iris);

        Assert.Equal("features[3]", quantiles.Columns[3]);
        Assert.Equal([4.3, 4.8, 5.1, 5.8, 6.4, 6.9, 7.9], quantiles.Values.Row(0).ToArray());
        Assert.Equal([2.0, 2.5, 2.8, 3.0, 3.3, 3.6, 4.4], quantiles.Values.Row(1).ToArray());
        Assert.Equal([1.0, 1.4, 1.6, 4.3, 5.1, 5.8, 6.9], quantiles.Values.Row(2).ToArray());
        Assert.Equal([0.1, 0.2, 0.3, 1.3, 1.8, 2.2, 2.5], quantiles.Values.Row(3).ToArray());
    }

    [Fact]
    public void Ranks_of_many_rows_err_as_little_as_promised_in_lanes()
    {
        var random = new SeededRandom(3);
        var numbers = Enumerable.Range(0, 100_000).Select(_ => random.NextGaussian()).ToArray();
        double[] shares = [.. Enumerable.Range(1, 99).Select(i => i / 100.0)];
        var options = new ColumnQuantiles { Columns = ["x"], Shares = [.. shares], RelativeError = 0.005 };
        var (sketched, exact) = (options.Evaluate(Table.Of("x", numbers)), (options with { RelativeError = 0 }).Evaluate(Table.Of("x", numbers)));
        Array.Sort(numbers);

        Assert.Equal(shares.Select(share => numbers[(int)Math.Ceiling(share * numbers.Length) - 1]), exact.Values.Row(0).ToArray());
        Assert.All(shares, (share, i) => Assert.Equal(
            share, (Array.BinarySearch(numbers, sketched.Values[0, i]) + 1.0) / numbers.Length, 0.005));
        Assert.NotEqual(exact, sketched);
    }

    [Fact]
    public void Missing_numbers_do_not_count_and_none_are_refused()
    {
        var rows = Table.Of<double?>("x", 1, null, 3, double.NaN).With("nan", double.NaN, double.NaN, double.NaN, double.NaN);

        foreach (var error in new[] { 0, 0.01 })
        {
            Assert.Equal([1, 1, 3], new ColumnQuantiles { Columns = ["x"], RelativeError = error }.Evaluate(rows).Values.Row(0).ToArray());
            Assert.Contains("'nan' has no numbers", Assert.Throws<TrainingException>(
                () => new ColumnQuantiles { Columns = ["x", "nan"], RelativeError = error }.Evaluate(rows)).Message);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new ColumnQuantiles { Shares = [1.5] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ColumnQuantiles { Columns = ["x"], RelativeError = 0 }.Start(rows.Schema));
    }
}
