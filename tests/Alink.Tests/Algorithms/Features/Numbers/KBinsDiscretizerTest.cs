using Alink.Features;

namespace Alink.Tests.Algorithms;

/// <summary>Expected edges by scikit-learn 1.2.1 where it is named, else by hand.</summary>
public class KBinsDiscretizerTest
{
    static readonly double[] Numbers = [1, 2, 3, 10, 11, 13, 30, 31, 35, 36];

    [Theory] // scikit-learn's, but for quantiles, which are actual numbers here: those after 3 and after 6 of 10.
    [InlineData(BinStrategy.Uniform, new[] { 1, 12.666666666666666, 24.333333333333332, 36 })]
    [InlineData(BinStrategy.KMeans, new[] { 1, 6.666666666666668, 22.166666666666668, 36 })]
    [InlineData(BinStrategy.Quantile, new[] { 1.0, 10, 30, 36 })]
    public void Edges_are_scikit_learns(BinStrategy strategy, double[] expected)
    {
        var model = new KBinsDiscretizer { Bins = 3, Strategy = strategy }.Fit(Of(Numbers));

        Assert.Equal(expected.Length, model.Edges.Length);
        Assert.All(expected, (edge, i) => Assert.Equal(edge, model.Edges[i], 1e-13));
        Assert.Equal(
            strategy == BinStrategy.Uniform ? [0.0, 0, 0, 0, 0, 1, 2, 2, 2, 2] : [0, 0, 0, 1, 1, 1, 2, 2, 2, 2],
            model.Transform(Of(Numbers)).Values<Vector>("features").ToArray().Select(row => row[0]));
    }

    [Fact]
    public void A_number_at_an_edge_is_above_it_and_numbers_beyond_the_edges_are_in_the_outer_bins()
    {
        var model = new KBinsDiscretizer { Bins = 4, Strategy = BinStrategy.Uniform }.Fit(Of(0, 4));
        var made = model.Transform(Of(-100, 0, 1, 3, 3.5, 4, 100, double.NaN)).Values<Vector>("features").ToArray();

        Assert.Equal([0, 1, 2, 3, 4], model.Edges.ToArray());
        Assert.Equal([0, 0, 1, 3, 3, 3, 3, double.NaN], made.Select(row => row[0]));
    }

    [Theory]
    [InlineData(BinStrategy.Quantile)]
    [InlineData(BinStrategy.Uniform)]
    [InlineData(BinStrategy.KMeans)]
    public void A_constant_feature_has_one_bin_and_so_has_one_row(BinStrategy strategy)
    {
        var model = new KBinsDiscretizer { Strategy = strategy }.Fit(Of(7, 7, 7));

        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity], model.Edges.ToArray());
        Assert.Equal([0], model.Transform(Of(99)).Values<Vector>("features")[0]);
        Assert.Equal(model.Edges.ToArray(), new KBinsDiscretizer { Strategy = strategy }.Fit(Of(7)).Edges.ToArray());
    }

    [Fact]
    public void Equal_quantiles_leave_a_bin_for_their_number_which_ends_halfway() // Flink ML's rule, by hand.
    {
        Assert.Equal([0, 1.5, 3], new KBinsDiscretizer().Fit(Of(0, 0, 0, 0, 3)).Edges.ToArray());
        Assert.Equal([0, 1.5, 3], new KBinsDiscretizer().Fit(Of(0, 3, 3, 3, 3)).Edges.ToArray());
        Assert.Equal([0, 2, 3, 4, 8], new KBinsDiscretizer { Bins = 4 }.Fit(Of(0, 1, 2, 2, 2, 2, 4, 8)).Edges.ToArray());
    }

    [Fact]
    public void Centres_are_those_of_the_least_squares_whatever_the_numbers()
    {
        var random = new Random(2);
        for (var trial = 0; trial < 30; trial++)
        {
            var numbers = Enumerable.Range(0, 9).Select(_ => (double)random.Next(30)).Order().ToArray();
            var edges = new KBinsDiscretizer { Bins = 3, Strategy = BinStrategy.KMeans }.Fit(Of(numbers)).Edges;

            var found = numbers.GroupBy(x => edges.Skip(1).SkipLast(1).Count(edge => edge <= x)).Sum(Squares);
            var best = (from i in Enumerable.Range(1, 7)
                        from j in Enumerable.Range(i + 1, 8 - i)
                        select Squares(numbers[..i]) + Squares(numbers[i..j]) + Squares(numbers[j..])).Min();
            Assert.Equal(best, found, 1e-9);
        }

        static double Squares(IEnumerable<double> cluster) => cluster.Sum(x => Math.Pow(x - cluster.Average(), 2));
    }

    [Fact]
    public void Centres_of_numbers_far_from_0_keep_their_digits()
    {
        var near = new KBinsDiscretizer { Bins = 3, Strategy = BinStrategy.KMeans }.Fit(Of(Numbers));
        var far = new KBinsDiscretizer { Bins = 3, Strategy = BinStrategy.KMeans }.Fit(Of([.. Numbers.Select(x => x + 1e9)]));

        Assert.All(near.Edges, (edge, i) => Assert.Equal(edge, far.Edges[i] - 1e9, 1e-6));
    }

    [Fact]
    public void A_sparse_row_stays_sparse_where_0_is_in_the_lowest_bin()
    {
        var rows = Table.Of<Vector>("features", [0.0, 0.0], [1.0, -5.0], [2.0, 3.0]).Sparse();

        var both = new KBinsDiscretizer { Bins = 2, Strategy = BinStrategy.Uniform }.Fit(rows);
        var first = new KBinsDiscretizer { Bins = 2, Strategy = BinStrategy.Uniform }.Fit(Of(0, 1, 2).Sparse());

        Assert.Equal("[0 1]", both.Transform(rows).Values<Vector>("features")[0].ToString());
        Assert.Equal("[1: 0:1]", first.Transform(Of(2).Sparse()).Values<Vector>("features")[0].ToString());
    }

    static Table Of(params double[] numbers) => Table.Of("features", [.. numbers.Select(number => Vector.Of([number]))]);

    [Theory]
    [InlineData(BinStrategy.Uniform, 1e308)]
    [InlineData(BinStrategy.KMeans, 1e308)]
    [InlineData(BinStrategy.KMeans, 1e200)]
    [InlineData(BinStrategy.KMeans, 1e-200)]
    [InlineData(BinStrategy.KMeans, 1e-320)]
    public void Numbers_of_any_size_fall_into_their_bins(BinStrategy strategy, double size)
    {
        var rows = Of(-size, 0.1 * size, size, -0.9 * size);

        var model = new KBinsDiscretizer { Bins = 3, Strategy = strategy }.Fit(rows);

        Assert.Equal([0, 1, 2, 0], model.Transform(rows).Values<Vector>("features").ToArray().Select(row => row[0]));
    }
}
