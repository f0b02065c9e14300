using Alink.Numerics;

namespace Alink.Online;

/// <summary>Weights for each feature and margin, what their optimiser remembers, and the gradient of a mini-batch under way.</summary>
/// <param name="features">How many features there are.</param>
/// <param name="margins">How many margins each row has.</param>
/// <param name="hasIntercept">Whether there are intercepts.</param>
/// <param name="stride">How many numbers a coordinate has.</param>
/// <param name="isBatched">Whether several rows make one step.</param>
sealed class GradientWeights(int features, int margins, bool hasIntercept, int stride, bool isBatched)
{
    readonly int _features = features;
    readonly int _stride = stride;
    readonly bool _hasIntercept = hasIntercept;

    // Feature by feature, margin by margin; the intercepts last.
    readonly double[] _cells = new double[(features + 1) * margins * stride];
    readonly double[] _gradient = new double[isBatched ? (features + 1) * margins : 0];
    readonly byte[] _isTouched = new byte[isBatched ? features : 0];
    readonly List<int> _touched = [];
    StepCount _count = StepCount.Start;
    int _pending;

    /// <summary>How many margins each row has.</summary>
    public int Margins { get; } = margins;

    /// <summary>How many rows of a mini-batch are under way.</summary>
    public int Pending => _pending;

    /// <summary>The margins of a row.</summary>
    /// <param name="rule">How steps are made.</param>
    /// <param name="indices">The places of the stored entries.</param>
    /// <param name="values">The stored entries.</param>
    /// <param name="scratch">A number for each entry.</param>
    /// <param name="result">One place for each margin.</param>
    /// <param name="withPending">Whether the rows of a mini-batch under way have made their step.</param>
    public void MarginsOf(
        StepRule rule, ReadOnlySpan<int> indices, ReadOnlySpan<double> values, Span<double> scratch, Span<double> result,
        bool withPending)
    {
        var step = withPending && _pending > 0 ? rule.Next(_count) : default;
        for (var k = 0; k < result.Length; k++)
        {
            for (var e = 0; e < indices.Length; e++)
            {
                scratch[e] = Weight(rule, indices[e], k, in step);
            }

            result[k] = LaneDot.Gathered(indices, values, scratch)
                + (_hasIntercept ? Weight(rule, _features, k, in step) : 0);
        }
    }

    /// <summary>Learns from a row: a step, or a part of a mini-batch's gradient.</summary>
    /// <param name="rule">How steps are made.</param>
    /// <param name="indices">The places of the stored entries.</param>
    /// <param name="values">The stored entries.</param>
    /// <param name="slopes">The derivative of the row's loss by each margin.</param>
    public void Learn(StepRule rule, ReadOnlySpan<int> indices, ReadOnlySpan<double> values, ReadOnlySpan<double> slopes)
    {
        if (_gradient.Length > 0)
        {
            Collect(indices, values, slopes);
            if (++_pending >= rule.BatchSize)
            {
                StepBatch(rule);
            }

            return;
        }

        var step = Begin(rule);
        for (var e = 0; e < indices.Length; e++)
        {
            for (var k = 0; k < slopes.Length && values[e] != 0; k++)
            {
                rule.Apply(Cell(indices[e], k), slopes[k] * values[e], in step, isIntercept: false);
            }
        }

        for (var k = 0; k < slopes.Length && _hasIntercept; k++)
        {
            rule.Apply(Cell(_features, k), slopes[k], in step, isIntercept: true);
        }

        _count = step.After;
    }

    /// <summary>Every weight, margin by margin, once the rows of a mini-batch under way have made their step.</summary>
    /// <param name="rule">How steps are made.</param>
    /// <param name="sign">−1 for the weights of the other of two classes, else 1.</param>
    /// <param name="intercepts">The intercepts; shape: margins.</param>
    /// <returns>Shape: margins × features.</returns>
    public double[] Read(StepRule rule, int sign, out double[] intercepts)
    {
        var step = _pending > 0 ? rule.Next(_count) : default;
        var weights = new double[Margins * _features];
        intercepts = new double[Margins];
        for (var k = 0; k < Margins; k++)
        {
            for (var j = 0; j < _features; j++)
            {
                weights[(k * _features) + j] = Signed(sign, Weight(rule, j, k, in step));
            }

            intercepts[k] = Signed(sign, Weight(rule, _features, k, in step));
        }

        return weights;
    }

    /// <summary>What the optimiser remembers besides the weights, once the rows of a mini-batch under way have made their step.</summary>
    /// <param name="rule">How steps are made.</param>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="sign">−1 for the gradients of the other of two classes, else 1.</param>
    public OptimizerMemory Memory(StepRule rule, OnlineOptimizer optimizer, int sign)
    {
        var step = _pending > 0 ? rule.Next(_count) : default;
        var count = _pending > 0 ? step.After : _count;
        var moments = optimizer == OnlineOptimizer.Sgd ? 0 : _stride - 1;
        var numbers = new double[(_cells.Length / _stride) * moments];
        Span<double> copy = stackalloc double[StepRule.Most];
        for (var c = 0; moments > 0 && c < _cells.Length / _stride; c++)
        {
            Stepped(rule, c, in step, copy).Slice(1, moments).CopyTo(numbers.AsSpan(c * moments));
            for (var m = 0; m < moments; m++)
            {
                numbers[(c * moments) + m] *= OptimizerMemory.IsSquare(optimizer, m) ? 1 : sign;
            }
        }

        return new(count.Steps, count.Power1, count.Power2, new(moments == 0 ? 0 : _cells.Length / _stride, moments, [.. numbers]));
    }

