using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class VarianceInflationTest
{
    // Expected: statsmodels' variance_inflation_factor of the iris data with a constant; NumPy's eigenvalues of the correlations.
    [Fact]
    public void Iris_is_that_of_statsmodels()
    {
        var inflation = new VarianceInflation().Evaluate(DataSets.Read("iris/iris.csv"));

        Assert.All(
            new[] { 7.072722013939539, 2.100871676124254, 31.26149777492164, 16.090175419908462 }.Zip(inflation.Factors),
            pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        Assert.All(
            new[] { 1.0, 1.786896298624828, 4.459441363228485, 11.86967785276138 }.Zip(inflation.ConditionIndices),
            pair => Assert.Equal(pair.First, pair.Second, 1e-10));
        Assert.Equal(11.86967785276138, inflation.ConditionNumber, 1e-10);
    }

    [Fact]
    public void What_follows_from_others_is_infinite_and_what_does_not_is_not()
    {
        var random = new Random(2);
        var rows = Table.Of("features", [.. Enumerable.Range(0, 100).Select(_ => Vector.Of([random.NextDouble(), random.NextDouble(), random.NextDouble()]))
            .Select(row => Vector.Of([row[0], row[1], row[2], (2 * row[0]) - row[1] + 5]))]);
        var inflation = new VarianceInflation().Evaluate(rows);

        Assert.Equal([true, true, false, true], inflation.Factors.Select(double.IsInfinity));
        Assert.InRange(inflation.Factors[2], 1, 1.2);
        Assert.Equal(double.PositiveInfinity, inflation.ConditionNumber);
    }

    [Fact]
    public void A_feature_that_never_varies_is_named() => Assert.Contains(
        "'1'",
        Assert.Throws<TrainingException>(
            () => new VarianceInflation().Evaluate(Table.Of<Vector>("features", [1.0, 2.0], [2.0, 2.0]))).Message);
}
