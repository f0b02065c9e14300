using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class HistogramTest
{
    static readonly Table Iris = DataSets.Read("iris/iris.csv") is var iris
        ? iris.With("w", [.. Enumerable.Range(0, 150).Select(i => (double)(i % 3))]) : null!;

    // Expected: numpy.histogram of columns 0 (five bins) and 2 (four bins, the row's number modulo 3 as weights).
    [Fact]
    public void Bins_of_one_width_are_those_of_NumPy()
    {
        var five = new Histogram { Columns = ["features"], Bins = 5 }.Evaluate(Iris)[0];
        var four = new Histogram { Columns = ["features"], Bins = 4, Weight = "w" }.Evaluate(Iris)[2];

        Assert.Equal("features[0]", five.Column);
        Assert.Equal([32, 41, 42, 24, 11], five.Counts.ToArray());
        Assert.Equal([4.3, 5.02, 5.74, 6.46, 7.18, 7.9], five.Edges.Select(edge => Math.Round(edge, 12)));
        Assert.Equal([49, 9, 62, 30], four.Counts.ToArray());
    }

    [Fact]
    public void Bins_cut_at_quantiles_hold_about_as_many()
    {
        var rows = Table.Of("x", [.. Enumerable.Range(0, 1000).Select(i => Math.Pow(i, 3))]);
        var histogram = new Histogram { Columns = ["x"], Bins = 4, Binning = Binning.Quantile }.Evaluate(rows)[0];

        Assert.Equal([0, Math.Pow(249, 3), Math.Pow(499, 3), Math.Pow(749, 3), Math.Pow(999, 3)], histogram.Edges.ToArray());
        Assert.Equal([249, 250, 250, 251], histogram.Counts.ToArray());
    }

    [Fact]
    public void Given_edges_tell_what_lies_outside()
    {
        var rows = Table.Of<double?>("x", -1, 0, 0.5, 1, 2, 2.5, null, double.NaN, double.PositiveInfinity);
        var histogram = new Histogram { Columns = ["x"], Edges = [0, 1, 2] }.Evaluate(rows)[0];

        Assert.Equal([2, 2], histogram.Counts.ToArray());
        Assert.Equal((1, 2, 2), (histogram.Below, histogram.Above, histogram.Missing));
    }

    [Fact]
    public void Equal_numbers_lie_in_the_middle_and_infinite_ones_outside()
    {
        var rows = Table.Of("x", 3.0, 3.0, double.PositiveInfinity);

        foreach (var binning in new[] { Binning.EqualWidth, Binning.Quantile })
        {
            var histogram = new Histogram { Columns = ["x"], Bins = 2, Binning = binning }.Evaluate(rows)[0];
            Assert.Equal([2.5, 3, 3.5], histogram.Edges.ToArray());
            Assert.Equal([0, 2], histogram.Counts.ToArray());
            Assert.Equal(1, histogram.Above);
        }
    }

    [Theory, InlineData(3), InlineData(10), InlineData(49)]
    public void Numbers_at_and_beside_the_edges_fall_where_the_edges_say(int bins)
    {
        var all = new Histogram { Columns = ["x"], Bins = bins }.Evaluate(Table.Of("x", 0.1, 7.3))[0].Edges.ToArray();
        double[] numbers = [.. all.SelectMany(edge => new[] { Math.BitDecrement(edge), edge, Math.BitIncrement(edge) })];
        foreach (var edges in new[] { all, [.. all.Select(edge => edge * edge * edge)] })
        {
            var histogram = new Histogram { Columns = ["x"], Edges = [.. edges] }.Evaluate(Table.Of("x", numbers))[0];
            var expected = Enumerable.Range(0, bins).Select(
                bin => (double)numbers.Count(x => x >= edges[bin] && (x < edges[bin + 1] || (bin == bins - 1 && x == edges[^1]))));

            Assert.Equal(expected, histogram.Counts);
            Assert.Equal((numbers.Count(x => x < edges[0]), numbers.Count(x => x > edges[^1])), (histogram.Below, histogram.Above));
        }
    }

    [Fact]
    public void Sparse_vectors_are_counted_with_their_zeros()
    {
        var dense = Table.Of<Vector>("features", [4.0, 0.0], [0.0, 0.0], [0.0, 2.0]);

        Assert.Equal(Counts(dense), Counts(dense.Sparse()));
        Assert.Equal(["2 1", "2 1"], Counts(dense));

        static IEnumerable<string> Counts(Table rows) =>
            new Histogram { Columns = ["features"], Bins = 2 }.Evaluate(rows).Select(one => string.Join(' ', one.Counts));
    }

    [Fact]
    public void Edges_that_make_no_bins_and_columns_without_numbers_are_refused()
    {
        var rows = Table.Of("x", double.NaN);

        Assert.Contains("'x'", Assert.Throws<TrainingException>(() => new Histogram { Columns = ["x"] }.Evaluate(rows)).Message);
        Assert.Throws<TrainingException>(() => new Histogram { Columns = ["x"], Binning = Binning.Quantile }.Evaluate(rows));
        Assert.Throws<ArgumentException>(() => new Histogram { Columns = ["x"], Edges = [1] }.Evaluate(rows));
        Assert.Throws<ArgumentException>(() => new Histogram { Columns = ["x"], Edges = [1, 1] }.Evaluate(rows));
        Assert.Throws<ArgumentException>(() => new Histogram { Columns = ["x"] }.Start(rows.Schema));
    }

    [Fact]
    public void Numbers_whose_distance_is_no_number_are_counted_all_the_same() => Assert.Equal(
        [1, 0, 1, 1],
        new Histogram { Columns = ["x"], Bins = 4 }.Evaluate(Table.Of("x", -1e308, 1e308, 4e307))[0].Counts.ToArray());
}
