namespace Alink.Numerics;

/// <summary>A twice differentiable convex function to minimise, which may need a pass over data.</summary>
/// <param name="point">Where to evaluate it.</param>
/// <param name="gradient">Is overwritten with the gradient there; of the point's length.</param>
/// <param name="hessian">
/// Is overwritten with the Hessian there, on and above its diagonal; shape: point × point. Empty where it is not
/// wanted, which may save most of the work.
/// </param>
/// <returns>The value; NaN or +∞ where there is none, from which the search steps back.</returns>
public delegate ValueTask<double> CurvedObjective(
    ReadOnlyMemory<double> point, Memory<double> gradient, Memory<double> hessian);

/// <summary>Minimises a convex function of few variables by its second derivatives.</summary>
/// <remarks>
/// Newton's method with a backtracking search, which near the minimum keeps a Hessian for several steps as long as each
/// of them gains a decimal digit: a pass for the gradient alone is several times cheaper than one for the Hessian. For
/// the same reason the Hessian of a sample of the rows is a good start for the whole.
/// S. Boyd and L. Vandenberghe, "Convex Optimization", 2004, section 9.5.
/// </remarks>
public sealed record Newton
{
    const double Decrease = 1e-4;
    const double Noise = 1e-13;

    /// <summary>The most steps; at least 0.</summary>
    public int MaxIterations { get; init; } = 100;

    /// <summary>
    /// Stops when the value is at most this share above what a quadratic function of the same derivatives has for its
    /// minimum (half of the Newton decrement's square); from 0.
    /// </summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>The gain of a step, as a share of the value, from which on the Hessian is kept.</summary>
    public double Near { get; init; } = 1e-2;

    /// <summary>Is called after each step.</summary>
    public Action<OptimizerStep>? Progress { get; init; }

    /// <summary>Minimises from a starting point.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="curvature">
    /// A factor of about the Hessian there, as from a sample of the rows; null for its own.
    /// </param>
    /// <param name="cancellation">Ends it before the next evaluation.</param>
    /// <returns>The minimum, and the factor of the last Hessian used.</returns>
    /// <exception cref="ArithmeticException">The objective has no finite value at the start.</exception>
    public async ValueTask<(Optimum Optimum, Cholesky? Curvature)> MinimizeAsync(
        CurvedObjective objective,
        ReadOnlyMemory<double> start,
        Cholesky? curvature = null,
        CancellationToken cancellation = default)
    {
        if (MaxIterations < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxIterations), $"MaxIterations must be at least 0; it was {MaxIterations}.");
        }

        var search = new NewtonSearch(objective, start.Length, cancellation);
        SearchPoint here = new(start.ToArray()), next = new(new double[start.Length]);
        await search.EvaluateAsync(here, curvature is null);
        if (!double.IsFinite(here.Loss))
        {
            throw new ArithmeticException($"The objective is {here.Loss} at the start.");
        }

        var losses = new List<double> { here.Loss };
        var before = double.PositiveInfinity;
        var reason = StopReason.MaxIterations;
        while (losses.Count <= MaxIterations)
        {
            curvature = search.Factor() ?? curvature;
            if (curvature is null)
            {
                reason = StopReason.LineSearch;
                break;
            }

            var slope = search.Aim(here, curvature);
            var gain = -slope / 2;
            if (gain <= Tolerance * Math.Abs(here.Loss))
            {
                reason = StopReason.Gradient;
                break;
            }

            // A kept Hessian that gains less than a digit a step has served its time.
            var step = search.IsFresh || gain < 0.1 * before
                ? await StepAsync(search, here, slope, gain > Near * Math.Abs(here.Loss), next)
                : 0;
            if (step == 0 && search.IsFresh)
            {
                reason = StopReason.LineSearch;
                break;
            }

            if (step == 0)
            {
                await search.EvaluateAsync(here, withHessian: true);
                before = double.PositiveInfinity;
                continue;
            }

            before = gain;
            (here, next) = (next, here);
            losses.Add(here.Loss);
            Progress?.Invoke(new(losses.Count - 1, here.Loss, here.Gradient.Max(Math.Abs), here.Point));
        }

        return (new(here.Point, here.Loss, losses.Count - 1, search.Evaluations, losses, reason), curvature);
    }

    /// <summary>Steps along the direction, and returns how far: 0 where the value does not fall.</summary>
    static async ValueTask<double> StepAsync(
        NewtonSearch search, SearchPoint from, double slope, bool withHessian, SearchPoint to)
    {
        var fresh = search.IsFresh;
        for (var step = 1.0; step > 1e-9; step /= 2)
        {
            search.Step(from, step, to);
            await search.EvaluateAsync(to, withHessian);
            if (to.Loss <= from.Loss + (Decrease * step * slope)
                || (to.Loss <= from.Loss + (Noise * Math.Abs(from.Loss))
                    && search.Slope(to) <= ((2 * Decrease) - 1) * slope))
            {
                return step;
            }

            if (!fresh)
            {
                return 0;
            }
        }

        return 0;
    }
}

/// <summary>The direction and the Hessian of a Newton search.</summary>
sealed class NewtonSearch(CurvedObjective objective, int length, CancellationToken cancellation)
{
    readonly double[] _direction = new double[length];
    double[] _hessian = [];
    bool _unread;

    public int Evaluations { get; private set; }

    /// <summary>Whether the last direction came from the Hessian at its very point.</summary>
    public bool IsFresh { get; private set; }

    public async ValueTask EvaluateAsync(SearchPoint at, bool withHessian)
    {
        cancellation.ThrowIfCancellationRequested();
        Evaluations++;
        if (withHessian && _hessian.Length == 0)
        {
            _hessian = new double[length * length];
        }

        at.Loss = await objective(at.Point, at.Gradient, withHessian ? _hessian : default(Memory<double>));
        _unread = withHessian;
    }

    /// <summary>
    /// The factor of the Hessian of the last evaluation, damped where it is singular; null if there was none.
    /// </summary>
    public Cholesky? Factor()
    {
        IsFresh = _unread;
        _unread = false;
        if (!IsFresh)
        {
            return null;
        }

        var largest = 0.0;
        for (var j = 0; j < length; j++)
        {
            largest = Math.Max(largest, _hessian[(j * length) + j]);
        }

        Cholesky? factor;
        var damping = 1e-10;
        while (!Cholesky.TryFactor(_hessian, length, 1e-13, out factor, out _) && damping < 2)
        {
            for (var j = 0; j < length; j++)
            {
                _hessian[(j * length) + j] += damping * (_hessian[(j * length) + j] + (1e-6 * largest));
            }

            damping *= 10;
        }

        return factor;
    }

    /// <summary>Sets the direction, and returns the derivative along it.</summary>
    public double Aim(SearchPoint at, Cholesky curvature)
    {
        for (var j = 0; j < length; j++)
        {
            _direction[j] = -at.Gradient[j];
        }

        curvature.Solve(_direction);
        return Slope(at);
    }

    public double Slope(SearchPoint at) => DenseKernels.Dot(at.Gradient, _direction);

    public void Step(SearchPoint from, double step, SearchPoint to)
    {
        from.Point.CopyTo(to.Point, 0);
        DenseKernels.Axpy(step, _direction, to.Point);
    }
}
