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
