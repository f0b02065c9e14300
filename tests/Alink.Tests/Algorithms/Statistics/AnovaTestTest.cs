using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class AnovaTestTest
{
    static readonly Table Iris = DataSets.Read("iris/iris.csv");

    // Expected: scikit-learn 1.2.1, feature_selection.f_classif on the iris data (which loses every digit at the offset).
    [Theory, InlineData(0), InlineData(1e8)]
    public void Iris_is_that_of_scikit_learn(double offset)
    {
        var rows = Iris.With<Vector>("features", [.. Iris.Values<Vector>("features").ToArray().Select(
            row => Vector.Dense(Array.ConvertAll(row.ToArray(), x => x + offset)))]);
        var (tests, tolerance) = (new AnovaTest().Evaluate(rows), offset == 0 ? 1e-8 : 1e-6);

        Assert.All(
            new[] { 119.26450218, 49.16004009, 1180.16118225, 960.0071468 }.Zip(tests.Results),
            pair => Assert.Equal(1, pair.Second.Statistic / pair.First, tolerance));
        Assert.All(
            new[] { 1.66966919e-31, 4.49201713e-17, 2.85677661e-91, 4.16944584e-85 }.Zip(tests.Results),
            pair => Assert.Equal(1, pair.Second.P / pair.First, 100 * tolerance));
        Assert.All(tests.Results, test => Assert.Equal((2, 147), (test.DegreesOfFreedom, test.ResidualDegreesOfFreedom)));
    }

    [Fact]
    public void A_feature_that_varies_between_classes_alone_is_certain_and_a_constant_one_unknown()
    {
        var tests = new AnovaTest().Evaluate(
            Table.Of<Vector>("features", [0.1, 1.0], [0.1, 1.0], [0.1, 2.0], [0.1, 2.0]).With("label", "a", "a", "b", "b"));

        Assert.Equal(new(double.NaN, double.NaN, 1, 2), tests[0]);
        Assert.Equal(new(double.PositiveInfinity, 0, 1, 2), tests[1]);
    }

    [Fact]
    public void Classes_without_a_second_row_are_no_test()
    {
        var one = Table.Of<Vector>("features", [1.0], [2.0]).With("label", "a", "a");
        var single = Table.Of<Vector>("features", [1.0], [2.0]).With("label", "a", "b");

        Assert.Contains("2 rows of 1 classes", Assert.Throws<TrainingException>(() => new AnovaTest().Evaluate(one)).Message);
        Assert.Contains("2 rows of 2 classes", Assert.Throws<TrainingException>(() => new AnovaTest().Evaluate(single)).Message);
    }
}
