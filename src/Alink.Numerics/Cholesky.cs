namespace Alink.Numerics;

/// <summary>The factor R of a symmetric positive definite matrix A = Rᵀ R, with R upper triangular.</summary>
/// <remarks>
/// In blocks of rows, so that nearly all of the work is in the packed kernel of <see cref="Gram"/>. There is no
/// pivoting: a matrix that is singular within rounding is refused and not repaired.
/// </remarks>
public sealed class Cholesky
{
    const int BlockRows = Panels.MaximumRows;
    readonly double[] _factor;

    Cholesky(double[] factor, int order)
    {
        _factor = factor;
        Order = order;
    }

    /// <summary>Rows and columns.</summary>
    public int Order { get; }

    /// <summary>R; shape: order × order, row-major; undefined below the diagonal.</summary>
    public ReadOnlySpan<double> Factor => _factor;

    /// <summary>Factors a matrix, or returns the first of its columns that depends on those before it.</summary>
    /// <param name="matrix">Shape: order × order; read on and above the diagonal only.</param>
    /// <param name="order">Rows and columns.</param>
    /// <param name="tolerance">
    /// A column is dependent when elimination leaves at most this share of its diagonal element; from 0.
    /// </param>
    /// <param name="cholesky">The factor; null where a column depends on others.</param>
    /// <param name="dependent">The number of that column; -1 if there is none.</param>
    /// <exception cref="ArgumentException">The matrix has not that order.</exception>
    public static unsafe bool TryFactor(
        ReadOnlySpan<double> matrix, int order, double tolerance, out Cholesky? cholesky, out int dependent)
    {
        if (matrix.Length != order * order)
        {
            throw new ArgumentException(
                $"A matrix of order {order} has {order * order} elements, not {matrix.Length}.");
        }

        var factor = matrix.ToArray();
        using var panels = new Panels(Math.Max(1, order - BlockRows));
        Span<double> minus = stackalloc double[BlockRows];
        minus.Fill(-1);
        fixed (double* first = factor)
        {
            for (var top = 0; top < order; top += BlockRows)
            {
                var bottom = Math.Min(top + BlockRows, order);
                for (var i = top; i < bottom; i++)
                {
                    var row = factor.AsSpan((i * order) + i, order - i);
                    var pivot = row[0];

                    // Written so that NaN is dependent.
                    if (!(pivot > tolerance * matrix[(i * order) + i]) || !double.IsFinite(pivot))
                    {
                        (cholesky, dependent) = (null, i);
                        return false;
                    }

                    DenseKernels.Scale(1 / Math.Sqrt(pivot), row);
                    for (var k = i + 1; k < bottom; k++)
                    {
                        DenseKernels.Axpy(-row[k - i], row[(k - i)..], factor.AsSpan((k * order) + k, order - k));
                    }
                }

                if (bottom < order)
                {
                    var rest = panels.Take(order - bottom);
                    var corner = first + ((nint)top * order) + bottom;
                    rest.Pack(corner, order, bottom - top, order - bottom, constant: false, default, default);
                    rest.AddGram(bottom - top, minus, first + ((nint)bottom * order) + bottom, order);
                }
            }
        }

        (cholesky, dependent) = (new(factor, order), -1);
        return true;
    }

    /// <summary>Replaces b by A⁻¹ b.</summary>
    /// <exception cref="ArgumentException">The length is not the order.</exception>
    public void Solve(Span<double> b)
    {
        if (b.Length != Order)
        {
            throw new ArgumentException($"A right side of {Order} numbers was needed; it had {b.Length}.");
        }

        for (var i = 0; i < Order; i++)
        {
            b[i] /= _factor[(i * Order) + i];
            DenseKernels.Axpy(-b[i], _factor.AsSpan((i * Order) + i + 1, Order - i - 1), b[(i + 1)..]);
        }

        for (var i = Order - 1; i >= 0; i--)
        {
            var row = _factor.AsSpan((i * Order) + i, Order - i);
            b[i] = (b[i] - DenseKernels.Dot(row[1..], b[(i + 1)..])) / row[0];
        }
    }

    /// <summary>The diagonal of A⁻¹; shape: order.</summary>
    public double[] InverseDiagonal()
    {
        var inverse = TriangularInverse.Of(_factor, Order);
        var diagonal = new double[Order];
        for (var i = 0; i < Order; i++)
        {
            var row = inverse.AsSpan((i * Order) + i, Order - i);
            diagonal[i] = DenseKernels.Dot(row, row);
        }

        return diagonal;
    }
}
