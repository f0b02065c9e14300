using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>w (log (1 + eᵐ) − y m) with m = x · b + b₀, summed over rows in one pass with its derivatives.</summary>
/// <remarks>A label is 0 or 1, or a probability between. Margins of any size are safe.</remarks>
public static class LogisticLoss
{
    /// <summary>Returns the sum of the losses of the rows, and adds their gradient.</summary>
    /// <typeparam name="TRows">Dense or sparse.</typeparam>
    /// <param name="rows">The features.</param>
    /// <param name="labels">From 0 to 1; shape: rows.</param>
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
        var loss = default(Logistic);
        return MarginLoss.Add(rows, labels, weights, parameters, gradient, ref loss);
    }

    /// <summary>Returns the sum of the losses of the rows, and adds their gradient and their Hessian.</summary>
    /// <param name="rows">The features.</param>
    /// <param name="labels">From 0 to 1; shape: rows.</param>
    /// <param name="weights">The weights, not negative; shape: rows; empty where all are 1.</param>
    /// <param name="parameters">
    /// The coefficients; then the intercept, if there is one; shape: width or width + 1.
    /// </param>
    /// <param name="gradient">Is added to; shape: parameters.</param>
    /// <param name="hessian">
    /// Is added to, on and above the diagonal; <see cref="Gram.Mirror"/> fills the rest in; shape: parameters ×
    /// parameters.
    /// </param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static double AddWithHessian(
        DenseRows rows,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> parameters,
        Span<double> gradient,
        Span<double> hessian)
    {
        var loss = default(Logistic);
        return MarginHessian.Add(rows, labels, weights, parameters, gradient, hessian, ref loss);
    }

    /// <inheritdoc cref="AddWithHessian(DenseRows, ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double}, Span{double})"/>
    public static double AddWithHessian(
        SparseRows rows,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> parameters,
        Span<double> gradient,
        Span<double> hessian)
    {
        var loss = default(Logistic);
        return MarginHessian.Add(rows, labels, weights, parameters, gradient, hessian, ref loss);
    }

    /// <summary>1 / (1 + e⁻ᵐ), the probability of class 1 at a margin.</summary>
    public static double Probability(double margin)
    {
        // The exponential of a negative number cannot overflow.
        var e = VectorMath.Exp(-Math.Abs(margin));
        return margin >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    /// <summary>1 / (1 + e⁻ᵐ), the probability of class 1 at a margin.</summary>
    /// <param name="margin">m.</param>
    /// <param name="other">The probability of class 0, with all its digits: that at −m.</param>
    public static double Probability(double margin, out double other)
    {
        var e = VectorMath.Exp(-Math.Abs(margin));
        var (near, far) = (1 / (1 + e), e / (1 + e));
        other = margin > 0 ? far : near;
        return margin >= 0 ? near : far;
    }

    /// <summary>Both probabilities of each margin, to the bit those of <see cref="Probability(double, out double)"/>.</summary>
    /// <param name="margins">m.</param>
    /// <param name="probabilities">Those of class 0 and class 1; shape: margins × 2.</param>
    /// <exception cref="ArgumentException">There are not two places for each margin.</exception>
    public static void Probabilities(ReadOnlySpan<double> margins, Span<double> probabilities)
    {
        if (probabilities.Length != 2L * margins.Length)
        {
            throw new ArgumentException($"{probabilities.Length} places for {margins.Length} margins.");
        }

        var i = 0;
        for (; i <= margins.Length - Simd.Width; i += Simd.Width)
        {
            var margin = Vector512.Create(margins[i..]);
            var e = VectorMath.Exp(-Vector512.Abs(margin));
            var sum = Vector512<double>.One + e;
            var (near, far) = (Vector512<double>.One / sum, e / sum);
            var other = Vector512.ConditionalSelect(Vector512.GreaterThan(margin, Vector512<double>.Zero), far, near);
            var own = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(margin, Vector512<double>.Zero), near, far);
            for (var lane = 0; lane < Simd.Width; lane++)
            {
                probabilities[2 * (i + lane)] = other[lane];
                probabilities[(2 * (i + lane)) + 1] = own[lane];
            }
        }

        for (; i < margins.Length; i++)
        {
            probabilities[(2 * i) + 1] = Probability(margins[i], out probabilities[2 * i]);
        }
    }

    struct Logistic : IMarginLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly Vector512<double> Evaluate(
            Vector512<double> margin,
            Vector512<double> label,
            Vector512<double> weight,
            out Vector512<double> slope,
            out Vector512<double> curvature)
        {
            var one = Vector512<double>.One;
            var e = VectorMath.Exp(-Vector512.Abs(margin));
            var near = one / (one + e);
            var far = e * near;
            var positive = Vector512.GreaterThanOrEqual(margin, Vector512<double>.Zero);
            slope = weight * (Vector512.ConditionalSelect(positive, near, far) - label);
            curvature = weight * near * far;
            var above = Vector512.ConditionalSelect(positive, margin, Vector512<double>.Zero);
            return weight * (VectorMath.Log1P(e) + (above - (label * margin)));
        }
    }
}
