using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class LbfgsTest
{
    static readonly Lbfgs Tight = new() { Tolerance = 0, GradientTolerance = 1e-9, MaxIterations = 500 };

    [Fact]
    public async Task Rosenbrock_s_valley_leads_to_one_and_one()
    {
        var result = await Tight.MinimizeAsync(Rosenbrock, new double[] { -1.2, 1 });

        Assert.Equal(StopReason.Gradient, result.Reason);
        Samples.Near([1, 1], result.Point, 1e-8);
        Assert.Equal(result.Iterations + 1, result.Losses.Count);
        Assert.InRange(result.Evaluations, result.Iterations, 60);
    }

    [Fact]
    public async Task A_long_valley_is_walked_in_few_steps()
    {
        // scipy's L-BFGS-B takes 640 evaluations to the same tolerance.
        var patient = Tight with { MaxIterations = 3000 };
        var result = await patient.MinimizeAsync(Rosenbrock, Enumerable.Repeat(-1.0, 100).ToArray());

        Samples.Near(Enumerable.Repeat(1.0, 100).ToArray(), result.Point, 1e-6);
        Assert.InRange(result.Evaluations, 1, 700);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public async Task A_quadratic_function_is_solved_as_by_elimination(int order)
    {
        var (matrix, target) = Quadratic.Random(order, 1);
        var expected = target.ToArray();
        Assert.True(Cholesky.TryFactor(matrix, order, 1e-12, out var factor, out _));
        factor!.Solve(expected);
        var result = await Tight.MinimizeAsync(Quadratic.Objective(matrix, target), new double[order]);

        Assert.Equal(StopReason.Gradient, result.Reason);
        Samples.Near(expected, result.Point, 1e-6);
    }

    [Fact]
    public async Task Losses_never_rise_and_each_step_is_reported()
    {
        var steps = new List<OptimizerStep>();
        var result = await (Tight with { Progress = steps.Add }).MinimizeAsync(Rosenbrock, new double[] { -1.2, 1 });

        Assert.Equal(result.Losses.Order().Reverse(), result.Losses);
        Assert.Equal(Enumerable.Range(1, result.Iterations), steps.Select(step => step.Iteration));
        Assert.Equal(result.Losses.Skip(1), steps.Select(step => step.Loss));
        Assert.Equal(result.Loss, result.Losses[^1]);
    }

    [Fact]
    public async Task An_L1_penalty_gives_the_soft_threshold_of_a_separable_function()
    {
        // ½ Σ aⱼ (xⱼ − cⱼ)² + Σ lⱼ |xⱼ| has the minimum sign (c) max (0, |c| − l / a).
        double[] a = [1, 2, 0.5, 10, 1, 3], c = [3, -2, 0.1, 0.02, -0.5, 4], l1 = [1, 1, 1, 1, 0, 100];
        var result = await (Tight with { L1 = l1 }).MinimizeAsync(
            (point, gradient) =>
            {
                var sum = 0.0;
                for (var j = 0; j < a.Length; j++)
                {
                    var d = point.Span[j] - c[j];
                    gradient.Span[j] = a[j] * d;
                    sum += a[j] * d * d / 2;
                }

                return new(sum);
            },
            new double[6]);

        Samples.Near([2, -1.5, 0, 0, -0.5, 0], result.Point, 1e-8);
        Assert.Equal(0, result.Point[2]);
        Assert.Equal(0, result.Point[5]);
        Assert.Equal(0.5 + 0.25 + (0.25 * 0.01) + (5 * 0.0004) + (1.5 * 16) + 2 + 1.5, result.Loss, 1e-8);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    public async Task At_zero_only_what_exceeds_the_penalty_counts_as_slope(double side)
    {
        // The slope of ½ (x − c)² at 0 is −c, of which a penalty of 1 leaves all but nothing.
        var result = await (Tight with { L1 = new double[] { 1 } }).MinimizeAsync(
            (point, gradient) =>
            {
                var distance = point.Span[0] - (side * (1 + 1e-12));
                gradient.Span[0] = distance;
                return new(distance * distance / 2);
            },
            new double[1]);

        Assert.Equal(StopReason.Gradient, result.Reason);
        Assert.Equal(0, result.Iterations);
    }

    [Theory]
    [InlineData(0.0, false)]
    [InlineData(0.3, false)]
    [InlineData(0.0, true)]
    [InlineData(0.3, true)]
    [InlineData(3, true)]
    public async Task The_optimum_under_penalty_and_bounds_meets_the_conditions_of_Karush_Kuhn_and_Tucker(
        double l1, bool bounded)
    {
        for (var seed = 1; seed <= 10; seed++)
        {
            const int order = 25;
            var (matrix, target) = Quadratic.Random(order, seed);
            var lower = Enumerable.Repeat(bounded ? -0.1 : double.NegativeInfinity, order).ToArray();
            double[] upper =
            [
                .. Enumerable.Range(0, order).Select(j => bounded && j % 2 == 0 ? 0.2 : double.PositiveInfinity),
            ];
            var penalty = Enumerable.Range(0, order).Select(j => j % 5 == 0 ? 0 : l1).ToArray();
            if (bounded)
            {
                lower[3] = 0.05;
                lower[4] = upper[4] = 0.1;
                lower[6] = 0;
            }

            var objective = Quadratic.Objective(matrix, target);
            var options = Tight with { L1 = penalty, Lower = lower, Upper = upper };
            var result = await options.MinimizeAsync(objective, Samples.Gaussian(order, seed));
            var gradient = new double[order];
            await objective(result.Point, gradient);

            Assert.True(result.Reason is StopReason.Gradient or StopReason.Improvement);
            Quadratic.MeetsConditions(result.Point, gradient, penalty, lower, upper, 1e-6);
        }
    }

    [Fact]
    public async Task A_logistic_regression_with_L1_meets_the_conditions()
    {
        const int count = 200, width = 12;
        var values = Samples.Gaussian(count * width, 1);
        double[] labels =
        [
            .. Enumerable.Range(0, count).Select(i => values[i * width] - values[(i * width) + 1] > 0.1 ? 1.0 : 0.0),
        ];
        double[] l1 = [.. Enumerable.Repeat(8.0, width), 0], gradient = new double[width + 1];
        ValueTask<double> Objective(ReadOnlyMemory<double> point, Memory<double> slope)
        {
            slope.Span.Clear();
            return new(LogisticLoss.Add(new DenseRows(values, count, width), labels, default, point.Span, slope.Span));
        }

        var result = await (Tight with { L1 = l1 }).MinimizeAsync(Objective, new double[width + 1]);
        await Objective(result.Point, gradient);

        Assert.True(result.Reason is StopReason.Gradient or StopReason.Improvement);
        Assert.True(result.Point.Count(b => b == 0) > 4);
        var unbounded = Enumerable.Repeat(double.PositiveInfinity, width + 1).ToArray();
        Quadratic.MeetsConditions(result.Point, gradient, l1, [.. unbounded.Select(x => -x)], unbounded, 1e-5);
    }

    [Fact]
    public async Task A_step_into_nothing_is_taken_back()
    {
        // log x has no value at x ≤ 0, where the first steps from 100 would lead.
        var result = await Tight.MinimizeAsync(
            (point, gradient) =>
            {
                gradient.Span[0] = 1 - (1 / point.Span[0]);
                return new(point.Span[0] - Math.Log(point.Span[0]));
            },
            new double[] { 1e-3 });

        Assert.Equal(1, result.Point[0], 1e-8);
    }

    [Fact]
    public async Task A_wrong_gradient_ends_the_search_and_no_iterations_take_no_step()
    {
        var wrong = await Tight.MinimizeAsync(
            (point, gradient) =>
            {
                gradient.Span[0] = -point.Span[0];
                return new(point.Span[0] * point.Span[0]);
            },
            new double[] { 1 });
        var none = await (Tight with { MaxIterations = 0 }).MinimizeAsync(Rosenbrock, new double[] { -1.2, 1 });

        Assert.Equal(StopReason.LineSearch, wrong.Reason);
        Assert.Equal([1.0], wrong.Point);
        Assert.Equal(StopReason.MaxIterations, none.Reason);
        Assert.Equal([-1.2, 1], none.Point);
        Assert.Single(none.Losses);
    }

    [Fact]
    public async Task Options_out_of_range_are_refused_by_name()
    {
        Task<Optimum> Run(Lbfgs options) => options.MinimizeAsync(Rosenbrock, new double[] { 1, 2 }).AsTask();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("History", () => Run(new() { History = 0 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("MaxIterations", () => Run(new() { MaxIterations = -1 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>("L1", () => Run(new() { L1 = new double[] { 0, -1 } }));
        await Assert.ThrowsAsync<ArgumentException>(() => Run(new() { L1 = new double[] { 0 } }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            "Lower", () => Run(new() { Lower = new double[] { 0, 2 }, Upper = new double[] { 1, 1 } }));
        await Assert.ThrowsAsync<ArithmeticException>(
            () => new Lbfgs().MinimizeAsync((_, _) => new(double.NaN), new double[1]).AsTask());
    }

    static ValueTask<double> Rosenbrock(ReadOnlyMemory<double> point, Memory<double> gradient)
    {
        var x = point.Span;
        var g = gradient.Span;
        g.Clear();
        var sum = 0.0;
        for (var i = 0; i + 1 < x.Length; i++)
        {
            var bend = x[i + 1] - (x[i] * x[i]);
            sum += (100 * bend * bend) + ((1 - x[i]) * (1 - x[i]));
            g[i] += (-400 * x[i] * bend) - (2 * (1 - x[i]));
            g[i + 1] += 200 * bend;
        }

        return new(sum);
    }
}
