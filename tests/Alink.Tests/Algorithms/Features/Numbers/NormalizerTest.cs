using Alink.Features;

namespace Alink.Tests.Algorithms;

/// <summary>Expected values by scikit-learn 1.2.1's normalize, and for p = 3 by NumPy.</summary>
public class NormalizerTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [0.6, -1.1, -3.0, 2.5, 0.25]);

    [Theory]
    [InlineData(1, new[] { 0.08053691275167785, -0.1476510067114094, -0.40268456375838924, 0.33557046979865773, 0.03355704697986577 })]
    [InlineData(3, new[] { 0.16971401080788603, -0.3111423531477911, -0.8485700540394302, 0.7071417116995251, 0.07071417116995252 })]
    [InlineData(double.PositiveInfinity, new[] { 0.2, -0.3666666666666667, -1, 0.8333333333333334, 0.08333333333333333 })]
    public void A_vector_has_norm_1(double p, double[] expected)
    {
        var normalizer = new Normalizer { P = p };

        var dense = normalizer.Transform(Rows).Values<Vector>("features")[0];
        var sparse = normalizer.Transform(Rows.Sparse()).Values<Vector>("features")[0];

        Assert.All(expected, (number, j) => Assert.Equal(number, dense[j], 1e-15));
        Assert.All(expected, (number, j) => Assert.Equal(number, sparse[j], 1e-15));
        Assert.False(sparse.IsDense);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(2.5)]
    [InlineData(double.PositiveInfinity)]
    public void Neither_huge_nor_tiny_numbers_nor_zeros_lose_their_direction(double p)
    {
        var rows = Table.Of<Vector>("features", [3.0, -4.0], [3e300, -4e300], [3e-300, -4e-300], [0.0, 0.0]);

        var made = new Normalizer { P = p }.Transform(rows).Values<Vector>("features");

        Assert.Equal(made[0][1], made[1][1], 1e-15);
        Assert.Equal(made[0][1], made[2][1], 1e-15);
        Assert.Equal([0, 0], made[3]);
    }

    [Fact]
    public void NaN_makes_all_of_its_vector_NaN() => Assert.Equal(
        [double.NaN, double.NaN],
        new Normalizer().Transform(Table.Of<Vector>("features", [1.0, double.NaN])).Values<Vector>("features")[0]);

    [Fact]
    public void An_order_below_1_is_no_norm() =>
        Assert.Contains("P must be at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Normalizer { P = 0.5 }).Message);
}
