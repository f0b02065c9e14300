using Alink.Classification;
using static Alink.Tests.Algorithms.LogisticRegressionTest;

namespace Alink.Tests.Algorithms;

public class LogisticBoundsTest
{
    [Theory]
    [MemberData(nameof(Solvers), MemberType = typeof(LogisticRegressionTest))]
    public void Bounds_hold_and_the_optimum_within_them_is_found(LogisticSolver solver)
    {
        var bounded = Weighted with
        {
            Solver = solver,
            Tolerance = 1e-9,
            LowerCoefficients = [double.NegativeInfinity, 0.25],
            UpperCoefficients = [0.5, double.PositiveInfinity],
        };
        var model = bounded.Fit(Rows);
        Assert.Equal(0.5, model.Coefficients[0, 0], 1e-12);
        Assert.Equal(0.25, model.Coefficients[0, 1], 1e-12);

        // With both coefficients held, the intercept is that whose expected positives are the positives.
        var expected = Rows.Values<double>("weight").ToArray()
            .Zip(Rows.Values<Vector>("features").ToArray(), (w, x) => w * model.Probabilities(x)[1]).Sum();
        Assert.Equal(7.5, expected, 1e-4);

        var both = (bounded with { LowerIntercepts = [-1], UpperIntercepts = [0.5] }).Fit(Rows);
        Assert.Equal(-1, both.Intercepts[0], 1e-12);
        Assert.True(both.Coefficients[0, 0] <= 0.5 && both.Coefficients[0, 1] >= 0.25);
        Assert.True(both.Summary.LogLoss > model.Summary.LogLoss);
        Assert.Contains("2 bounds; it has 1", Assert.Throws<ArgumentException>(
            () => (Weighted with { LowerCoefficients = [1] }).Fit(Rows)).Message);
        Assert.Contains("FitIntercept", Assert.Throws<ArgumentException>(
            () => (Weighted with { LowerIntercepts = [1], FitIntercept = false }).Fit(Rows)).Message);
    }

    [Fact]
    public void Bounds_of_many_classes_hold_for_each()
    {
        var model = (Weighted with
        {
            LowerCoefficients = [.. Enumerable.Repeat(-0.3, 6)],
            UpperCoefficients = [.. Enumerable.Repeat(0.3, 6)],
            LowerIntercepts = [0, -0.5, -0.5],
            UpperIntercepts = [0, 0.5, 0.5],
            Tolerance = 1e-9,
        }).Fit(Three);

        Assert.All(model.Coefficients.Values.ToArray(), b => Assert.InRange(b, -0.3, 0.3));
        Assert.Equal(0, model.Intercepts[0]);
        Assert.InRange(model.Intercepts[1], -0.5, 0.5);
        Assert.True(model.Summary.ObjectiveHistory[^1] < model.Summary.ObjectiveHistory[0]);
    }
}
