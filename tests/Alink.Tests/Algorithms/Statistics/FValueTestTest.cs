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

    [Theory]
    [InlineData(3, 1)]
    [InlineData(8, 40)]
    [InlineData(19, 700)]
    public void A_sparse_row_counts_as_a_dense_one_to_the_bit(int width, int rows)
    {
        var random = new Alink.Numerics.SeededRandom(width);
        Vector[] dense = [.. Enumerable.Range(0, rows + 5).Select(_ => Vector.Dense(
            Enumerable.Range(0, width).Select(j => random.NextDouble() < 0.4 ? 0 : j + random.NextGaussian()).ToArray()))];
        Vector[] sparse = [.. dense.Select(row => Vector.Sparse(
            width, Enumerable.Range(0, width).Where(j => row[j] != 0).ToArray(), row.ToArray().Where(value => value != 0).ToArray()))];
        double[] labels = [.. dense.Select(row => row[0] + random.NextGaussian())];
        var tests = new FValueTest().Evaluate(Table.Of<Vector>("features", dense).With("label", labels));

        Assert.Equal(
            tests.Results.ToArray(),
            new FValueTest().Evaluate(Table.Of<Vector>("features", sparse).With("label", labels)).Results.ToArray());
        for (var j = 0; j < width; j++)
        {
            double[] feature = [.. dense.Select(row => row[j])];
            var r = feature.Zip(labels, (x, y) => (x - feature.Average()) * (y - labels.Average())).Sum()
                / Math.Sqrt(feature.Sum(x => Math.Pow(x - feature.Average(), 2)) * labels.Sum(y => Math.Pow(y - labels.Average(), 2)));
            Assert.Equal(1, r * r / (1 - (r * r)) * (labels.Length - 2) / tests[j].Statistic, 1e-9);
        }
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
