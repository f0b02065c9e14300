using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class CholeskyTest
{
    [Fact]
    public void The_factor_multiplies_to_the_matrix_and_solves_at_every_order()
    {
        foreach (var order in (int[])[0, 1, 2, 7, 8, 9, 63, 64, 65, 119, 120, 121, 130, 250, 370])
        {
            var (matrix, target) = Quadratic.Random(order, 1);
            Assert.True(Cholesky.TryFactor(matrix, order, 1e-13, out var cholesky, out var dependent));
            Assert.Equal(-1, dependent);
            for (var i = 0; i < order; i++)
            {
                for (var j = i; j < order; j += 1 + (order / 20))
                {
                    var sum = 0.0;
                    for (var k = 0; k <= i; k++)
                    {
                        sum += cholesky!.Factor[(k * order) + i] * cholesky.Factor[(k * order) + j];
                    }

                    Assert.Equal(matrix[(i * order) + j], sum, 1e-12);
                }
            }

            double[] x = [.. target], back = new double[order];
            cholesky!.Solve(x);
            DenseKernels.Gemv(new DenseRows(matrix, order, order), x, back);
            Samples.Near(target, back, 1e-10);
        }
    }

    [Fact]
    public void The_diagonal_of_the_inverse_is_that_of_solving_for_unit_vectors()
    {
        foreach (var order in (int[])[0, 1, 2, 9, 64, 65, 131])
        {
            var (matrix, _) = Quadratic.Random(order, 2);
            Cholesky.TryFactor(matrix, order, 1e-13, out var cholesky, out _);
            var diagonal = cholesky!.InverseDiagonal();
            for (var i = 0; i < order; i++)
            {
                var unit = new double[order];
                unit[i] = 1;
                cholesky.Solve(unit);

                Assert.Equal(unit[i], diagonal[i], 1e-10 * unit[i]);
            }
        }
    }

    [Fact]
    public void The_inverse_of_two_by_two_is_that_by_hand()
    {
        Assert.True(Cholesky.TryFactor([4, 2, double.NaN, 3], 2, 0, out var cholesky, out _));

        Assert.Equal(3.0 / 8, cholesky!.InverseDiagonal()[0], 1e-15);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(126)]
    public void The_first_column_that_depends_on_others_is_named(int column)
    {
        const int order = 130, rows = 200;
        var values = Samples.Gaussian(rows * order, 1);
        for (var r = 0; r < rows; r++)
        {
            values[(r * order) + column] = values[r * order] + (1e3 * values[(r * order) + 1]);
        }

        var sums = new double[(order + 1) * (order + 1)];
        Gram.Add(new DenseRows(values, rows, order), default, default, default, sums);

        Assert.False(Cholesky.TryFactor(sums, order + 1, 1e-12, out var cholesky, out var dependent));
        Assert.Null(cholesky);
        Assert.Equal(column, dependent);
    }

    [Fact]
    public void A_column_of_which_less_than_the_tolerance_is_its_own_counts_as_dependent_at_any_scale()
    {
        foreach (var scale in (double[])[1, 1e-200, 1e200])
        {
            double[] nearly = [scale, scale, scale, scale * (1 + 1e-9)];

            Assert.True(Cholesky.TryFactor(nearly, 2, 1e-10, out _, out _));
            Assert.False(Cholesky.TryFactor(nearly, 2, 1e-8, out _, out var dependent));
            Assert.Equal(1, dependent);
        }
    }

    [Fact]
    public void What_is_not_positive_or_not_a_number_is_refused()
    {
        Assert.False(Cholesky.TryFactor([0], 1, 1e-12, out _, out _));
        Assert.False(Cholesky.TryFactor([-1], 1, 1e-12, out _, out _));
        Assert.False(Cholesky.TryFactor([double.NaN], 1, 1e-12, out _, out _));
        Assert.False(Cholesky.TryFactor([1, 2, 2, 1], 2, 1e-12, out _, out var dependent));
        Assert.Equal(1, dependent);
        Assert.Throws<ArgumentException>(() => Cholesky.TryFactor([1, 2], 2, 1e-12, out _, out _));
    }
}
