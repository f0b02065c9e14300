using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class KolmogorovTest
{
    // Expected: scipy 1.10.1, stats.kstwo.sf(d, n); of n from 500 to 2,000 with d <= 0.05, where scipy approximates, the matrix of
    // Marsaglia, Tsang and Wang in 40 digits (mpmath).
    [Theory]
    [InlineData(1, 0.6, 0.8, 1e-12)]
    [InlineData(2, 0.7, 0.18, 1e-12)]
    [InlineData(5, 0.3, 0.664, 1e-12)]
    [InlineData(10, 0.45, 0.022891810311717498, 1e-10)]
    [InlineData(50, 0.19, 0.046989328202061253, 1e-10)]
    [InlineData(100, 0.05, 0.9532159710635725, 1e-12)]
    [InlineData(500, 0.05, 0.158662639220619946, 1e-11)]
    [InlineData(1000, 0.02, 0.810897131070212134, 1e-11)]
    [InlineData(1000, 0.06, 0.001428597887952891, 1e-8)]
    [InlineData(1000, 0.1, 3.703687096817711e-09, 1e-9)]
    [InlineData(30, 0.8, 3.6454831616388266e-21, 1e-10)]
    [InlineData(2000, 0.02, 0.395313372003090906, 1e-7)]
    [InlineData(2000, 0.04, 0.0032305680961256145, 1e-6)]
    [InlineData(5000, 0.01, 0.6954557253913853, 1e-6)]
    [InlineData(100000, 0.003, 0.3284563327726956, 1e-6)]
    [InlineData(100000, 0.006, 0.0014871489301131564, 1e-6)]
    [InlineData(100000, 0.007, 0.00011037747344517993, 1e-8)]
    public void Survival_is_that_of_scipy(int n, double d, double expected, double tolerance) =>
        Assert.Equal(1, Kolmogorov.Survival(n, d) / expected, tolerance);

    [Fact]
    public void The_ends_are_certain()
    {
        Assert.Equal(1, Kolmogorov.Survival(10, 0.05));
        Assert.Equal(1, Kolmogorov.Survival(10, 0));
        Assert.Equal(0, Kolmogorov.Survival(10, 1));
        Assert.Equal(double.NaN, Kolmogorov.Survival(10, double.NaN));
    }

    [Fact]
    public void Millions_of_numbers_go_on_where_a_million_ends() =>
        Assert.Equal(1, Kolmogorov.Survival(1_000_001, 0.0025) / Kolmogorov.Survival(1_000_000, 0.0025), 1e-4);
}