    /// <summary>Takes over the weights of a model.</summary>
    /// <param name="sign">−1 where the model's margin is that of the other class, else 1.</param>
    /// <param name="weight">The weight of a margin's feature, or its intercept for the feature after the last.</param>
    /// <param name="memory">What the optimiser remembers; null where the model has nothing of it.</param>
    /// <param name="optimizer">The optimiser.</param>
    public void Take(int sign, Func<int, int, double> weight, OptimizerMemory? memory, OnlineOptimizer optimizer)
    {
        for (var c = 0; c < _cells.Length / _stride; c++)
        {
            _cells[c * _stride] = Signed(sign, weight(c % Margins, c / Margins));
            for (var m = 0; memory is not null && m < memory.Moments.Columns; m++)
            {
                _cells[(c * _stride) + 1 + m] = memory.Moments[c, m] * (OptimizerMemory.IsSquare(optimizer, m) ? 1 : sign);
            }
        }

        if (memory is not null)
        {
            _count = new(memory.Steps, 1, 0, memory.Power1, memory.Power2);
        }
    }

    Span<double> Cell(int feature, int margin) => _cells.AsSpan(((feature * Margins) + margin) * _stride, _stride);

    double Weight(StepRule rule, int feature, int margin, in Step pending)
    {
        if (pending.After.Steps == 0)
        {
            return rule.Weight(Cell(feature, margin), _count, feature == _features);
        }

        Span<double> copy = stackalloc double[StepRule.Most];
        return rule.Weight(Stepped(rule, (feature * Margins) + margin, in pending, copy), pending.After, feature == _features);
    }

    /// <summary>A coordinate once the rows under way have made their step; without a step, as it is.</summary>
    Span<double> Stepped(StepRule rule, int coordinate, in Step pending, Span<double> copy)
    {
        var (feature, isIntercept) = (coordinate / Margins, coordinate / Margins == _features);
        copy = copy[.._stride];
        Cell(feature, coordinate % Margins).CopyTo(copy);
        if (pending.After.Steps > 0)
        {
            rule.Rescale(copy, in pending, isIntercept);
            if (isIntercept ? _hasIntercept : _isTouched[feature] != 0)
            {
                rule.Apply(copy, _gradient[coordinate] / _pending, in pending, isIntercept);
            }
        }

        return copy;
    }

    Step Begin(StepRule rule)
    {
        var step = rule.Next(_count);
        for (var c = 0; step.Rescales && c < _features * Margins; c++)
        {
            rule.Rescale(_cells.AsSpan(c * _stride, _stride), in step, isIntercept: false);
        }

        return step;
    }

    void Collect(ReadOnlySpan<int> indices, ReadOnlySpan<double> values, ReadOnlySpan<double> slopes)
    {
        for (var e = 0; e < indices.Length; e++)
        {
            if (values[e] == 0)
            {
                continue;
            }

            var j = indices[e];
            if (_isTouched[j] == 0)
            {
                _isTouched[j] = 1;
                _touched.Add(j);
            }

            for (var k = 0; k < slopes.Length; k++)
            {
                _gradient[(j * Margins) + k] += slopes[k] * values[e];
            }
        }

        for (var k = 0; k < slopes.Length && _hasIntercept; k++)
        {
            _gradient[(_features * Margins) + k] += slopes[k];
        }
    }

    void StepBatch(StepRule rule)
    {
        var step = Begin(rule);
        if (_hasIntercept)
        {
            _touched.Add(_features);
        }

        foreach (var j in _touched)
        {
            for (var k = 0; k < Margins; k++)
            {
                ref var gradient = ref _gradient[(j * Margins) + k];
                rule.Apply(Cell(j, k), gradient / _pending, in step, j == _features);
                gradient = 0;
            }

            if (j < _features)
            {
                _isTouched[j] = 0;
            }
        }

        _touched.Clear();
        _pending = 0;
        _count = step.After;
    }

    static double Signed(int sign, double number) => (sign * number) + 0.0; // No zero becomes −0.
}

/// <summary>What an optimiser remembers besides the weights.</summary>
/// <param name="Steps">How many steps it has made.</param>
/// <param name="Power1">β₁ to the power of the steps.</param>
/// <param name="Power2">β₂ to the power of the steps.</param>
/// <param name="Moments">
/// Sums or means of gradients and of their squares; shape: (features + 1) · margins × 0, 1 or 2, feature by feature, the
/// intercepts last.
/// </param>
public sealed record OptimizerMemory(long Steps, double Power1, double Power2, Matrix Moments)
{
    /// <summary>Whether the first moment is a mean of squares, which has no sign.</summary>
    internal static bool IsSquare(OnlineOptimizer optimizer, int moment) =>
        moment == 1 || optimizer is OnlineOptimizer.AdaGrad or OnlineOptimizer.RmsProp;
}
