namespace Alink.Numerics;

/// <summary>A smooth function to minimise, which may need a pass over data.</summary>
/// <param name="point">Where to evaluate it.</param>
/// <param name="gradient">Is overwritten with the gradient there; of the point's length.</param>
/// <returns>The value; NaN or +∞ where there is none, from which the search steps back.</returns>
public delegate ValueTask<double> Objective(ReadOnlyMemory<double> point, Memory<double> gradient);

/// <summary>What an optimizer found.</summary>
/// <param name="Point">The best point.</param>
/// <param name="Loss">The value there, penalties included.</param>
/// <param name="Iterations">The steps taken.</param>
/// <param name="Evaluations">The calls of the objective, of which each may be a pass over data.</param>
/// <param name="Losses">The value at the start and after each step.</param>
/// <param name="Reason">Why it stopped.</param>
public sealed record Optimum(
    double[] Point, double Loss, int Iterations, int Evaluations, IReadOnlyList<double> Losses, StopReason Reason);

/// <summary>Why an optimizer stopped.</summary>
public enum StopReason
{
    /// <summary>The gradient is within its tolerance.</summary>
    Gradient,

    /// <summary>The last step improved the value by less than the tolerance.</summary>
    Improvement,

    /// <summary>All iterations are used up.</summary>
    MaxIterations,

    /// <summary>
    /// No lower value was found along the last direction: the rounding of the objective, or a wrong gradient.
    /// </summary>
    LineSearch,
}

/// <summary>Where an optimizer stands after a step.</summary>
/// <param name="Iteration">The steps taken; from 1.</param>
/// <param name="Loss">The value, penalties included.</param>
/// <param name="GradientNorm">The largest element of the (projected) gradient.</param>
/// <param name="Point">The point; valid during the call only.</param>
public readonly record struct OptimizerStep(
    int Iteration, double Loss, double GradientNorm, ReadOnlyMemory<double> Point);
