using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class TTestTest
{
    static readonly Table Iris = DataSets.Read("iris/iris.csv") is var iris ? iris
        .With("length", [.. iris.Values<Vector>("features").ToArray().Select(row => row[0])])
        .With("width", [.. iris.Values<Vector>("features").ToArray().Select(row => row[1])]) : null!;

    static readonly Table Two = Iris.Head(100);

    // Expected: scipy 1.10.1, stats.ttest_1samp of the width of setosa's sepals against 3.4.
    [Theory]
    [InlineData(Alternative.TwoSided, 0.6038065560288263)]
    [InlineData(Alternative.Less, 0.6980967219855869)]
    [InlineData(Alternative.Greater, 0.30190327801441313)]
    public void One_sample_is_that_of_scipy(Alternative alternative, double p)
    {
        var test = new TTest { Input = "width", Mean = 3.4, Alternative = alternative }.Evaluate(Iris.Head(50));

        Assert.Equal(0.522312079091614, test.Statistic, 1e-12);
        Assert.Equal(p, test.P, 1e-12);
        Assert.Equal(49, test.DegreesOfFreedom);
    }

    // Expected: scipy 1.10.1, stats.ttest_ind of setosa and versicolor; degrees of freedom of statsmodels 0.13's ttest_ind.
    [Fact]
    public void Two_samples_are_those_of_scipy()
    {
        var welch = new TTest { Input = "width", Group = "label" };

        Same(9.454975848128596, 2.4842278957476994e-15, 94.69777366123705, welch);
        Same(9.454975848128596, 0.9999999999999988, 94.69777366123705, welch with { Alternative = Alternative.Less });
        Same(2.270343744687421, 0.025453600790515913, 94.69777366123705, welch with { Mean = 0.5 });
        Same(9.454975848128596, 1.8452599454769322e-15, 98, welch with { EqualVariances = true });
    }

    // Expected: scipy 1.10.1, stats.ttest_rel, and ttest_1samp of the differences against 2.8.
    [Fact]
    public void Pairs_are_those_of_scipy()
    {
        var paired = new TTest { Input = "length", Paired = "width" }.Evaluate(Iris);
        var against = new TTest { Input = "length", Paired = "width", Mean = 2.8 }.Evaluate(Iris);

        Assert.Equal(34.815192570828174, paired.Statistic, 1e-10);
        Assert.Equal(1, paired.P / 1.8495537347988507e-73, 1e-9);
        Assert.Equal(-0.17495071643631985, against.Statistic, 1e-11);
        Assert.Equal(0.8613558683608228, against.P, 1e-11);
    }

    [Fact]
    public void Numbers_that_never_vary_are_certain_or_say_nothing()
    {
        var rows = Table.Of("value", 2.0, 2.0, 2.0);

        Assert.Equal(new(double.PositiveInfinity, 0, 2), new TTest().Evaluate(rows));
        Assert.Equal(new(double.NaN, double.NaN, 2), new TTest { Mean = 2 }.Evaluate(rows));
    }

    [Fact]
    public void Too_few_rows_and_too_many_groups_are_refused()
    {
        var rows = Table.Of("value", 1.0, 2.0, 3.0, 4.0).With("group", "a", "a", "b", "c");

        Assert.Throws<TrainingException>(() => new TTest().Evaluate(rows.Head(1)));
        Assert.Contains("a, b, c", Assert.Throws<TrainingException>(() => new TTest { Group = "group" }.Evaluate(rows)).Message);
        Assert.Contains("2 and 1", Assert.Throws<TrainingException>(() => new TTest { Group = "group" }.Evaluate(rows.Head(3))).Message);
        Assert.Contains("there is one", Assert.Throws<TrainingException>(() => new TTest { Group = "group" }.Evaluate(rows.Head(2))).Message);
        Assert.Throws<SchemaException>(() => new TTest { Group = "group", Paired = "value" }.Evaluate(rows));
    }

    static void Same(double t, double p, double degrees, TTest test)
    {
        var actual = test.Evaluate(Two);
        Assert.Equal(t, actual.Statistic, 1e-11);
        Assert.Equal(1, actual.P / p, 1e-9);
        Assert.Equal(degrees, actual.DegreesOfFreedom, 1e-10);

        // In two lanes that begin with other groups: the first class stays the first.
        var turned = test with { };
        var states = Two.Batches(37).Reverse().Select(batch => turned.Update(turned.Start(batch.Schema), batch));
        Assert.Equal(t, turned.Snapshot(states.Aggregate(turned.Merge)).Statistic, 1e-11);
    }
}
