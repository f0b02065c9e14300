using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class KolmogorovSmirnovTestTest
{
    static readonly double[] Wave =
        [.. Enumerable.Range(1, 1000).Select(i => (Math.Sin(i * 1.7) * 1.5) + (0.01 * (i - 1) / 10))];

    // Expected: scipy 1.10.1, stats.kstest(x[:n], 'norm', args=(0.1, 1.2)).
    [Theory]
    [InlineData(5, 0.30430000028263715, 0.6470444046629878)]
    [InlineData(20, 0.1469712641237465, 0.7271328716385361)]
    [InlineData(140, 0.1008444208437953, 0.10819713550610985)]
    [InlineData(1000, 0.16711457551385067, 7.039537599096081e-25)]
    public void One_sample_is_that_of_scipy(int n, double statistic, double p)
    {
        var test = new KolmogorovSmirnovTest { Mean = 0.1, Deviation = 1.2 }.Evaluate(Table.Of("value", Wave[..n]));

        Assert.Equal(statistic, test.Statistic, 1e-12);
        Assert.Equal(1, test.P / p, 1e-8);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(63, 200)]
    [InlineData(64, 65)]
    [InlineData(3000, 1000)]
    public void Distances_are_those_of_the_definition(int m, int n)
    {
        var random = new Alink.Numerics.SeededRandom(m);
        double[] first = [.. Enumerable.Range(0, m).Select(_ => Math.Round(random.NextGaussian(), m % 3))];
        double[] second = [.. Enumerable.Range(0, n).Select(_ => Math.Round(random.NextGaussian() + 0.1, m % 3))];
        double[] all = [.. first.Concat(second).Distinct()];

        Assert.Equal(
            all.Max(x => Math.Abs((first.Count(one => one <= x) / (double)m) - (second.Count(one => one <= x) / (double)n))),
            KolmogorovSmirnovTest.TwoSamples(first, second).Statistic, 1e-14);
        Assert.Equal(
            first.Max(x => Math.Max(
                (first.Count(one => one <= x) / (double)m) - Logistic(x), Logistic(x) - (first.Count(one => one < x) / (double)m))),
            KolmogorovSmirnovTest.OneSample(first, Logistic).Statistic, 1e-14);

        static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
    }

    // Expected: scipy 1.10.1, stats.ks_2samp(…, method='exact'), without ties.
    [Fact]
    public void Two_samples_are_those_of_scipy()
    {
        Same(0.4, 0.5054945054945055, [3.1, 0.2, 4.7, 1.9, 8.8, 2.5], [1.0, 2.2, 3.3, 0.5, 9.1, 4.4, 7.7, 12, 13, 14]);
        Same(0.228, 5.585287660352168e-07, Wave[..200], Wave[300..800]);
        Same(
            0.875, 3.8957760474679895e-14,
            [.. Enumerable.Range(0, 30).Select(i => i + 0.5)], [.. Enumerable.Range(0, 40).Select(i => (i * 2) + 20.0)]);

        static void Same(double statistic, double p, double[] first, double[] second)
        {
            var test = KolmogorovSmirnovTest.TwoSamples(first, second);
            Assert.Equal(statistic, test.Statistic, 1e-12);
            Assert.Equal(1, test.P / p, 1e-9);
            Assert.Equal(p, KolmogorovSmirnovTest.TwoSamples(second, first).P, 1e-12);
        }
    }

    // Expected: all 462 ways to divide the eleven numbers, counted by a script.
    [Fact]
    public void Ties_are_counted_as_such()
    {
        var rows = Table
            .Of("value", 1.0, 2, 2, 3, 3, 3, 2, 3, 4, 4, 5)
            .With("group", "a", "a", "a", "a", "a", "a", "b", "b", "b", "b", "b");
        var test = new KolmogorovSmirnovTest { Group = "group" }.Evaluate(rows);

        Assert.Equal(0.6, test.Statistic, 1e-15);
        Assert.Equal(50.0 / 462, test.P, 1e-14);
    }

    [Fact]
    public void Nothing_is_as_far_as_possible_and_equal_samples_are_not_apart()
    {
        Assert.Equal(new(1, 0), KolmogorovSmirnovTest.OneSample([5], _ => 0));
        Assert.Equal(new(0, 1), KolmogorovSmirnovTest.TwoSamples([1, 2, 2], [2, 1, 2]));
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnovTest.OneSample([], x => x));
        Assert.Throws<ArgumentException>(() => KolmogorovSmirnovTest.TwoSamples([1], []));
    }

    [Fact]
    public void Many_pairs_are_near_what_few_say()
    {
        var exact = KolmogorovSmirnovTest.TwoSamples(Wave[..999], [.. Wave.Select(x => x + 0.05)]).P;
        double[] first = [.. Enumerable.Range(0, 2001).Select(i => i / 2001.0)];
        double[] second = [.. Enumerable.Range(0, 2000).Select(i => 0.02 + (i / 2000.0))];

        Assert.InRange(exact, 0.01, 1);
        Assert.Equal(
            KolmogorovSmirnovTest.TwoSamples(first[..2000], second).P, KolmogorovSmirnovTest.TwoSamples(first, second).P, 0.02);
    }

    [Fact]
    public void Numbers_among_which_one_is_none_have_no_distance()
    {
        Assert.True(double.IsNaN(KolmogorovSmirnovTest.TwoSamples([1, double.NaN], [2, 3]).P));
        Assert.True(double.IsNaN(KolmogorovSmirnovTest.TwoSamples([1, 2], [double.NaN]).Statistic));
        Assert.True(double.IsNaN(KolmogorovSmirnovTest.OneSample([1, double.NaN], x => x).P));
    }
}
