using Alink.Numerics;

namespace Alink.Online;

/// <summary>The step of one coordinate, whose numbers stand side by side: its weight, then what its optimiser remembers.</summary>
/// <remarks>
/// Under SGD a weight is kept as v with w = scale · soft(v, shrunk − seen): the scale carries the L2 penalty of all steps,
/// shrunk the L1 penalty in units of v, and seen is its value when v was last written, the second number of the coordinate.
/// Soft thresholds add up, so that this is the step of every weight at every row, at the cost of the entries alone.
/// </remarks>
readonly struct StepRule
{
    /// <summary>The most numbers that a coordinate has.</summary>
    public const int Most = 3;

    // Below it, v would lose its weight to the scale.
    const double LeastScale = 1e-9;

    readonly GradientLearner _options;
    readonly double _rate;

    public StepRule(GradientLearner options) => (_options, _rate) = (options, options.Rate);

    /// <summary>How many numbers a coordinate has.</summary>
    public static int Stride(OnlineOptimizer optimizer) => optimizer == OnlineOptimizer.Adam ? 3 : 2;

    /// <summary>How many rows make one step.</summary>
    public int BatchSize => _options.BatchSize;

    /// <summary>What all coordinates of the next step share.</summary>
    public Step Next(StepCount count)
    {
        var steps = count.Steps + 1;
        var rate = _options.Schedule == LearningSchedule.Constant || steps == 1 ? _rate
            : _rate * VectorMath.Exp(-_options.Power * VectorMath.Log(steps));
        var decay = _options.Optimizer == OnlineOptimizer.Sgd ? Math.Max(0, 1 - (rate * _options.L2)) : 1;
        var rescales = count.Scale * decay < LeastScale;
        var (scale, shrunk) = rescales ? (1, 0) : (count.Scale * decay, count.Shrunk);
        var after = new StepCount(
            steps, scale, shrunk + (rate * _options.L1 / scale), count.Power1 * _options.Beta1, count.Power2 * _options.Beta2);
        return new(count, after, rate, decay, shrunk, rescales);
    }

    /// <summary>The weight of a coordinate.</summary>
    public double Weight(ReadOnlySpan<double> cell, StepCount count, bool isIntercept) =>
        _options.Optimizer != OnlineOptimizer.Sgd || isIntercept ? cell[0]
        : count.Scale * (_options.L1 > 0 ? Soft(cell[0], count.Shrunk - cell[1]) : cell[0]);

    /// <summary>Puts a coordinate into the scale of the step to come, where that begins a new one.</summary>
    public void Rescale(Span<double> cell, in Step step, bool isIntercept)
    {
        if (step.Rescales && !isIntercept)
        {
            (cell[0], cell[1]) = (Weight(cell, step.Before, isIntercept) * step.Decay, 0);
        }
    }

    /// <summary>Steps a coordinate against the gradient of the loss.</summary>
    public void Apply(Span<double> cell, double g, in Step step, bool isIntercept)
    {
        var (l1, l2) = isIntercept ? (0, 0) : (_options.L1, _options.L2);
        if (_options.Optimizer == OnlineOptimizer.Sgd)
        {
            // The penalties of this step itself are in the scale and the threshold after it.
            cell[0] = isIntercept ? cell[0] - (step.Rate * g)
                : (l1 > 0 ? Soft(cell[0], step.Shrunk - cell[1]) : cell[0]) - (step.Rate * g / step.After.Scale);
            cell[1] = isIntercept ? 0 : step.Shrunk;
            return;
        }

        g += l2 * cell[0];
        double rate, change;
        switch (_options.Optimizer)
        {
            case OnlineOptimizer.Momentum:
                cell[1] = (_options.Gamma * cell[1]) + (step.Rate * g);
                (rate, change) = (step.Rate, cell[1]);
                break;
            case OnlineOptimizer.AdaGrad:
                cell[1] += g * g;
                rate = step.Rate / Math.Sqrt(cell[1] + _options.Epsilon);
                change = rate * g;
                break;
            case OnlineOptimizer.RmsProp:
                cell[1] = (_options.Gamma * cell[1]) + ((1 - _options.Gamma) * g * g);
                rate = step.Rate / Math.Sqrt(cell[1] + _options.Epsilon);
                change = rate * g;
                break;
            default:
                cell[1] = (_options.Beta1 * cell[1]) + ((1 - _options.Beta1) * g);
                cell[2] = (_options.Beta2 * cell[2]) + ((1 - _options.Beta2) * g * g);
                rate = step.Rate / (Math.Sqrt(cell[2] / (1 - step.After.Power2)) + _options.Epsilon);
                change = rate * (cell[1] / (1 - step.After.Power1));
                break;
        }

        cell[0] = Soft(cell[0] - change, rate * l1);
    }

    static double Soft(double x, double threshold) =>
        threshold == 0 ? x : Math.Abs(x) <= threshold ? 0 : x - Math.CopySign(threshold, x);
}

/// <summary>What all coordinates share between two steps.</summary>
/// <param name="Steps">The steps so far.</param>
/// <param name="Scale">Of SGD: what each v is multiplied by.</param>
/// <param name="Shrunk">Of SGD: the L1 penalty so far, in units of v.</param>
/// <param name="Power1">β₁ to the power of the steps.</param>
/// <param name="Power2">β₂ to the power of the steps.</param>
readonly record struct StepCount(long Steps, double Scale, double Shrunk, double Power1, double Power2)
{
    /// <summary>Before the first step.</summary>
    public static StepCount Start => new(0, 1, 0, 1, 1);
}

/// <summary>One step.</summary>
/// <param name="Before">What all coordinates share before it.</param>
/// <param name="After">What they share after it.</param>
/// <param name="Rate">The learning rate.</param>
/// <param name="Decay">What the L2 penalty of SGD multiplies each weight by.</param>
/// <param name="Shrunk">The L1 penalty of SGD up to this step, in units of the v after it.</param>
/// <param name="Rescales">Whether every v is written anew before the step, as the scale has become too small.</param>
readonly record struct Step(StepCount Before, StepCount After, double Rate, double Decay, double Shrunk, bool Rescales);
