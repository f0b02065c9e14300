using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>½ w (x · b + b₀ − y)², summed over rows in one pass with its gradient.</summary>
public static class SquaredLoss
{
    /// <summary>Returns the sum of the losses of the rows, and adds their gradient.</summary>
    /// <typeparam name="TRows">Dense or sparse.</typeparam>
    /// <param name="rows">The features.</param>
    /// <param name="labels">The targets; shape: rows.</param>
    /// <param name="weights">The weights, not negative; shape: rows; empty where all are 1.</param>
    /// <param name="parameters">
    /// The coefficients; then the intercept, if there is one; shape: width or width + 1.
    /// </param>
    /// <param name="gradient">Is added to; shape: parameters.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static double Add<TRows>(
        TRows rows,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> parameters,
        Span<double> gradient)
        where TRows : struct, IRows<TRows>, allows ref struct
    {
        var loss = default(Squared);
        return MarginLoss.Add(rows, labels, weights, parameters, gradient, ref loss);
    }

    struct Squared : IMarginLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector512<double> Evaluate(
            Vector512<double> margin,
            Vector512<double> label,
            Vector512<double> weight,
            out Vector512<double> slope,
            out Vector512<double> curvature)
        {
            var residual = margin - label;
            slope = weight * residual;
            curvature = weight;
            return Vector512.Create(0.5) * slope * residual;
        }
    }
}
