using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class SymmetricEigenTest
{
    [Fact]
    public void Values_and_vectors_are_those_computed_by_hand()
    {
        var eigen = SymmetricEigen.Of([2, -1, 0, -1, 2, -1, 0, -1, 2], 3);

        Assert.Equal([2 + Math.Sqrt(2), 2, 2 - Math.Sqrt(2)], eigen.Values.Select(value => Math.Round(value, 14)), new Close(1e-13));
        Assert.Equal([-0.5, Math.Sqrt(0.5), -0.5], eigen.Vectors[..3], new Close(1e-14));
        Assert.Equal([0.5, Math.Sqrt(0.5), 0.5], eigen.Vectors[6..], new Close(1e-14));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(130)]
    public void A_matrix_is_put_together_again_and_vectors_stand_at_right_angles(int order)
    {
        var matrix = Random(order);

        var eigen = SymmetricEigen.Of(matrix, order);

        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < order; j++)
            {
                var (rebuilt, angle) = (0.0, 0.0);
                for (var k = 0; k < order; k++)
                {
                    rebuilt += eigen.Values[k] * eigen.Vectors[(k * order) + i] * eigen.Vectors[(k * order) + j];
                    angle += eigen.Vectors[(i * order) + k] * eigen.Vectors[(j * order) + k];
                }

                Assert.Equal(matrix[(i * order) + j], rebuilt, 1e-13 * order);
                Assert.Equal(i == j ? 1 : 0, angle, 1e-14 * order);
            }

            Assert.True(i == 0 || eigen.Values[i - 1] >= eigen.Values[i]);
            var vector = eigen.Vectors.AsSpan(i * order, order).ToArray();
            Assert.True(vector.MaxBy(Math.Abs) > 0);
        }
    }

    [Fact]
    public void Equal_values_zeros_and_a_matrix_of_zeros_are_no_trouble()
    {
        Assert.Equal([3, 3, 0, 0], SymmetricEigen.Of([0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0], 4).Values);
        Assert.Equal([0, 0], SymmetricEigen.Of([0, 0, 0, 0], 2).Values);
        Assert.Equal([4, 0, 0, 0], SymmetricEigen.Of([.. Enumerable.Repeat(1.0, 16)], 4).Values, new Close(1e-14));
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    public void Numbers_far_from_1_neither_overflow_nor_vanish(double unit) =>
        Assert.Equal([3 * unit, unit], SymmetricEigen.Of([2 * unit, unit, unit, 2 * unit], 2).Values, new Close(1e-14 * unit));

    [Fact]
    public void What_is_no_finite_square_is_refused()
    {
        Assert.Contains("order 2", Assert.Throws<ArgumentException>(() => SymmetricEigen.Of([1, 2, 3], 2)).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => SymmetricEigen.Of([double.NaN], 1)).Message);
    }

    static double[] Random(int order)
    {
        var random = new Random(order);
        var matrix = new double[order * order];
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                matrix[(i * order) + j] = matrix[(j * order) + i] = (2 * random.NextDouble()) - 1;
            }
        }

        return matrix;
    }

    sealed class Close(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double number) => 0;
    }
}
