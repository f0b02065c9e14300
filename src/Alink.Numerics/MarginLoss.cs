using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>The loss of a row as a function of its margin x · b + b₀, for eight rows at a time.</summary>
interface IMarginLoss
{
    /// <summary>The weighted loss of each lane, and its first and second derivative by the margin.</summary>
    /// <remarks>A lane of weight 0 must give 0 in all three.</remarks>
    Vector512<double> Evaluate(
        Vector512<double> margin,
        Vector512<double> label,
        Vector512<double> weight,
        out Vector512<double> slope,
        out Vector512<double> curvature);
}

/// <summary>One pass over a block of rows: margin, loss and gradient while the rows are in the cache.</summary>
static class MarginLoss
{
    /// <summary>The rows between margin and gradient; the kernels' order of summation does not depend on it.</summary>
    public const int MaximumChunk = 256;

    /// <summary>Returns the sum of the losses, and adds the gradient.</summary>
    /// <param name="rows">The features.</param>
    /// <param name="labels">The labels; shape: rows.</param>
    /// <param name="weights">The weights; shape: rows; empty where all are 1.</param>
    /// <param name="parameters">The coefficients, and then the intercept if there is one.</param>
    /// <param name="gradient">Is added to; shape: parameters.</param>
    /// <param name="loss">What a row costs.</param>
    public static double Add<TRows, TLoss>(
        TRows rows,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> parameters,
        Span<double> gradient,
        ref TLoss loss)
        where TRows : struct, IRows<TRows>, allows ref struct
        where TLoss : struct, IMarginLoss
    {
        Check(rows.Count, rows.Width, labels, weights, parameters, gradient.Length);
        Span<double> margins = stackalloc double[MaximumChunk];
        var chunk = TRows.ChunkOf(rows.Width);
        var sum = 0.0;
        for (var start = 0; start < rows.Count; start += chunk)
        {
            var part = rows.Slice(start, Math.Min(chunk, rows.Count - start));
            part.Gemv(parameters[..rows.Width], margins[..part.Count]);
            sum += Evaluate(
                margins[..part.Count],
                InterceptOf(parameters, rows.Width),
                labels.Slice(start, part.Count),
                WeightsOf(weights, start, part.Count),
                curvatures: default,
                ref loss);
            part.GemvTransposed(margins[..part.Count], gradient[..rows.Width]);
            AddIntercept(margins[..part.Count], rows.Width, gradient);
        }

        return sum;
    }

    /// <summary>Replaces each margin by the slope there, writes the curvature where there is room for it, and returns the
    /// sum of the losses.</summary>
    public static double Evaluate<TLoss>(
        Span<double> margins,
        double intercept,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        Span<double> curvatures,
        ref TLoss loss)
        where TLoss : struct, IMarginLoss
    {
        var shift = Vector512.Create(intercept);
        var sum = Vector512<double>.Zero;
        var i = 0;
        for (; i <= margins.Length - Simd.Width; i += Simd.Width)
        {
            ref var first = ref Simd.First(margins);
            var weight = weights.IsEmpty
                ? Vector512<double>.One
                : Vector512.LoadUnsafe(ref Simd.First(weights), (nuint)i);
            sum += loss.Evaluate(
                Vector512.LoadUnsafe(ref first, (nuint)i) + shift,
                Vector512.LoadUnsafe(ref Simd.First(labels), (nuint)i),
                weight,
                out var slope,
                out var curvature);
            slope.StoreUnsafe(ref first, (nuint)i);
            if (!curvatures.IsEmpty)
            {
                curvature.StoreUnsafe(ref Simd.First(curvatures), (nuint)i);
            }
        }

        if (i < margins.Length)
        {
            var count = margins.Length - i;
            Span<double> rest = stackalloc double[3 * Simd.Width];
            rest.Clear();
            margins[i..].CopyTo(rest);
            labels[i..].CopyTo(rest[Simd.Width..]);
            if (weights.IsEmpty)
            {
                rest.Slice(2 * Simd.Width, count).Fill(1);
            }
            else
            {
                weights[i..].CopyTo(rest[(2 * Simd.Width)..]);
            }

            sum += loss.Evaluate(
                Vector512.Create<double>(rest) + shift,
                Vector512.Create<double>(rest[Simd.Width..]),
                Vector512.Create<double>(rest[(2 * Simd.Width)..]),
                out var slope,
                out var curvature);
            slope.CopyTo(rest);
            curvature.CopyTo(rest[Simd.Width..]);
            rest[..count].CopyTo(margins[i..]);
            if (!curvatures.IsEmpty)
            {
                rest.Slice(Simd.Width, count).CopyTo(curvatures[i..]);
            }
        }

        return Simd.Sum(sum);
    }

    /// <summary>What follows the coefficients; 0 where nothing does.</summary>
    public static double InterceptOf(ReadOnlySpan<double> parameters, int width) =>
        parameters.Length > width ? parameters[width] : 0;

    public static void Check(
        int count,
        int width,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> parameters,
        int gradientLength)
    {
        if (labels.Length != count || (!weights.IsEmpty && weights.Length != count))
        {
            throw new ArgumentException($"{count} rows have {labels.Length} labels and {weights.Length} weights.");
        }

        if ((parameters.Length != width && parameters.Length != width + 1) || gradientLength != parameters.Length)
        {
            throw new ArgumentException(
                $"Rows of {width} features have {parameters.Length} parameters and {gradientLength} derivatives.");
        }
    }

    public static ReadOnlySpan<double> WeightsOf(ReadOnlySpan<double> weights, int start, int count) =>
        weights.IsEmpty ? weights : weights.Slice(start, count);

    public static void AddIntercept(ReadOnlySpan<double> slopes, int width, Span<double> gradient)
    {
        if (gradient.Length > width)
        {
            gradient[width] += DenseKernels.Sum(slopes);
        }
    }
}
