namespace Alink.Numerics;

/// <summary>
/// One pass over a block of rows: margin, loss, gradient and Hessian while the rows are in the cache.
/// </summary>
static class MarginHessian
{
    /// <summary>
    /// Returns the sum of the losses, and adds the gradient and, on and above its diagonal, the Hessian.
    /// </summary>
    public static unsafe double Add<TLoss>(
        DenseRows rows,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> parameters,
        Span<double> gradient,
        Span<double> hessian,
        ref TLoss loss)
        where TLoss : struct, IMarginLoss
    {
        MarginLoss.Check(rows.Count, rows.Width, labels, weights, parameters, gradient.Length);
        CheckHessian(parameters.Length, hessian.Length);
        if (rows.Count == 0)
        {
            return 0;
        }

        using var panels = new Panels(parameters.Length);
        using var padded = new AlignedBuffer<double>(2 * panels.Count * Simd.Width);
        var point = padded.Span[..(panels.Count * Simd.Width)];
        var sums = padded.Span[point.Length..];
        padded.Span.Clear();
        parameters.CopyTo(point);
        Span<double> margins = stackalloc double[Panels.MaximumRows];
        Span<double> curvatures = stackalloc double[Panels.MaximumRows];
        var sum = 0.0;
        fixed (double* first = rows.Values, matrix = hessian)
        {
            for (var start = 0; start < rows.Count; start += Panels.MaximumRows)
            {
                var count = Math.Min(Panels.MaximumRows, rows.Count - start);
                var constant = parameters.Length > rows.Width;
                panels.Pack(
                    first + ((nint)start * rows.Width), rows.Width, count, rows.Width, constant, default, default);
                panels.Multiply(point, margins[..count]);
                sum += MarginLoss.Evaluate(
                    margins[..count],
                    intercept: 0,
                    labels.Slice(start, count),
                    MarginLoss.WeightsOf(weights, start, count),
                    curvatures[..count],
                    ref loss);
                panels.AddTo(sums, margins[..count]);
                panels.AddGram(count, curvatures[..count], matrix, parameters.Length);
            }
        }

        DenseKernels.Axpy(1, sums[..gradient.Length], gradient);
        return sum;
    }

    /// <inheritdoc cref="Add{TLoss}(DenseRows, ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double}, Span{double}, ref TLoss)"/>
    public static double Add<TLoss>(
        SparseRows rows,
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> parameters,
        Span<double> gradient,
        Span<double> hessian,
        ref TLoss loss)
        where TLoss : struct, IMarginLoss
    {
        MarginLoss.Check(rows.Count, rows.Width, labels, weights, parameters, gradient.Length);
        CheckHessian(parameters.Length, hessian.Length);
        var order = parameters.Length;
        Span<double> margins = stackalloc double[MarginLoss.MaximumChunk];
        Span<double> curvatures = stackalloc double[MarginLoss.MaximumChunk];
        var sum = 0.0;
        for (var start = 0; start < rows.Count; start += MarginLoss.MaximumChunk)
        {
            var part = rows.Slice(start, Math.Min(MarginLoss.MaximumChunk, rows.Count - start));
            SparseKernels.Gemv(part, parameters[..rows.Width], margins[..part.Count]);
            sum += MarginLoss.Evaluate(
                margins[..part.Count],
                MarginLoss.InterceptOf(parameters, rows.Width),
                labels.Slice(start, part.Count),
                MarginLoss.WeightsOf(weights, start, part.Count),
                curvatures[..part.Count],
                ref loss);
            SparseKernels.GemvTransposed(part, margins[..part.Count], gradient[..rows.Width]);
            MarginLoss.AddIntercept(margins[..part.Count], rows.Width, gradient);
            for (var r = 0; r < part.Count; r++)
            {
                Gram.AddRow(part.IndicesOf(r), part.ValuesOf(r), curvatures[r], rows.Width, hessian, order);
            }
        }

        return sum;
    }

    static void CheckHessian(int order, int length)
    {
        if (length != order * order)
        {
            throw new ArgumentException($"{order} parameters need a Hessian of {order * order} numbers, not {length}.");
        }
    }
}
