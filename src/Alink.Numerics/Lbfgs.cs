namespace Alink.Numerics;

/// <summary>Minimises a smooth function, plus an L1 penalty and within bounds if asked, from its gradients.</summary>
/// <remarks>
/// Without penalty and bounds: limited-memory BFGS with a search for the strong Wolfe conditions (J. Nocedal and
/// S. Wright, "Numerical Optimization", 2nd ed. 2006, algorithms 7.4 and 3.5). With them: the same curvature on the
/// variables that are free to move, and a search along the path that bounds and orthant bend (G. Andrew and J. Gao,
/// "Scalable training of L1-regularized log-linear models", ICML 2007; D. Bertsekas, "Projected Newton methods for
/// optimization problems with simple constraints", SIAM J. Control Optim. 20(2), 1982). The penalty is part of the
/// value that the search compares.
/// </remarks>
public sealed record Lbfgs
{
    /// <summary>How many past steps describe the curvature; at least 1.</summary>
    public int History { get; init; } = 10;

    /// <summary>The most steps; at least 0.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>
    /// Stops when a step improves the value by less than this share of it; from 0, which leaves it to the gradient.
    /// </summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>
    /// Stops when no element of the gradient exceeds this, times the value where that is above 1; from 0. At a bound,
    /// and at 0 under an L1 penalty, only what could improve counts.
    /// </summary>
    public double GradientTolerance { get; init; } = 1e-8;

    /// <summary>The L1 penalty of each variable, at least 0; empty for none.</summary>
    public ReadOnlyMemory<double> L1 { get; init; }

    /// <summary>The least value of each variable, perhaps −∞; empty for no bounds.</summary>
    public ReadOnlyMemory<double> Lower { get; init; }

    /// <summary>The greatest value of each variable, perhaps +∞; empty for no bounds.</summary>
    public ReadOnlyMemory<double> Upper { get; init; }

    /// <summary>Is called after each step.</summary>
    public Action<OptimizerStep>? Progress { get; init; }

    /// <summary>Is given what it takes to go on after each step; null where nobody keeps it.</summary>
    public Func<LbfgsState, ValueTask>? Save { get; init; }

    /// <summary>Minimises from a starting point, which is moved within the bounds first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">A penalty's or bound's length is not that of the point.</exception>
    /// <exception cref="ArithmeticException">The objective has no finite value at the start.</exception>
    public async ValueTask<Optimum> MinimizeAsync(
        Objective objective, ReadOnlyMemory<double> start, CancellationToken cancellation = default)
    {
        Check(start.Length);
        var region = new SearchRegion(L1, Lower, Upper, start.Length);
        var search = new LineSearch(objective, region, cancellation);
        var curvature = new InverseHessian(History, start.Length);
        var here = new SearchPoint(start.ToArray());
        region.Project(here.Point);
        await search.EvaluateAsync(here);
        if (!double.IsFinite(here.Loss))
        {
            throw new ArithmeticException($"The objective is {here.Loss} at the start.");
        }

        return await MinimizeAsync(region, search, curvature, here, [here.Loss]);
    }

    /// <summary>Goes on from a saved state, as if there had been no break.</summary>
    /// <exception cref="ArgumentException">A penalty's or bound's length is not that of the point.</exception>
    public ValueTask<Optimum> ResumeAsync(
        Objective objective, LbfgsState state, CancellationToken cancellation = default)
    {
        var length = state.Point.Length;
        Check(length);
        var region = new SearchRegion(L1, Lower, Upper, length);
        var here = new SearchPoint([.. state.Point]) { Loss = state.Losses[^1] };
        state.Gradient.CopyTo(here.Gradient, 0);
        var curvature = new InverseHessian(History, length);
        curvature.Restore(state.Steps, state.Changes);
        return MinimizeAsync(region, new(objective, region, cancellation), curvature, here, [.. state.Losses]);
    }

