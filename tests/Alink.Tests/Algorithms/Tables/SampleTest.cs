using Alink.Tables;

namespace Alink.Tests.Algorithms.Tables;

public class SampleTest
{
    static readonly Table Rows = Table.Of("x", [.. Enumerable.Range(0, 10)])
        .With("kind", "a", "a", "a", "a", "a", "a", "b", "b", "b", "c")
        .With("weight", [.. Enumerable.Range(0, 10).Select(i => (double)i)]);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.25, 3)]
    [InlineData(0.3, 3)]
    [InlineData(1, 10)]
    public void A_share_is_an_exact_number_of_rows_in_their_order(double ratio, int expected)
    {
        var drawn = Drawn(new Sample { Ratio = ratio, Seed = 5 });

        Assert.Equal(expected, drawn.Length);
        Assert.Equal(drawn.Order().Distinct(), drawn);
    }

    [Fact]
    public void A_seed_draws_the_same_rows_and_another_others()
    {
        Assert.Equal(Drawn(new Sample { Size = 5, Seed = 1 }), Drawn(new Sample { Size = 5, Seed = 1 }));
        Assert.True(Enumerable.Range(0, 20).Select(seed => string.Join(' ', Drawn(new Sample { Size = 5, Seed = seed }))).Distinct().Count() > 10);
    }

    [Fact]
    public void More_draws_are_the_fewer_ones_and_others() =>
        Assert.Subset(Drawn(new Sample { Size = 6 }).ToHashSet(), Drawn(new Sample { Size = 3 }).ToHashSet());

    [Fact]
    public void With_replacement_a_row_comes_several_times()
    {
        var drawn = Drawn(new Sample { Size = 100, WithReplacement = true, Seed = 3 });

        Assert.Equal((100, 10), (drawn.Length, drawn.Distinct().Count()));
        Assert.Equal(drawn.Order(), drawn);
        Assert.Equal(25, Drawn(new Sample { Ratio = 2.5, WithReplacement = true }).Length);
    }

    /// <summary>Of weights 1, 2 and 3, two are drawn one after the other: the chance of each by hand, as
    /// P(i first) + Σ P(j first) · P(i next).</summary>
    [Fact]
    public void Without_replacement_weights_are_the_chances_of_one_draw_after_the_other()
    {
        var rows = Table.Of("x", 0, 1, 2).With("w", 1.0, 2.0, 3.0);
        var counts = new int[3];
        const int trials = 20_000;
        for (var seed = 0; seed < trials; seed++)
        {
            foreach (var x in new Sample { Size = 2, Weight = "w", Seed = seed }.Resample(rows).Values<int>("x"))
            {
                counts[x]++;
            }
        }

        double[] expected =
        [
            (1 / 6.0) + (2 / 6.0 * (1 / 4.0)) + (3 / 6.0 * (1 / 3.0)),
            (2 / 6.0) + (1 / 6.0 * (2 / 5.0)) + (3 / 6.0 * (2 / 3.0)),
            (3 / 6.0) + (1 / 6.0 * (3 / 5.0)) + (2 / 6.0 * (3 / 4.0)),
        ];
        for (var i = 0; i < 3; i++)
        {
            // Four standard deviations.
            Assert.Equal(expected[i], counts[i] / (double)trials, 4 * Math.Sqrt(expected[i] * (1 - expected[i]) / trials));
        }
    }

    [Fact]
    public void With_replacement_weights_are_the_shares_of_draws()
    {
        var counts = Drawn(new Sample { Size = 45_000, WithReplacement = true, Weight = "weight", Seed = 9 }).CountBy(x => x).ToDictionary();

        Assert.False(counts.ContainsKey(0));
        Assert.All(Enumerable.Range(1, 9), x => Assert.Equal(1000 * x, counts[x], 4 * Math.Sqrt(1000 * x)));
    }

    [Fact]
    public void A_row_of_weight_0_is_never_drawn()
    {
        Assert.Equal(Enumerable.Range(1, 9), Drawn(new Sample { Size = 9, Weight = "weight" }));
        Assert.Contains("10 rows are asked for where 9 can be drawn", Assert.Throws<TrainingException>(
            () => Drawn(new Sample { Ratio = 1, Weight = "weight" })).Message);
        Assert.Contains("a weight must be at least 0", Assert.Throws<TrainingException>(
            () => new Sample { Size = 1, Weight = "w" }.Resample(Table.Of("w", -1.0))).Message);
        Assert.Contains("sum to more than a number holds", Assert.Throws<TrainingException>(
            () => new Sample { Size = 1, Weight = "w", WithReplacement = true }.Resample(Table.Of("w", 1e308, 1e308))).Message);
        Assert.Contains("where none can be drawn", Assert.Throws<TrainingException>(
            () => new Sample { Size = 1, Weight = "w", WithReplacement = true }.Resample(Table.Of("w", 0.0))).Message);
    }

    [Fact]
    public void Each_stratum_is_drawn_from_by_itself()
    {
        Assert.Equal("a3 b2 c1", Kinds(new Sample { Ratio = 0.5, Strata = "kind" }));
        Assert.Equal("a1 b1 c1", Kinds(new Sample { Size = 1, Strata = "kind" }));
        Assert.Equal("a6 b1", Kinds(new Sample { Ratio = 1, Strata = "kind", StrataRatios = "b:0.34, c:0" }));
        Assert.Equal("a2 b3 c1", Kinds(new Sample { Strata = "kind", StrataSizes = "a:2,b:3,c:1" }));
        Assert.Equal("a9 b9 c9", Kinds(new Sample { Size = 9, Strata = "kind", WithReplacement = true }));
    }

    [Fact]
    public void What_cannot_be_drawn_is_told()
    {
        Assert.Contains("One of Ratio and Size", Assert.Throws<ArgumentException>(() => Drawn(new Sample())).Message);
        Assert.Contains("One of Ratio and Size", Assert.Throws<ArgumentException>(() => Drawn(new Sample { Ratio = 1, Size = 1 })).Message);
        Assert.Contains("The stratum 'b' has neither", Assert.Throws<ArgumentException>(
            () => Drawn(new Sample { Strata = "kind", StrataRatios = "a:1" })).Message);
        Assert.Contains("no row is of", Assert.Throws<ArgumentException>(() => Drawn(new Sample { Ratio = 1, Strata = "kind", StrataRatios = "d:1" })).Message);
        Assert.Contains("'a' twice", Assert.Throws<ArgumentException>(() => Drawn(new Sample { Strata = "kind", Ratio = 1, StrataRatios = "a:1,a:0.5" })).Message);
        Assert.Contains("Strata must be given", Assert.Throws<ArgumentException>(() => Drawn(new Sample { StrataSizes = "a:1" })).Message);
        Assert.Contains("'a=1' in StrataRatios", Assert.Throws<ArgumentException>(() => Drawn(new Sample { Strata = "kind", StrataRatios = "a=1" })).Message);
        Assert.Throws<TrainingException>(() => Drawn(new Sample { Size = 11 }));
        Assert.Contains("'kind' has no value in row 1", Assert.Throws<TrainingException>(
            () => new Sample { Ratio = 1, Strata = "kind" }.Resample(Table.Of<string?>("kind", "a", null))).Message);
        Assert.Equal(0, new Sample { Ratio = 0.5 }.Resample(Rows.Slice(0, 0)).RowCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sample { Ratio = -0.1 });
    }

    static int[] Drawn(Sample sample) => sample.Resample(Rows).Values<int>("x").ToArray();

    static string Kinds(Sample sample) => string.Join(' ', sample.Resample(Rows).Values<string>("kind").ToArray()
        .GroupBy(kind => kind).Select(kind => $"{kind.Key}{kind.Count()}"));
}
