using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>w (log Σₖ e^mₖ − m_y) with mₖ = x · bₖ + b₀ₖ, summed over rows in one pass with its gradient.</summary>
/// <remarks>A label is the number of a class, from 0. Margins of any size are safe.</remarks>
public static class SoftmaxLoss
{
    const int ChunkRows = 64;

    /// <summary>Returns the sum of the losses of the rows, and adds their gradient.</summary>
    /// <typeparam name="TRows">Dense or sparse.</typeparam>
    /// <param name="rows">The features.</param>
    /// <param name="labels">The number of the class of each row; shape: rows.</param>
    /// <param name="weights">The weights, not negative; shape: rows; empty where all are 1.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="parameters">
    /// For each class the coefficients and then the intercept, if there is one; shape: classes × (width or width + 1).
    /// </param>
    /// <param name="gradient">Is added to; shape: parameters.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static double Add<TRows>(
        TRows rows,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> weights,
        int classes,
        ReadOnlySpan<double> parameters,
        Span<double> gradient)
        where TRows : struct, IRows<TRows>, allows ref struct
    {
        var stride = Check(rows.Count, rows.Width, labels, weights, classes, parameters, gradient);
        using var buffer = new AlignedBuffer<double>((classes + 2) * ChunkRows);
        var scores = buffer.Span[..(classes * ChunkRows)];
        var chunk = Math.Min(ChunkRows, TRows.ChunkOf(rows.Width));
        var sum = 0.0;
        for (var start = 0; start < rows.Count; start += chunk)
        {
            var part = rows.Slice(start, Math.Min(chunk, rows.Count - start));
            for (var k = 0; k < classes; k++)
            {
                part.Gemv(parameters.Slice(k * stride, rows.Width), scores.Slice(k * ChunkRows, part.Count));
            }

            sum += Evaluate(
                scores,
                classes,
                labels.Slice(start, part.Count),
                MarginLoss.WeightsOf(weights, start, part.Count),
                stride > rows.Width ? parameters : default,
                stride,
                buffer.Span[scores.Length..]);
            for (var k = 0; k < classes; k++)
            {
                var slopes = scores.Slice(k * ChunkRows, part.Count);
                var derivatives = gradient.Slice(k * stride, stride);
                part.GemvTransposed(slopes, derivatives[..rows.Width]);
                MarginLoss.AddIntercept(slopes, rows.Width, derivatives);
            }
        }

        return sum;
    }

    /// <summary>Replaces the scores by the slopes, class by class, and returns the sum of the losses.</summary>
    /// <param name="scores">Shape: classes × ChunkRows, of which the first rows count.</param>
    /// <param name="classes">How many.</param>
    /// <param name="labels">The class of each row.</param>
    /// <param name="weights">Of each row, or none.</param>
    /// <param name="parameters">Where the intercepts are, or empty.</param>
    /// <param name="stride">The parameters of a class, the last of them its intercept.</param>
    /// <param name="scratch">Two chunks of rows.</param>
    static double Evaluate(
        Span<double> scores,
        int classes,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> parameters,
        int stride,
        Span<double> scratch)
    {
        var count = labels.Length;
        var padded = Simd.Vectors(count) * Simd.Width;
        var rowWeights = scratch[..padded];
        var own = scratch.Slice(ChunkRows, padded);
        rowWeights.Clear();
        own.Clear();
        for (var r = 0; r < count; r++)
        {
            var label = labels[r];
            rowWeights[r] = weights.IsEmpty ? 1 : weights[r];
            own[r] = scores[(label * ChunkRows) + r]
                + (parameters.IsEmpty ? 0 : parameters[(label * stride) + stride - 1]);
        }

        var loss = Vector512<double>.Zero;
        for (var r = 0; r < padded; r += Simd.Width)
        {
            var highest = Vector512.Create(double.NegativeInfinity);
            for (var k = 0; k < classes; k++)
            {
                if (padded > count && r == padded - Simd.Width)
                {
                    scores.Slice((k * ChunkRows) + count, padded - count).Clear();
                }

                var place = scores.Slice((k * ChunkRows) + r, Simd.Width);
                var score = Vector512.Create<double>(place)
                    + Vector512.Create(parameters.IsEmpty ? 0 : parameters[(k * stride) + stride - 1]);
                score.CopyTo(place);
                highest = Vector512.ConditionalSelect(Vector512.GreaterThan(score, highest), score, highest);
            }

            var total = Vector512<double>.Zero;
            for (var k = 0; k < classes; k++)
            {
                var place = scores.Slice((k * ChunkRows) + r, Simd.Width);
                var power = VectorMath.Exp(Vector512.Create<double>(place) - highest);
                power.CopyTo(place);
                total += power;
            }

            var weight = Vector512.Create<double>(rowWeights[r..]);
            var scale = weight / total;
            for (var k = 0; k < classes; k++)
            {
                var place = scores.Slice((k * ChunkRows) + r, Simd.Width);
                (Vector512.Create<double>(place) * scale).CopyTo(place);
            }

            loss += weight * (VectorMath.Log(total) + (highest - Vector512.Create<double>(own[r..])));
        }

        for (var r = 0; r < count; r++)
        {
            scores[(labels[r] * ChunkRows) + r] -= rowWeights[r];
        }

        return Simd.Sum(loss);
    }

    static int Check(
        int count,
        int width,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> weights,
        int classes,
        ReadOnlySpan<double> parameters,
        ReadOnlySpan<double> gradient)
    {
        if (labels.Length != count || (!weights.IsEmpty && weights.Length != count))
        {
            throw new ArgumentException($"{count} rows have {labels.Length} labels and {weights.Length} weights.");
        }

        var stride = classes < 1 ? 0 : parameters.Length / classes;
        if ((stride != width && stride != width + 1)
            || stride * classes != parameters.Length
            || gradient.Length != parameters.Length)
        {
            throw new ArgumentException(
                $"{classes} classes of {width} features have {parameters.Length} parameters, {gradient.Length} derivatives.");
        }

        return stride;
    }
}
