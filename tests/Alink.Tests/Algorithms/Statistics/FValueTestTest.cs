using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class FValueTestTest
{
    static readonly Table Iris = DataSets.Read("iris/iris.csv");

    // Expected: scikit-learn 1.2.1, feature_selection.f_regression of the petal's width on the three features before it.
    [Theory]
    [InlineData(0, 0, 1e-8)]
    [InlineData(1e8, 0, 1e-5)]
    [InlineData(0, 1e8, 1e-5)]
    public void Iris_is_that_of_scikit_learn(double offset, double targetOffset, double tolerance)
    {
        var numbers = Iris.Values<Vector>("features").ToArray();
        var rows = Table
            .Of<Vector>("features", [.. numbers.Select(row => Vector.Dense(Array.ConvertAll(row.ToArray()[..3], x => x + offset)))])
            .With("label", [.. numbers.Select(row => row[3] + targetOffset)]);
        var tests = new FValueTest().Evaluate(rows);

        Assert.All(
            new[] { 299.16731207, 22.91020509, 1882.45236765 }.Zip(tests.Results),
            pair => Assert.Equal(1, pair.Second.Statistic / pair.First, tolerance));
        Assert.All(
            new[] { 2.32549808e-37, 4.07322851e-06, 4.67500391e-86 }.Zip(tests.Results),
            pair => Assert.Equal(1, pair.Second.P / pair.First, 100 * tolerance));
    }

    [Fact]
    public void A_line_is_certain_and_a_constant_unknown()
    {
        var tests = new FValueTest().Evaluate(
            Table.Of<Vector>("features", [5.0, -1.0], [5.0, -2.0], [5.0, -3.0]).With("label", 2.0, 4.0, 6.0));

        Assert.Equal(new(double.NaN, double.NaN, 1, 1), tests[0]);
        Assert.InRange(tests[1].Statistic, 1e14, double.PositiveInfinity);
        Assert.InRange(tests[1].P, 0, 1e-7);
    }

    [Fact]
    public void Two_rows_always_lie_on_a_line() =>
        Assert.Contains("there were 2", Assert.Throws<TrainingException>(
            () => new FValueTest().Evaluate(Table.Of<Vector>("features", [1.0], [2.0]).With("label", 2.0, 4.0))).Message);
}
