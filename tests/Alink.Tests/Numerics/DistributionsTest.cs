using Alink.Numerics;

namespace Alink.Tests.Numerics;

/// <summary>Against scipy.stats 1.10.</summary>
public class DistributionsTest
{
    [Theory]
    [InlineData(2.0, 10, 0.07338803477074039)]
    [InlineData(0, 5, 1)]
    [InlineData(-3.5, 2.5, 0.052345546960320316)]
    [InlineData(40, 7, 1.5902179984850428e-09)]
    [InlineData(1.96, 1e6, 0.04999606758526978)]
    [InlineData(double.PositiveInfinity, 3, 0)]
    public void Student_t(double t, double degrees, double expected) =>
        Near(expected, Distributions.StudentTTwoSided(t, degrees));

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.96, 0.024997895148220435)]
    [InlineData(-1.96, 0.9750021048517795)]
    [InlineData(10, 7.61985302416047e-24)]
    [InlineData(37, 5.7255712225239266e-300)]
    public void Normal(double z, double expected)
    {
        Near(expected, Distributions.NormalSurvival(z));
        Near(expected, Distributions.NormalCumulative(-z));
        Near(2 * Math.Min(expected, 1 - expected), Distributions.NormalTwoSided(z));
    }

    [Theory]
    [InlineData(3.84, 1, 0.05004352124870519)]
    [InlineData(100, 10, 5.4497019829205215e-17)]
    [InlineData(0.5, 3, 0.9188914116546758)]
    [InlineData(1500, 1000, 1.0454640385980825e-22)]
    [InlineData(300, 2, 7.175095973164448e-66)]
    [InlineData(-1, 2, 1)]
    [InlineData(double.PositiveInfinity, 2, 0)]
    public void Chi_square(double x, double degrees, double expected) =>
        Near(expected, Distributions.ChiSquareSurvival(x, degrees));

    [Theory]
    [InlineData(4, 2, 10, 0.05292214940134466)]
    [InlineData(1, 5, 5, 0.5)]
    [InlineData(100, 3, 30, 1.0253854820990844e-15)]
    [InlineData(0.01, 1, 2.5, 0.9278065440624906)]
    [InlineData(0, 1, 1, 1)]
    [InlineData(double.PositiveInfinity, 1, 1, 0)]
    public void F(double x, double numerator, double denominator, double expected) =>
        Near(expected, Distributions.FSurvival(x, numerator, denominator));

    [Fact]
    public void Quantile() => Near(1.959963984540054, Distributions.NormalQuantile(0.975));

    static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-9 * Math.Abs(expected));
}
