using System.Collections.Immutable;
using Alink.Numerics;

namespace Alink.Linear;

/// <summary>Blocks of a table as the kernels take them.</summary>
static class Blocks
{
    /// <summary>The rows of a dense block.</summary>
    public static DenseRows Dense(this VectorBlock block) => new(block.Values, block.Rows, block.Width);

    /// <summary>The rows of a sparse block.</summary>
    public static SparseRows Sparse(this VectorBlock block) => new(block.Offsets, block.Indices, block.Values, block.Width);

    /// <summary>x · b of a row.</summary>
    public static double Dot(this Vector x, ReadOnlySpan<double> b) =>
        x.IsDense ? DenseKernels.Dot(x.Values, b) : SparseKernels.Dot(x.Indices, x.Values, b);

    /// <summary>x · b of each row, to the bit that of <see cref="Dot(Vector, ReadOnlySpan{double})"/>.</summary>
    public static void Dot(this VectorBlock block, ReadOnlySpan<double> b, Span<double> products)
    {
        if (block.IsDense)
        {
            DenseKernels.Dots(block.Dense(), b, products);
        }
        else
        {
            SparseKernels.Gemv(block.Sparse(), b, products);
        }
    }

    /// <summary>x · b + b₀ of each row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="products">How x · b is summed.</param>
    /// <param name="b">One number for each feature.</param>
    /// <param name="intercept">b₀.</param>
    /// <param name="sums">One place for each row.</param>
    public static void Sums(this VectorColumn rows, RowProducts products, ReadOnlySpan<double> b, double intercept, Span<double> sums)
    {
        products(rows.Block, b, sums);
        foreach (ref var sum in sums)
        {
            sum += intercept;
        }
    }

    /// <summary>x · b + b₀ of each row and each b.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="products">How x · b is summed.</param>
    /// <param name="b">Shape: margins × features.</param>
    /// <param name="intercepts">Shape: margins.</param>
    /// <param name="margins">Where they go, in the last places of each row; shape: rows × at least as many as margins.</param>
    public static void Margins(
        this VectorColumn rows, RowProducts products, Matrix b, ImmutableArray<double> intercepts, Span<double> margins)
    {
        const int together = 256; // Rows stay in the cache from one margin to the next.
        Span<double> sums = stackalloc double[together];
        for (var start = 0; start < rows.Length; start += together)
        {
            var part = (VectorColumn)rows.Slice(start, Math.Min(together, rows.Length - start));
            var width = margins.Length / rows.Length;
            for (var k = 0; k < b.Rows; k++)
            {
                part.Sums(products, b.Row(k), intercepts[k], sums[..part.Length]);
                var place = (start * width) + width - b.Rows + k;
                for (var i = 0; i < part.Length; i++, place += width)
                {
                    margins[place] = sums[i];
                }
            }
        }
    }

    /// <summary>The probabilities of each row's classes by their margins x · b + b₀; of two classes with one margin, by that.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="products">How x · b is summed.</param>
    /// <param name="b">Shape: margins × features.</param>
    /// <param name="intercepts">Shape: margins.</param>
    /// <param name="normalize">Makes the margins of a row's classes their probabilities, where each has one.</param>
    /// <param name="p">Where they go; shape: rows × classes.</param>
    public static void Probabilities(
        this VectorColumn rows, RowProducts products, Matrix b, ImmutableArray<double> intercepts, Normalizer normalize, Span<double> p)
    {
        if (b.Rows == 1)
        {
            var margins = new double[rows.Length];
            rows.Sums(products, b.Row(0), intercepts[0], margins);
            LogisticLoss.Probabilities(margins, p);
            return;
        }

        rows.Margins(products, b, intercepts, p);
        var classes = p.Length / Math.Max(1, rows.Length);
        for (var i = 0; i < p.Length; i += classes)
        {
            normalize(p.Slice(i, classes));
        }
    }

    /// <summary>x · b of each row.</summary>
    public static void Multiply(this VectorBlock block, ReadOnlySpan<double> b, Span<double> products)
    {
        if (block.IsDense)
        {
            DenseKernels.Gemv(block.Dense(), b, products);
        }
        else
        {
            SparseKernels.Gemv(block.Sparse(), b, products);
        }
    }

    /// <summary>
    /// The vectors less the shift where they are dense and there is one; the column itself, uncopied, where there is none.
    /// </summary>
    public static VectorColumn Less(this VectorColumn vectors, ReadOnlySpan<double> shift)
    {
        if (shift.IsEmpty || !vectors.IsDense)
        {
            return vectors;
        }

        var values = vectors.Block.Values.ToArray();
        for (var start = 0; start < values.Length; start += shift.Length)
        {
            DenseKernels.Axpy(-1, shift, values.AsSpan(start, shift.Length));
        }

        return new(vectors.Length, vectors.Width, values);
    }
}

/// <summary>Writes x · b of each row.</summary>
/// <param name="rows">The rows.</param>
/// <param name="b">One number for each feature.</param>
/// <param name="products">One place for each row.</param>
delegate void RowProducts(VectorBlock rows, ReadOnlySpan<double> b, Span<double> products);

/// <summary>Makes the margins of a row's classes their probabilities.</summary>
delegate void Normalizer(Span<double> margins);
