namespace Alink.Numerics;

/// <summary>Minimises ½ bᵀ A b − cᵀ b + Σ l1ⱼ |bⱼ| + ½ Σ l2ⱼ bⱼ², if asked within bounds, given A itself.</summary>
/// <remarks>
/// One coordinate after the other by covariance updates (J. Friedman, T. Hastie and R. Tibshirani, "Regularization
/// paths for generalized linear models via coordinate descent", J. Stat. Softw. 33(1), 2010, section 2.2). When the
/// signs have settled, the linear system of the free coordinates is solved directly, which takes the last digits in one
/// step.
/// </remarks>
public sealed record CoordinateDescent
{
    /// <summary>The L1 penalty of each coordinate, at least 0; empty for none.</summary>
    public ReadOnlyMemory<double> L1 { get; init; }

    /// <summary>The L2 penalty of each coordinate, at least 0; empty for none.</summary>
    public ReadOnlyMemory<double> L2 { get; init; }

    /// <summary>The least value of each coordinate; empty for no bounds.</summary>
    public ReadOnlyMemory<double> Lower { get; init; }

    /// <summary>The greatest value of each coordinate; empty for no bounds.</summary>
    public ReadOnlyMemory<double> Upper { get; init; }

    /// <summary>The most sweeps over the coordinates; at least 1.</summary>
    public int MaxSweeps { get; init; } = 10_000;

    /// <summary>
    /// Stops when a sweep changes no coordinate's share of bᵀ A b by more than this share of it; from 0.
    /// </summary>
    public double Tolerance { get; init; } = 1e-12;

    /// <summary>Minimises from the coefficients given, and returns the sweeps it took.</summary>
    /// <param name="gram">A, symmetric; shape: order × order; read whole.</param>
    /// <param name="target">c; shape: order.</param>
    /// <param name="coefficients">The start, which is overwritten with the solution; shape: order.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public int Solve(ReadOnlySpan<double> gram, ReadOnlySpan<double> target, Span<double> coefficients)
    {
        var order = coefficients.Length;
        if (gram.Length != order * order || target.Length != order)
        {
            throw new ArgumentException(
                $"{order} coefficients need {order * order} products, not {gram.Length}, and {order} targets, not {target.Length}.");
        }

        // The negative gradient of the smooth part without l2: c − A b.
        var residual = target.ToArray();
        for (var j = 0; j < order; j++)
        {
            coefficients[j] = Bound(coefficients[j], j);
            if (coefficients[j] != 0)
            {
                DenseKernels.Axpy(-coefficients[j], gram.Slice(j * order, order), residual);
            }
        }

        var sweeps = 0;
        while (sweeps < MaxSweeps)
        {
            sweeps++;
            if (Sweep(gram, coefficients, residual, activeOnly: false))
            {
                break;
            }

            while (sweeps < MaxSweeps && !Sweep(gram, coefficients, residual, activeOnly: true))
            {
                // From time to time the system of the present signs: where columns nearly agree, sweeps alone crawl.
                sweeps++;
                if (sweeps % 16 == 0 && Polish(gram, target, coefficients, residual))
                {
                    break;
                }
            }
        }

        Polish(gram, target, coefficients, residual);
        return sweeps;
    }

    /// <summary>Moves each coordinate to its own optimum; true when nothing moved that matters.</summary>
    bool Sweep(ReadOnlySpan<double> gram, Span<double> coefficients, Span<double> residual, bool activeOnly)
    {
        var order = coefficients.Length;
        double largest = 0, scale = 0;
        for (var j = 0; j < order; j++)
        {
            var old = coefficients[j];
            if (activeOnly && old == 0)
            {
                continue;
            }

            var diagonal = gram[(j * order) + j];
            var curvature = diagonal + At(L2, j, 0);
            var pull = Math.FusedMultiplyAdd(diagonal, old, residual[j]);
            var shrunk = Math.CopySign(Math.Max(0, Math.Abs(pull) - At(L1, j, 0)), pull);
            var updated = Bound(curvature > 0 ? shrunk / curvature : 0, j);
            if (updated != old)
            {
                coefficients[j] = updated;
                DenseKernels.Axpy(old - updated, gram.Slice(j * order, order), residual);
                largest = Math.Max(largest, curvature * (updated - old) * (updated - old));
            }

            scale = Math.Max(scale, curvature * updated * updated);
        }

        return largest <= Tolerance * Tolerance * scale;
    }

    /// <summary>
    /// Solves for the coordinates that are neither zero nor at a bound; false if a sign or a bound objects.
    /// </summary>
    bool Polish(
        ReadOnlySpan<double> gram, ReadOnlySpan<double> target, Span<double> coefficients, Span<double> residual)
    {
        var order = coefficients.Length;
        var free = new List<int>();
        for (var j = 0; j < order; j++)
        {
            var inside = coefficients[j] > At(Lower, j, double.NegativeInfinity)
                && coefficients[j] < At(Upper, j, double.PositiveInfinity);
            if (inside && (coefficients[j] != 0 || At(L1, j, 0) == 0))
            {
                free.Add(j);
            }
        }

        var system = new double[free.Count * free.Count];
        var step = new double[free.Count];
        for (var a = 0; a < free.Count; a++)
        {
            var i = free[a];
            step[a] = residual[i] - (At(L2, i, 0) * coefficients[i]) - (At(L1, i, 0) * Math.Sign(coefficients[i]));
            for (var b = a; b < free.Count; b++)
            {
                system[(a * free.Count) + b] = gram[(i * order) + free[b]];
            }

            system[(a * free.Count) + a] += At(L2, i, 0);
        }

        if (free.Count == 0 || !Cholesky.TryFactor(system, free.Count, 1e-13, out var cholesky, out _))
        {
            return false;
        }

        cholesky!.Solve(step);
        for (var a = 0; a < free.Count; a++)
        {
            var j = free[a];
            var updated = coefficients[j] + step[a];
            if (updated != Bound(updated, j) || (At(L1, j, 0) > 0 && Math.Sign(updated) != Math.Sign(coefficients[j])))
            {
                return false;
            }
        }

        for (var a = 0; a < free.Count; a++)
        {
            coefficients[free[a]] += step[a];
        }

        target.CopyTo(residual);
        for (var j = 0; j < order; j++)
        {
            DenseKernels.Axpy(-coefficients[j], gram.Slice(j * order, order), residual);
        }

        return true;
    }

    double Bound(double value, int j) =>
        Math.Clamp(value, At(Lower, j, double.NegativeInfinity), At(Upper, j, double.PositiveInfinity));

    static double At(ReadOnlyMemory<double> values, int j, double otherwise) =>
        values.IsEmpty ? otherwise : values.Span[j];
}
