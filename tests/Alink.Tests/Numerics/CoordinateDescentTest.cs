using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class CoordinateDescentTest
{
    [Fact]
    public void Without_penalties_the_solution_is_that_of_the_linear_system()
    {
        var (matrix, target) = Quadratic.Random(30, 1);
        double[] expected = [.. target], actual = new double[30];
        Cholesky.TryFactor(matrix, 30, 1e-12, out var factor, out _);
        factor!.Solve(expected);
        new CoordinateDescent().Solve(matrix, target, actual);

        Samples.Near(expected, actual, 1e-11);
    }

    [Theory]
    [InlineData(0.05, 0.0, false)]
    [InlineData(0.5, 0.1, false)]
    [InlineData(0.2, 0.0, true)]
    [InlineData(0.0, 0.3, true)]
    [InlineData(100, 0.0, true)]
    public void The_optimum_meets_the_conditions_of_Karush_Kuhn_and_Tucker(double l1, double l2, bool bounded)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            const int order = 40;
            var (matrix, target) = Quadratic.Random(order, seed);
            double[] lower = [.. Enumerable.Repeat(bounded ? -0.1 : double.NegativeInfinity, order)];
            double[] upper =
            [
                .. Enumerable.Range(0, order).Select(j => bounded && j % 2 == 0 ? 0.2 : double.PositiveInfinity),
            ];
            double[] penalty = [.. Enumerable.Range(0, order).Select(j => j % 4 == 0 ? 0 : l1)];
            double[] ridge = [.. Enumerable.Range(0, order).Select(j => j % 3 == 0 ? 0 : l2)];
            if (bounded)
            {
                lower[7] = 0.05;
                lower[8] = upper[8] = 0.1;
            }

            var point = Samples.Gaussian(order, seed);
            new CoordinateDescent { L1 = penalty, L2 = ridge, Lower = lower, Upper = upper }.Solve(
                matrix, target, point);
            var gradient = new double[order];
            DenseKernels.Gemv(new DenseRows(matrix, order, order), point, gradient);
            for (var j = 0; j < order; j++)
            {
                gradient[j] += (ridge[j] * point[j]) - target[j];
            }

            Quadratic.MeetsConditions(point, gradient, penalty, lower, upper, 1e-9);
        }
    }

    [Fact]
    public void One_coordinate_is_the_soft_threshold()
    {
        double[] point = [5];
        new CoordinateDescent { L1 = new double[] { 1 }, L2 = new double[] { 2 } }.Solve([2], [-7], point);

        // sign (c) (|c| − l1) / (a + l2)
        Assert.Equal([-1.5], point);
    }

    [Fact]
    public void Equal_columns_and_columns_of_zeros_end_in_a_minimum()
    {
        double[] point = [0, 0, 0];
        new CoordinateDescent { L1 = new double[] { 0.5, 0.5, 0.5 } }.Solve(
            [1, 1, 0, 1, 1, 0, 0, 0, 0], [2, 2, 0], point);

        Assert.Equal(1.5, point[0] + point[1], 1e-10);
        Assert.Equal(0, point[2]);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new CoordinateDescent().Solve([1, 2], [1], [0]));
        Assert.Throws<ArgumentException>(() => new CoordinateDescent().Solve([1], [1, 1], [0]));
    }
}