    async ValueTask<Optimum> MinimizeAsync(
        SearchRegion region, LineSearch search, InverseHessian curvature, SearchPoint here, List<double> losses)
    {
        var next = new SearchPoint(new double[here.Point.Length]);
        var direction = new double[here.Point.Length];
        var reason = StopReason.MaxIterations;
        var norm = region.Face(here);
        while (true)
        {
            if (norm <= GradientTolerance * Math.Max(1, Math.Abs(here.Loss)))
            {
                reason = StopReason.Gradient;
                break;
            }

            if (losses.Count > MaxIterations)
            {
                break;
            }

            curvature.Multiply(region.Slope, region.Free, direction);
            var slope = region.Aim(here.Point, direction);
            var step = curvature.IsEmpty ? Math.Min(1, 1 / Math.Sqrt(DenseKernels.Dot(region.Slope, region.Slope))) : 1;
            if (!(slope < 0) || !await search.FindAsync(here, direction, slope, step, next))
            {
                // What the curvature suggests does not descend: once more with none, and if that fails it is the end.
                if (curvature.IsEmpty)
                {
                    reason = StopReason.LineSearch;
                    break;
                }

                curvature.Clear();
                continue;
            }

            curvature.Add(here, next);
            (here, next) = (next, here);
            losses.Add(here.Loss);
            norm = region.Face(here);
            Progress?.Invoke(new(losses.Count - 1, here.Loss, norm, here.Point));
            if (Math.Abs(next.Loss - here.Loss) < Tolerance * Math.Max(Math.Abs(next.Loss), Math.Abs(here.Loss)))
            {
                reason = norm <= GradientTolerance * Math.Max(1, Math.Abs(here.Loss))
                    ? StopReason.Gradient
                    : StopReason.Improvement;
                break;
            }

            if (Save is { } save)
            {
                var (steps, changes) = curvature.Pairs();
                await save(new([.. here.Point], [.. here.Gradient], [.. losses], steps, changes));
            }
        }

        return new(here.Point, here.Loss, losses.Count - 1, search.Evaluations, losses, reason);
    }

    void Check(int length)
    {
        if (History < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(History), $"History must be at least 1; it was {History}.");
        }

        if (MaxIterations < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxIterations), $"MaxIterations must be at least 0; it was {MaxIterations}.");
        }

        foreach (var (name, values) in new[] { (nameof(L1), L1), (nameof(Lower), Lower), (nameof(Upper), Upper) })
        {
            if (!values.IsEmpty && values.Length != length)
            {
                throw new ArgumentException(
                    $"{name} must have a number for each of {length} variables; it has {values.Length}.");
            }
        }

        for (var j = 0; j < L1.Length; j++)
        {
            if (!(L1.Span[j] >= 0))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(L1), $"L1 must be at least 0; it was {L1.Span[j]} for variable {j}.");
            }
        }

        for (var j = 0; j < Math.Min(Lower.Length, Upper.Length); j++)
        {
            if (!(Lower.Span[j] <= Upper.Span[j]))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(Lower),
                    $"Lower must be at most Upper; they were {Lower.Span[j]} and {Upper.Span[j]} for variable {j}.");
            }
        }
    }
}

/// <summary>Where a minimisation stands after a step: plain data, from which it goes on with the same bits.</summary>
/// <param name="Point">The point; shape: variables.</param>
/// <param name="Gradient">The gradient of the smooth part there; shape: variables.</param>
/// <param name="Losses">The value at the start and after each step.</param>
/// <param name="Steps">The past steps that describe the curvature, the oldest first; shape: pairs × variables.</param>
/// <param name="Changes">The change of the gradient over each; shape: pairs × variables.</param>
public sealed record LbfgsState(double[] Point, double[] Gradient, double[] Losses, double[] Steps, double[] Changes);

/// <summary>A point with the value and the smooth part's gradient there.</summary>
sealed class SearchPoint(double[] point)
{
    public double[] Point { get; } = point;

    public double[] Gradient { get; } = new double[point.Length];

    /// <summary>With the L1 penalty.</summary>
    public double Loss { get; set; }
}
