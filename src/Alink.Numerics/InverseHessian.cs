namespace Alink.Numerics;

/// <summary>What the last steps tell of the curvature: the limited-memory BFGS matrix.</summary>
/// <remarks>J. Nocedal and S. Wright, "Numerical Optimization", 2nd ed. 2006, algorithm 7.4.</remarks>
sealed class InverseHessian(int history, int length)
{
    readonly double[][] _steps = [.. Enumerable.Range(0, history).Select(_ => new double[length])];
    readonly double[][] _changes = [.. Enumerable.Range(0, history).Select(_ => new double[length])];
    readonly double[] _alphas = new double[history];
    readonly double[] _curvatures = new double[history];
    readonly double[] _masked = new double[length];
    int _count;
    int _next;

    public bool IsEmpty => _count == 0;

    public void Clear() => _count = 0;

    /// <summary>Learns from a step, unless the gradient did not grow along it.</summary>
    public void Add(SearchPoint from, SearchPoint to)
    {
        var step = _steps[_next];
        var change = _changes[_next];
        for (var j = 0; j < length; j++)
        {
            step[j] = to.Point[j] - from.Point[j];
            change[j] = to.Gradient[j] - from.Gradient[j];
        }

        if (DenseKernels.Dot(step, change) > double.Epsilon + (1e-16 * DenseKernels.Dot(change, change)))
        {
            _next = (_next + 1) % history;
            _count = Math.Min(_count + 1, history);
        }
    }

    /// <summary>The pairs of steps and changes, one after the other, the oldest first.</summary>
    public (double[] Steps, double[] Changes) Pairs()
    {
        var steps = new double[_count * length];
        var changes = new double[_count * length];
        for (var pair = 0; pair < _count; pair++)
        {
            var i = (_next - _count + pair + history) % history;
            _steps[i].CopyTo(steps, pair * length);
            _changes[i].CopyTo(changes, pair * length);
        }

        return (steps, changes);
    }

    /// <summary>Takes pairs over, the oldest first.</summary>
    public void Restore(ReadOnlySpan<double> steps, ReadOnlySpan<double> changes)
    {
        _count = length == 0 ? 0 : steps.Length / length;
        _next = _count % history;
        for (var pair = 0; pair < _count; pair++)
        {
            steps.Slice(pair * length, length).CopyTo(_steps[pair]);
            changes.Slice(pair * length, length).CopyTo(_changes[pair]);
        }
    }

    /// <summary>direction = −H · slope among the free variables; 0 for the others.</summary>
    /// <param name="slope">The gradient.</param>
    /// <param name="free">1 for a free variable and 0 for another; empty where all are free.</param>
    /// <param name="direction">Is overwritten.</param>
    public void Multiply(ReadOnlySpan<double> slope, ReadOnlySpan<double> free, double[] direction)
    {
        for (var j = 0; j < length; j++)
        {
            direction[j] = free.IsEmpty ? -slope[j] : -slope[j] * free[j];
        }

        var scale = 0.0;
        for (var back = 1; back <= _count; back++)
        {
            var i = (_next - back + history) % history;
            var change = Mask(_changes[i], free);
            var curvature = DenseKernels.Dot(_steps[i], change);
            var square = DenseKernels.Dot(change, change);

            // A pair that curves over all variables may not over the free ones; it is then left out.
            _curvatures[i] = curvature > 1e-16 * square ? curvature : 0;
            if (_curvatures[i] > 0)
            {
                scale = scale == 0 ? curvature / square : scale;
                _alphas[i] = DenseKernels.Dot(_steps[i], direction) / curvature;
                DenseKernels.Axpy(-_alphas[i], change, direction);
            }
        }

        if (scale > 0)
        {
            DenseKernels.Scale(scale, direction);
        }

        for (var back = _count; back >= 1; back--)
        {
            var i = (_next - back + history) % history;
            if (_curvatures[i] > 0)
            {
                var beta = DenseKernels.Dot(_changes[i], direction) / _curvatures[i];
                DenseKernels.Axpy(_alphas[i] - beta, Mask(_steps[i], free), direction);
            }
        }
    }

    ReadOnlySpan<double> Mask(double[] values, ReadOnlySpan<double> free)
    {
        if (free.IsEmpty)
        {
            return values;
        }

        for (var j = 0; j < length; j++)
        {
            _masked[j] = values[j] * free[j];
        }

        return _masked;
    }
}
