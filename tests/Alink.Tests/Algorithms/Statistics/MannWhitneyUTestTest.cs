using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class MannWhitneyUTestTest
{
    static readonly Table Few = Table
        .Of("value", 3.1, 0.2, 4.7, 1.9, 8.8, 2.5, 1.0, 2.2, 3.3, 0.5, 9.1, 4.4, 7.7)
        .With("group", "a", "a", "a", "a", "a", "a", "b", "b", "b", "b", "b", "b", "b");

    // Expected: scipy 1.10.1, stats.mannwhitneyu.
    [Theory]
    [InlineData(Alternative.Less, 0.4178321678321678)]
    [InlineData(Alternative.Greater, 0.6346153846153846)]
    [InlineData(Alternative.TwoSided, 0.8356643356643356)]
    public void Few_rows_are_those_of_scipy(Alternative alternative, double p)
    {
        var test = new MannWhitneyUTest { Alternative = alternative }.Evaluate(Few);

        Assert.Equal(19, test.Statistic);
        Assert.Equal(p, test.P, 1e-14);
    }

    // Expected: scipy 1.10.1, stats.mannwhitneyu of the width of the sepals of setosa and versicolor; there are ties.
    [Theory]
    [InlineData(Alternative.Less, 0.9999999999998982)]
    [InlineData(Alternative.Greater, 1.0716898640387601e-13)]
    [InlineData(Alternative.TwoSided, 2.1433797280775203e-13)]
    public void Many_rows_with_ties_are_those_of_scipy(Alternative alternative, double p)
    {
        var iris = DataSets.Read("iris/iris.csv").Head(100);
        var rows = iris.With("value", [.. iris.Values<Vector>("features").ToArray().Select(row => row[1])]);
        var test = new MannWhitneyUTest { Group = "label", Alternative = alternative }.Evaluate(rows);

        Assert.Equal(2312, test.Statistic);
        Assert.Equal(1, test.P / p, 1e-9);
    }

    [Fact]
    public void The_groups_stand_in_the_order_of_their_names()
    {
        var turned = Few.Gather([.. Enumerable.Range(0, 13).Reverse()]);

        Assert.Equal(new MannWhitneyUTest().Evaluate(Few), new MannWhitneyUTest().Evaluate(turned));
    }

    [Fact]
    public void Equal_numbers_are_not_apart() => Assert.Equal(
        new(2, 1), new MannWhitneyUTest().Evaluate(Table.Of("value", 1.0, 1, 1, 1).With("group", "a", "a", "b", "b")));

    [Fact]
    public void One_group_is_no_test() => Assert.Contains(
        "there is one", Assert.Throws<TrainingException>(() => new MannWhitneyUTest().Evaluate(Few.Head(3))).Message);
}
