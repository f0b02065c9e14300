using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class NewtonTest
{
    const int Count = 400;
    const int Width = 5;
    static readonly double[] Values = Samples.Gaussian(Count * Width, 1);
    static readonly double[] Labels = Chances(2);

    [Fact]
    public async Task A_quadratic_function_takes_one_step()
    {
        var (matrix, target) = Quadratic.Random(20, 1);
        var smooth = Quadratic.Objective(matrix, target);
        var (result, _) = await new Newton().MinimizeAsync(
            (point, gradient, hessian) =>
            {
                matrix.AsSpan(0, hessian.Length).CopyTo(hessian.Span);
                return smooth(point, gradient);
            },
            new double[20]);
        Cholesky.TryFactor(matrix, 20, 1e-12, out var factor, out _);
        factor!.Solve(target);

        Samples.Near(target, result.Point, 1e-11);
        Assert.Equal(1, result.Iterations);
        Assert.Equal(StopReason.Gradient, result.Reason);
    }

    [Fact]
    public async Task A_logistic_regression_has_no_gradient_at_the_end_and_L_BFGS_agrees()
    {
        var gradient = new double[Width + 1];
        var (result, _) = await new Newton { Tolerance = 1e-14 }.MinimizeAsync(Logistic(Count), new double[Width + 1]);
        await Logistic(Count)(result.Point, gradient, default);
        var other = await new Lbfgs { Tolerance = 0, GradientTolerance = 1e-10 }.MinimizeAsync(
            (point, slope) => Logistic(Count)(point, slope, default), new double[Width + 1]);

        Assert.All(gradient, slope => Assert.Equal(0, slope, 1e-5));
        Samples.Near(other.Point, result.Point, 1e-6);
        Assert.True(result.HasConverged);
        Assert.Equal(result.Losses.Order().Reverse(), result.Losses);
    }

    [Fact]
    public async Task The_Hessian_of_a_sample_leads_to_the_same_minimum_with_gradients_alone()
    {
        var hessians = 0;
        CurvedObjective whole = (point, gradient, hessian) =>
        {
            hessians += hessian.IsEmpty ? 0 : 1;
            return Logistic(Count)(point, gradient, hessian);
        };
        var (direct, _) = await new Newton { Tolerance = 1e-13 }.MinimizeAsync(Logistic(Count), new double[Width + 1]);
        var (sample, curvature) = await new Newton { Near = 0 }.MinimizeAsync(
            Logistic(Count / 4, 4), new double[Width + 1]);
        var (result, _) = await new Newton { Tolerance = 1e-13 }.MinimizeAsync(whole, sample.Point, curvature);

        Samples.Near(direct.Point, result.Point, 1e-5);
        Assert.InRange(hessians, 0, 1);
    }

    [Fact]
    public async Task A_misleading_Hessian_is_replaced()
    {
        var (matrix, _) = Quadratic.Random(Width + 1, 3);
        DenseKernels.Scale(1e-3, matrix);
        Cholesky.TryFactor(matrix, Width + 1, 1e-14, out var wrong, out _);
        var (direct, _) = await new Newton { Tolerance = 1e-13 }.MinimizeAsync(Logistic(Count), new double[Width + 1]);
        var (result, _) = await new Newton { Tolerance = 1e-13 }.MinimizeAsync(
            Logistic(Count), new double[Width + 1], wrong);

        Samples.Near(direct.Point, result.Point, 1e-5);
    }

    [Fact]
    public async Task A_full_step_that_leads_too_far_is_shortened()
    {
        // Newton's step for sqrt (1 + x²) goes from x to −x³.
        var (result, _) = await new Newton { Tolerance = 1e-15 }.MinimizeAsync(
            (point, gradient, hessian) =>
            {
                var root = Math.Sqrt(1 + (point.Span[0] * point.Span[0]));
                gradient.Span[0] = point.Span[0] / root;
                hessian.Span.Fill(1 / (root * root * root));
                return new(root);
            },
            new double[] { 10 });

        Assert.Equal(0, result.Point[0], 1e-6);
        Assert.Equal(1, result.Loss, 1e-12);
    }

    [Fact]
    public async Task Columns_that_depend_on_each_other_end_in_a_minimum()
    {
        double[] twice =
        [
            .. Enumerable.Range(0, Count).SelectMany(r => (double[])[Values[r * Width], Values[r * Width], 0]),
        ];
        var (result, _) = await new Newton().MinimizeAsync(
            (point, gradient, hessian) => Pass(new(twice, Count, 3), Labels, point, gradient, hessian), new double[4]);
        double[] once = [.. Enumerable.Range(0, Count).Select(r => Values[r * Width])];
        var (expected, _) = await new Newton().MinimizeAsync(
            (point, gradient, hessian) => Pass(new(once, Count, 1), Labels, point, gradient, hessian), new double[2]);

        Assert.Equal(expected.Loss, result.Loss, 1e-7);
        Assert.True(result.HasConverged);
    }

    [Fact]
    public async Task Classes_that_a_plane_separates_end_after_all_iterations_or_at_no_loss()
    {
        double[] values = [-2, -1, 1, 2], labels = [0, 0, 1, 1];
        var (result, _) = await new Newton { MaxIterations = 12 }.MinimizeAsync(
            (point, gradient, hessian) => Pass(new(values, 4, 1), labels, point, gradient, hessian), new double[2]);

        Assert.InRange(result.Loss, 0, 1e-3);
        Assert.All(result.Point, b => Assert.True(double.IsFinite(b)));
    }

    [Fact]
    public async Task No_iterations_a_wrong_gradient_and_no_value_are_answered()
    {
        CurvedObjective wrong = (point, gradient, hessian) =>
        {
            gradient.Span[0] = -1;
            hessian.Span.Fill(1);
            return new(point.Span[0] * point.Span[0]);
        };
        var (result, _) = await new Newton().MinimizeAsync(wrong, new double[] { 1 });
        var (none, _) = await new Newton { MaxIterations = 0 }.MinimizeAsync(Logistic(Count), new double[Width + 1]);

        Assert.Equal(StopReason.LineSearch, result.Reason);
        Assert.Equal(StopReason.MaxIterations, none.Reason);
        Assert.Single(none.Losses);
        await Assert.ThrowsAsync<ArithmeticException>(
            () => new Newton().MinimizeAsync((_, _, _) => new(double.NaN), new double[1]).AsTask());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            "MaxIterations", () => new Newton { MaxIterations = -1 }.MinimizeAsync(wrong, new double[1]).AsTask());
    }

    /// <summary>The mean loss of the first rows, so that a sample has about the Hessian of the whole.</summary>
    static CurvedObjective Logistic(int count, double weight = 1) => (point, gradient, hessian) =>
    {
        var rows = new DenseRows(Values.AsSpan(0, count * Width), count, Width);
        var loss = Pass(rows, Labels.AsSpan(0, count), point, gradient, hessian).Result;
        DenseKernels.Scale(weight, gradient.Span);
        DenseKernels.Scale(weight, hessian.Span);
        return new(loss * weight);
    };

    static ValueTask<double> Pass(
        DenseRows rows,
        ReadOnlySpan<double> labels,
        ReadOnlyMemory<double> point,
        Memory<double> gradient,
        Memory<double> hessian)
    {
        gradient.Span.Clear();
        hessian.Span.Clear();
        return new(hessian.IsEmpty
            ? LogisticLoss.Add(rows, labels, default, point.Span, gradient.Span)
            : LogisticLoss.AddWithHessian(rows, labels, default, point.Span, gradient.Span, hessian.Span));
    }

    static double[] Chances(long seed)
    {
        var random = new SeededRandom(seed);
        return
        [
            .. Enumerable.Range(0, Count)
                .Select(r => (2 * Values[r * Width]) - Values[(r * Width) + 1] + 0.5)
                .Select(margin => random.NextDouble() < LogisticLoss.Probability(margin) ? 1.0 : 0.0),
        ];
    }
}
