namespace Alink.Numerics;

/// <summary>Where a step may lead: within the bounds, and under an L1 penalty not across zero.</summary>
sealed class SearchRegion
{
    readonly ReadOnlyMemory<double> _l1;
    readonly ReadOnlyMemory<double> _lower;
    readonly ReadOnlyMemory<double> _upper;
    readonly double[] _slope;
    readonly double[] _free;
    readonly double[] _least;
    readonly double[] _most;

    public SearchRegion(
        ReadOnlyMemory<double> l1, ReadOnlyMemory<double> lower, ReadOnlyMemory<double> upper, int length)
    {
        _l1 = l1;
        _lower = lower;
        _upper = upper;
        IsWhole = l1.Span.IndexOfAnyExcept(0.0) < 0
            && lower.Span.IndexOfAnyExcept(double.NegativeInfinity) < 0
            && upper.Span.IndexOfAnyExcept(double.PositiveInfinity) < 0;
        _slope = new double[length];
        _free = IsWhole ? [] : new double[length];
        _least = IsWhole ? [] : new double[length];
        _most = IsWhole ? [] : new double[length];
    }

    /// <summary>Whether nothing is penalised and nothing bounded.</summary>
    public bool IsWhole { get; }

    /// <summary>The gradient with the penalty; 0 where only a forbidden move would improve.</summary>
    public ReadOnlySpan<double> Slope => _slope;

    /// <summary>1 for each variable that may move both ways, 0 for the others; empty where all may.</summary>
    public ReadOnlySpan<double> Free => _free;

    /// <summary>Moves a point within the bounds.</summary>
    public void Project(Span<double> point)
    {
        for (var j = 0; j < point.Length; j++)
        {
            point[j] = Math.Clamp(point[j], Lower(j), Upper(j));
        }
    }

    /// <summary>The penalty at a point.</summary>
    public double Penalty(ReadOnlySpan<double> point)
    {
        var sum = 0.0;
        for (var j = 0; j < _l1.Length; j++)
        {
            sum += _l1.Span[j] * Math.Abs(point[j]);
        }

        return sum;
    }

    /// <summary>
    /// Sets slope, free variables and the box of the next step, and returns the slope's largest element.
    /// </summary>
    public double Face(SearchPoint at)
    {
        var largest = 0.0;
        for (var j = 0; j < _slope.Length; j++)
        {
            var x = at.Point[j];
            var slope = at.Gradient[j];
            if (!IsWhole)
            {
                double least = Lower(j), most = Upper(j), l1 = _l1.IsEmpty ? 0 : _l1.Span[j];
                if (l1 > 0)
                {
                    // At zero the penalty's slope is anything from −l1 to l1: the one that is nearest to a standstill.
                    slope = x > 0 ? slope + l1
                        : x < 0 ? slope - l1
                        : slope < -l1 ? slope + l1
                        : slope > l1 ? slope - l1
                        : 0;
                    least = x > 0 || (x == 0 && slope <= 0) ? Math.Max(least, 0) : least;
                    most = x < 0 || (x == 0 && slope >= 0) ? Math.Min(most, 0) : most;
                }

                var held = (x <= least && slope > 0) || (x >= most && slope < 0);
                slope = held ? 0 : slope;
                (_least[j], _most[j]) = (least, most);
                _free[j] = held || least == most ? 0 : 1;
            }

            _slope[j] = slope;
            largest = Math.Max(largest, Math.Abs(slope));
        }

        if (!IsWhole)
        {
            HoldNearby(at.Point, largest);
        }

        return largest;
    }

    /// <summary>
    /// Sends the variables that all but touch their bound onto it, and returns the slope along a direction.
    /// </summary>
    public double Aim(ReadOnlySpan<double> point, Span<double> direction)
    {
        if (!IsWhole)
        {
            for (var j = 0; j < direction.Length; j++)
            {
                if (_free[j] == 0 && _slope[j] != 0)
                {
                    direction[j] = (_slope[j] > 0 ? _least[j] : _most[j]) - point[j];
                }
            }
        }

        return DenseKernels.Dot(direction, _slope);
    }

    /// <summary>to = from + step · direction, bent along the box; returns the slope times the way made.</summary>
    public double Step(ReadOnlySpan<double> from, ReadOnlySpan<double> direction, double step, Span<double> to)
    {
        var sum = 0.0;
        for (var j = 0; j < to.Length; j++)
        {
            var x = Math.FusedMultiplyAdd(step, direction[j], from[j]);
            to[j] = IsWhole ? x : Math.Clamp(x, _least[j], _most[j]);
            sum += _slope[j] * (to[j] - from[j]);
        }

        return sum;
    }

    /// <summary>The derivative at the end of a step that <see cref="Step"/> made, times the way made.</summary>
    public double SlopeAlong(SearchPoint from, SearchPoint to)
    {
        // Within the box the penalty is linear: its slope is what was added to the gradient at the start.
        var sum = 0.0;
        for (var j = 0; j < _slope.Length; j++)
        {
            sum += (to.Gradient[j] + _slope[j] - from.Gradient[j]) * (to.Point[j] - from.Point[j]);
        }

        return sum;
    }

    /// <summary>
    /// Without this a variable could approach its bound in ever smaller steps and cut every step short (Bertsekas'
    /// ε-active set).
    /// </summary>
    void HoldNearby(ReadOnlySpan<double> point, double largest)
    {
        var near = Math.Min(1e-8, largest);
        for (var j = 0; j < _slope.Length; j++)
        {
            if ((_slope[j] > 0 && point[j] - _least[j] <= near) || (_slope[j] < 0 && _most[j] - point[j] <= near))
            {
                _free[j] = 0;
            }
        }
    }

    double Lower(int j) => _lower.IsEmpty ? double.NegativeInfinity : _lower.Span[j];

    double Upper(int j) => _upper.IsEmpty ? double.PositiveInfinity : _upper.Span[j];
}
