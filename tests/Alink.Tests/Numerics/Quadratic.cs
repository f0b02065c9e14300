using Alink.Numerics;

namespace Alink.Tests.Numerics;

/// <summary>½ xᵀ A x − cᵀ x with a random positive definite A, and what holds at its constrained minimum.</summary>
static class Quadratic
{
    public static (double[] Matrix, double[] Target) Random(int order, long seed)
    {
        var rows = order + 3;
        var values = Samples.Gaussian(rows * order, seed);
        var matrix = new double[order * order];
        for (var i = 0; i < order; i++)
        {
            for (var j = 0; j < order; j++)
            {
                for (var r = 0; r < rows; r++)
                {
                    matrix[(i * order) + j] += values[(r * order) + i] * values[(r * order) + j] / order;
                }
            }

            matrix[(i * order) + i] += 0.05;
        }

        return (matrix, Samples.Gaussian(order, seed + 1000));
    }

    public static Objective Objective(double[] matrix, double[] target) => (point, gradient) =>
    {
        var order = target.Length;
        DenseKernels.Gemv(new DenseRows(matrix, order, order), point.Span, gradient.Span);
        var value = (DenseKernels.Dot(gradient.Span, point.Span) / 2) - DenseKernels.Dot(target, point.Span);
        DenseKernels.Axpy(-1, target, gradient.Span);
        return new(value);
    };

    /// <summary>
    /// No permitted small move of one coordinate lowers f + Σ l1 |x|, whose smooth part has this gradient.
    /// </summary>
    public static void MeetsConditions(
        double[] point, double[] gradient, double[] l1, double[] lower, double[] upper, double tolerance)
    {
        for (var j = 0; j < point.Length; j++)
        {
            Assert.InRange(point[j], lower[j], upper[j]);
            var up = gradient[j] + (point[j] >= 0 ? l1[j] : -l1[j]);
            var down = gradient[j] + (point[j] <= 0 ? -l1[j] : l1[j]);
            Assert.True(
                point[j] >= upper[j] || up >= -tolerance, $"Variable {j} should grow from {point[j]:R}: {up:R}.");
            Assert.True(
                point[j] <= lower[j] || down <= tolerance, $"Variable {j} should fall from {point[j]:R}: {down:R}.");
        }
    }
}
