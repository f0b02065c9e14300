using Alink.Numerics;

namespace Alink.Classification;

/// <summary>What a Newton training leaves to go on from after a crash.</summary>
/// <param name="Point">The parameters in the standard space.</param>
/// <param name="Losses">The objective at the start and after each iteration.</param>
sealed record NewtonState(double[] Point, double[] Losses);

/// <summary>Minimises by Newton's method, or by its proximal form under an L1 penalty or bounds.</summary>
/// <param name="objective">What is minimised.</param>
/// <param name="lower">The least value of each parameter; empty for no bounds.</param>
/// <param name="upper">The greatest value of each parameter; empty for no bounds.</param>
/// <param name="startValue">The objective at the start.</param>
/// <param name="maxIterations">The most iterations.</param>
/// <param name="tolerance">The share of the objective that may be left to gain.</param>
sealed class LogisticNewton(
    LogisticObjective objective, double[] lower, double[] upper, double startValue, int maxIterations, double tolerance)
{
    const double Decrease = 1e-4;
    const int MaxHalvings = 30;

    /// <summary>An objective this small is all but 0: rows that are told apart with certainty have no optimum to wait for.</summary>
    const double Least = 1e-4;

    /// <summary>A pivot of this share of its diagonal has no digit of its own.</summary>
    const double Singular = 1e-13;

    /// <summary>A start from every so manyth lane is worth it where there are so many lanes.</summary>
    const int SampleStride = 16;
    const int SampledFrom = 32;

    /// <summary>Iterates, from the last checkpoint if there is one.</summary>
    /// <param name="start">The start, within the bounds.</param>
    /// <param name="finish">Whether the Hessian is asked for at the end.</param>
    /// <param name="context">The training.</param>
    public async ValueTask<(LogisticPoint Point, List<double> Losses)> MinimizeAsync(
        double[] start, bool finish, TrainingContext context)
    {
        var saved = await context.ResumeAsync<NewtonState>().ConfigureAwait(false);
        var here = saved is { } last ? await objective.EvaluateAsync(last.State.Point, hessian: true).ConfigureAwait(false)
            : await StartAsync(start).ConfigureAwait(false);
        List<double> losses = saved is { } checkpoint ? [.. checkpoint.State.Losses] : [here.Value];
        while (losses.Count <= maxIterations)
        {
            var step = Step(here, out var slope);
            if (!(slope < 0))
            {
                break;
            }

            // Half the slope is what the quadratic model still promises; the step squares what it leaves.
            var ends = -slope / 2 <= tolerance * Math.Max(here.Value, Least);
            if (await SearchAsync(here, step, slope, hessian: !ends || finish, stride: 1).ConfigureAwait(false) is not { } next)
            {
                break;
            }

            here = next;
            losses.Add(here.Value);
            context.Report(losses.Count - 1, here.Value);
            if (ends)
            {
                break;
            }

            if (context.Checkpoints is not null)
            {
                await context.SaveAsync<NewtonState>(losses.Count - 1, new(here.Point, [.. losses])).ConfigureAwait(false);
            }
        }

        return (here, losses);
    }

    async ValueTask<LogisticPoint> StartAsync(double[] start)
    {
        if (objective.Lanes >= SampledFrom && maxIterations > 0)
        {
            // A sample of another kind than the whole could mislead: then the plain start is the better one.
            var sampled = await objective
                .EvaluateAsync(await SampledAsync(start).ConfigureAwait(false), hessian: true).ConfigureAwait(false);
            if (sampled.Value < startValue)
            {
                return sampled;
            }
        }

        return await objective.EvaluateAsync(start, hessian: true).ConfigureAwait(false);
    }

    /// <summary>The optimum of some of the lanes, from which few passes over all of them are left to do.</summary>
    async ValueTask<double[]> SampledAsync(double[] start)
    {
        const int most = 10;
        const double roughly = 1e-4;
        var here = await objective.EvaluateAsync(start, hessian: true, SampleStride).ConfigureAwait(false);
        for (var iteration = 0; iteration < most; iteration++)
        {
            var step = Step(here, out var slope);
            if (!(slope < 0)
                || await SearchAsync(here, step, slope, hessian: true, SampleStride).ConfigureAwait(false) is not { } next)
            {
                break;
            }

            here = next;
            if (-slope / 2 <= roughly * Math.Max(here.Value, Least))
            {
                break;
            }
        }

        return here.Point;
    }

    /// <summary>The first of the step, its half, its quarter and so on that lowers the objective enough; null if none does.</summary>
    async ValueTask<LogisticPoint?> SearchAsync(LogisticPoint here, double[] step, double slope, bool hessian, int stride)
    {
        var share = 1.0;
        for (var trial = 0; trial < MaxHalvings; trial++, share /= 2)
        {
            double[] point = [.. here.Point];
            DenseKernels.Axpy(share, step, point);
            var next = await objective.EvaluateAsync(point, hessian, stride).ConfigureAwait(false);

            // At the optimum values differ by their rounding only.
            if (next.Value <= here.Value + (Decrease * share * slope) + (1e-15 * Math.Abs(here.Value)))
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>The step to the minimum of the quadratic model, and the slope of the objective along it.</summary>
    double[] Step(LogisticPoint here, out double slope)
    {
        var penalty = objective.Penalty;
        var order = here.Point.Length;
        var step = new double[order];
        if (!penalty.HasL1 && lower.Length == 0 && upper.Length == 0)
        {
            DenseKernels.Axpy(-1, here.Gradient, step);
            Factor(here.Hessian, penalty.L2.Span).Solve(step);
            slope = DenseKernels.Dot(here.Gradient, step);
            return step;
        }

        // ½ (b − p)ᵀ H (b − p) + gᵀ (b − p) without what is constant: the right side is H p − g, with g of the mean alone.
        var right = new double[order];
        DenseKernels.Gemv(new(here.Hessian, order, order), here.Point, right);
        DenseKernels.Axpy(-1, here.Gradient, right);
        penalty.AddGradient(here.Point, right);
        here.Point.CopyTo(step, 0);
        new CoordinateDescent { L1 = penalty.L1, L2 = penalty.L2, Lower = lower, Upper = upper }
            .Solve(here.Hessian, right, step);
        slope = penalty.Absolute(step) - penalty.Absolute(here.Point);
        DenseKernels.Axpy(-1, here.Point, step);
        slope += DenseKernels.Dot(here.Gradient, step);
        return step;
    }

    /// <summary>
    /// The factor of the Hessian with the penalty's; of a little more where features depend on each other, which keeps the
    /// step short along what the rows say nothing of.
    /// </summary>
    public static Cholesky Factor(double[] hessian, ReadOnlySpan<double> l2)
    {
        var order = l2.Length;
        for (var more = 0.0; ; more = Math.Max(1e-10, 10 * more))
        {
            double[] matrix = [.. hessian];
            for (var j = 0; j < order; j++)
            {
                ref var diagonal = ref matrix[(j * order) + j];
                diagonal = diagonal + l2[j] > 0 ? (diagonal * (1 + more)) + l2[j] : 1;
            }

            if (Cholesky.TryFactor(matrix, order, Singular, out var cholesky, out _))
            {
                return cholesky!;
            }
        }
    }
}
