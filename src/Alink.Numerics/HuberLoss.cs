using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>
/// Huber's loss with its scale σ estimated together with the coefficients, in one pass with its gradient.
/// </summary>
/// <remarks>
/// ½ w (σ + σ H((y − x · b − b₀) / σ)) with H(z) = z² where |z| ≤ ε and 2 ε |z| − ε² beyond; it is jointly convex.
/// A. B. Owen, "A robust hybrid of lasso and ridge regression", Contemporary Mathematics 443, 2007.
/// </remarks>
public static class HuberLoss
{
    /// <summary>Returns the sum of the losses of the rows, and adds their gradient.</summary>
    /// <typeparam name="TRows">Dense or sparse.</typeparam>
    /// <param name="rows">The features.</param>
    /// <param name="labels">The targets; shape: rows.</param>
    /// <param name="weights">The weights, not negative; shape: rows; empty where all are 1.</param>
    /// <param name="epsilon">Where the loss turns linear, in scales; above 1.</param>
    /// <param name="scale">σ, above 0.</param>
    /// <param name="parameters">
    /// The coefficients; then the intercept, if there is one; shape: width or width + 1.
    /// </param>
    /// <param name="gradient">Is added to; shape: parameters.</param>
    /// <param name="scaleGradient">Is added to: the derivative by σ.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static double Add<TRows>(
        TRows rows,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        double epsilon,
        double scale,
        ReadOnlySpan<double> parameters,
        Span<double> gradient,
        ref double scaleGradient)
        where TRows : struct, IRows<TRows>, allows ref struct
    {
        var loss = new Huber(epsilon, scale);
        var sum = MarginLoss.Add(rows, labels, weights, parameters, gradient, ref loss);
        scaleGradient += Simd.Sum(loss.ScaleGradient);
        return sum;
    }

    struct Huber(double epsilon, double scale) : IMarginLoss
    {
        public Vector512<double> ScaleGradient = Vector512<double>.Zero;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<double> Evaluate(
            Vector512<double> margin,
            Vector512<double> label,
            Vector512<double> weight,
            out Vector512<double> slope,
            out Vector512<double> curvature)
        {
            var bend = Vector512.Create(epsilon);
            var z = (margin - label) / Vector512.Create(scale);
            var distance = Vector512.Abs(z);
            var inside = Vector512.LessThanOrEqual(distance, bend);

            // The point where a straight line leaves: z itself inside, ±ε beyond. H = c (2 z − c), H' = 2 c.
            var c = Vector512.ConditionalSelect(inside, z, Vector512.CopySign(bend, z));
            slope = weight * c;
            curvature = Vector512.ConditionalSelect(inside, weight / Vector512.Create(scale), Vector512<double>.Zero);
            var half = Vector512.Create(0.5) * weight;
            ScaleGradient += half * (Vector512<double>.One - (c * c));
            return half * Vector512.Create(scale) * (Vector512<double>.One + (c * (z + z - c)));
        }
    }
}
