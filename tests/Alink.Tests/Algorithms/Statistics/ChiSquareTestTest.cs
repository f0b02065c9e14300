using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class ChiSquareTestTest
{
    static readonly Table Rows = Table
        .Of<Vector>("features", [1.0, 0.0], [1.0, 7.0], [0.0, 7.0], [2.0, 0.0], [2.0, 0.0])
        .With("label", 10, 10, 9, 9, 9);

    // Expected: scipy 1.10.1, stats.chi2_contingency(…, correction=False).
    [Fact]
    public void Independence_is_that_of_scipy()
    {
        Same(new(0.27157465150403504, 0.873028283380073, 2), ChiSquareTest.Independence(Matrix.Of([10, 20, 30], [6, 9, 17])));
        Same(new(4.285714285714286, 0.03843393023678176, 1), ChiSquareTest.Independence(Matrix.Of([3, 4], [5, 0])));
    }

    // Expected: scipy 1.10.1, stats.chisquare.
    [Fact]
    public void Goodness_of_fit_is_that_of_scipy()
    {
        double[] observed = [16, 18, 16, 14, 12, 12];
        Same(new(3.5, 0.6233876277495822, 5), ChiSquareTest.GoodnessOfFit(observed, [16, 16, 16, 16, 16, 8]));
        Same(new(3.5, 0.477878344488724, 4), ChiSquareTest.GoodnessOfFit(observed, [2, 2, 2, 2, 2, 1], estimated: 1));
        Same(new(2.9365079365079363, 0.4015183527259283, 3), ChiSquareTest.GoodnessOfFit([43, 52, 54, 40]));
    }

    [Fact]
    public void Contingency_tables_are_counted_by_value_and_class()
    {
        var state = new ChiSquareTest().Fold(Rows, batch: 2);

        Assert.Equal(["9", "10"], state.Labels.Names.ToArray());
        Assert.Equal([0, 1, 2], state.Values(0));
        Assert.Equal(Matrix.Of([1, 0], [0, 2], [2, 0]), state.Counts(0));
        Assert.Equal(Matrix.Of([2, 1], [1, 1]), state.Counts(1));
        Assert.Equal(5, new ChiSquareTest().Evaluate(Rows)[0].Statistic, 1e-12);
    }

    [Fact]
    public void A_constant_feature_tells_nothing() =>
        Assert.Equal(
            new(0, 1, 0),
            new ChiSquareTest().Evaluate(Table.Of<Vector>("features", [3.0], [3.0]).With("label", "a", "b"))[0]);

    [Fact]
    public void Results_are_a_table_as_well()
    {
        var table = new ChiSquareTest().Evaluate(Rows).ToTable();

        Assert.Equal(["0", "1"], table.Values<string>("feature").ToArray());
        Assert.Equal([2, 1], table.Values<double>("degreesOfFreedom").ToArray());
    }

    [Fact]
    public void Numbers_that_are_no_categories_are_refused()
    {
        var rows = Table
            .Of("features", [.. Enumerable.Range(1, 10_001).Select(i => Vector.Of([i]))])
            .With("label", [.. Enumerable.Range(1, 10_001).Select(i => i % 2)]);

        Assert.Contains(
            "Feature 0 has more than 10000", Assert.Throws<TrainingException>(() => new ChiSquareTest().Evaluate(rows)).Message);
        Assert.Equal(9_999, new ChiSquareTest().Evaluate(rows.Head(10_000))[0].DegreesOfFreedom);
    }

    [Fact]
    public void Counts_that_make_no_test_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ChiSquareTest.Independence(Matrix.Of([1, 0], [2, 0])));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquareTest.Independence(Matrix.Of([1, -1], [2, 3])));
        Assert.Throws<ArgumentException>(() => ChiSquareTest.GoodnessOfFit([4]));
        Assert.Throws<ArgumentException>(() => ChiSquareTest.GoodnessOfFit([0, 0]));
        Assert.Throws<ArgumentException>(() => ChiSquareTest.GoodnessOfFit([1, 2], [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ChiSquareTest.GoodnessOfFit([1, 2], [1, 0]));
    }

    static void Same(TestResult expected, TestResult actual)
    {
        Assert.Equal(expected.Statistic, actual.Statistic, 1e-12);
        Assert.Equal(expected.P, actual.P, 1e-12);
        Assert.Equal(expected.DegreesOfFreedom, actual.DegreesOfFreedom);
    }
}
