using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>The eigenvalues and eigenvectors of a symmetric matrix.</summary>
/// <remarks>
/// Householder's reflections make the matrix tridiagonal, and implicit QL steps with Wilkinson's shift make that diagonal:
/// G. Golub and C. Van Loan, "Matrix Computations", 4th edition, 2013, sections 8.3.1 and 8.3.3. Every inner loop runs along
/// a row. The cost is about 8 n³.
/// </remarks>
public sealed class SymmetricEigen
{
    const double Epsilon = 2.220446049250313e-16;
    const int MostSteps = 60;

    SymmetricEigen(double[] values, double[] vectors) => (Values, Vectors) = (values, vectors);

    /// <summary>The eigenvalues, falling; shape: order.</summary>
    public double[] Values { get; }

    /// <summary>The eigenvector of each value, of length 1 and at right angles to the others, row by row; its largest number
    /// by size, the first of equals, is above 0; shape: order × order.</summary>
    public double[] Vectors { get; }

    /// <summary>Takes a matrix apart.</summary>
    /// <param name="matrix">Symmetric, every number finite; shape: order × order.</param>
    /// <param name="order">Rows and columns.</param>
    /// <exception cref="ArgumentException">The matrix has not that order, or holds NaN or an infinity.</exception>
    public static SymmetricEigen Of(ReadOnlySpan<double> matrix, int order)
    {
        if (matrix.Length != order * order)
        {
            throw new ArgumentException($"A matrix of order {order} has {order * order} elements, not {matrix.Length}.");
        }

        var size = 0.0;
        foreach (var value in matrix)
        {
            size = double.IsFinite(value) ? Math.Max(size, Math.Abs(value))
                : throw new ArgumentException($"The matrix holds {value}; every number must be finite.");
        }

        // Numbers of at most 1 neither overflow nor vanish when they are squared.
        var scaled = matrix.ToArray();
        DenseKernels.Scale(size > 0 ? 1 / size : 0, scaled);
        var (diagonal, beside) = (new double[order], new double[order]);
        var vectors = Tridiagonal(scaled, diagonal, beside);
        Diagonal(diagonal, beside, vectors);
        return Sorted(diagonal, vectors, size);
    }

    /// <summary>Makes the largest number by size of a direction, the first of equals, positive.</summary>
    public static void FixSign(Span<double> direction)
    {
        var largest = 0.0;
        foreach (var value in direction)
        {
            largest = Math.Abs(value) > Math.Abs(largest) ? value : largest;
        }

        if (largest < 0)
        {
            DenseKernels.Scale(-1, direction);
        }
    }

    /// <summary>Reduces A = Q T Qᵀ, whose T is tridiagonal.</summary>
    /// <param name="a">The matrix, used up.</param>
    /// <param name="diagonal">Becomes that of T.</param>
    /// <param name="beside">Becomes what stands beside it: place i joins i and i + 1.</param>
    /// <returns>Qᵀ, row by row.</returns>
    static double[] Tridiagonal(double[] a, double[] diagonal, double[] beside)
    {
        var order = diagonal.Length;
        var (factors, product) = (new double[order], new double[order]);
        for (var k = 0; k < order; k++)
        {
            diagonal[k] = a[(k * order) + k];
            if (k == order - 1)
            {
                break;
            }

            // The reflection 1 − f v vᵀ takes row k beside the diagonal into its first place; v stays in the row.
            var v = a.AsSpan((k * order) + k + 1, order - k - 1);
            var length = Math.Sqrt(DenseKernels.Dot(v, v));
            if (k == order - 2 || length == 0)
            {
                beside[k] = v[0];
                continue;
            }

            beside[k] = v[0] > 0 ? -length : length;
            v[0] -= beside[k];
            var factor = factors[k] = 2 / DenseKernels.Dot(v, v);
            var w = product.AsSpan(0, v.Length);
            for (var i = 0; i < w.Length; i++)
            {
                w[i] = factor * DenseKernels.Dot(a.AsSpan(((k + 1 + i) * order) + k + 1, w.Length), v);
            }

            DenseKernels.Axpy(-0.5 * factor * DenseKernels.Dot(w, v), v, w);
            for (var i = 0; i < w.Length; i++)
            {
                var row = a.AsSpan(((k + 1 + i) * order) + k + 1, w.Length);
                DenseKernels.Axpy(-v[i], w, row);
                DenseKernels.Axpy(-w[i], v, row);
            }
        }

        return Reflections(a, factors);
    }

    /// <summary>The product of the reflections, transposed, from the last to the first, which touch ever more rows.</summary>
    static double[] Reflections(double[] a, double[] factors)
    {
        var order = factors.Length;
        var q = new double[order * order];
        for (var i = 0; i < order; i++)
        {
            q[(i * order) + i] = 1;
        }

        var sums = new double[order];
        for (var k = order - 3; k >= 0; k--)
        {
            if (factors[k] == 0)
            {
                continue;
            }

            var v = a.AsSpan((k * order) + k + 1, order - k - 1);
            var along = sums.AsSpan(0, v.Length);
            along.Clear();
            for (var i = 0; i < v.Length; i++)
            {
                DenseKernels.Axpy(v[i], q.AsSpan(((k + 1 + i) * order) + k + 1, v.Length), along);
            }

            for (var i = 0; i < v.Length; i++)
            {
                DenseKernels.Axpy(-factors[k] * v[i], along, q.AsSpan(((k + 1 + i) * order) + k + 1, v.Length));
            }
        }

        for (var i = 0; i < order; i++)
        {
            for (var j = i + 1; j < order; j++)
            {
                (q[(i * order) + j], q[(j * order) + i]) = (q[(j * order) + i], q[(i * order) + j]);
            }
        }

        return q;
    }

    /// <summary>Turns the tridiagonal matrix into a diagonal one, and the rows of vectors with it.</summary>
    static void Diagonal(double[] d, double[] e, double[] vectors)
    {
        var order = d.Length;
        for (var first = 0; first < order; first++)
        {
            for (var steps = 0; ; steps++)
            {
                var last = first;
                while (last < order - 1 && Math.Abs(e[last]) > Epsilon * (Math.Abs(d[last]) + Math.Abs(d[last + 1])))
                {
                    last++;
                }

                if (last == first)
                {
                    break;
                }

                if (steps == MostSteps)
                {
                    throw new ArithmeticException($"No eigenvalue was found in {MostSteps} steps.");
                }

                Step(d, e, vectors, first, last);
            }
        }
    }

    /// <summary>One implicit QL step over the block from <paramref name="first"/> to <paramref name="last"/>: rotations of
    /// neighbours chase what the shift brought in from the bottom to the top.</summary>
    static void Step(double[] d, double[] e, double[] vectors, int first, int last)
    {
        var half = (d[first + 1] - d[first]) / (2 * e[first]);
        var away = Math.Sqrt((half * half) + 1);
        var x = d[last] - d[first] + (e[first] / (half + (half < 0 ? -away : away)));
        var (sine, cosine, carried) = (1.0, 1.0, 0.0);
        for (var i = last - 1; i >= first; i--)
        {
            var (y, below) = (sine * e[i], cosine * e[i]);
            var length = Math.Sqrt((x * x) + (y * y));
            e[i + 1] = length;
            if (length == 0)
            {
                // The block falls apart here; the next step takes its parts.
                d[i + 1] -= carried;
                e[last] = 0;
                return;
            }

            (sine, cosine) = (y / length, x / length);
            x = d[i + 1] - carried;
            var across = ((d[i] - x) * sine) + (2 * cosine * below);
            carried = sine * across;
            d[i + 1] = x + carried;
            x = (cosine * across) - below;
            Rotate(vectors.AsSpan(i * d.Length, d.Length), vectors.AsSpan((i + 1) * d.Length, d.Length), cosine, sine);
        }

        d[first] -= carried;
        e[first] = x;
        e[last] = 0;
    }

    /// <summary>upper ← c · upper − s · lower, and lower ← s · upper + c · lower.</summary>
    static void Rotate(Span<double> upper, Span<double> lower, double c, double s)
    {
        ref var up = ref Simd.First(upper);
        ref var low = ref Simd.First(lower);
        var (cosine, sine) = (Vector512.Create(c), Vector512.Create(s));
        var j = 0;
        for (; j <= upper.Length - Simd.Width; j += Simd.Width)
        {
            var (a, b) = (Vector512.LoadUnsafe(ref up, (nuint)j), Vector512.LoadUnsafe(ref low, (nuint)j));
            ((cosine * a) - (sine * b)).StoreUnsafe(ref up, (nuint)j);
            ((sine * a) + (cosine * b)).StoreUnsafe(ref low, (nuint)j);
        }

        for (; j < upper.Length; j++)
        {
            (upper[j], lower[j]) = ((c * upper[j]) - (s * lower[j]), (s * upper[j]) + (c * lower[j]));
        }
    }

    static SymmetricEigen Sorted(double[] values, double[] vectors, double size)
    {
        var order = values.Length;
        int[] places = [.. Enumerable.Range(0, order).OrderByDescending(i => values[i])];
        var sorted = new double[vectors.Length];
        for (var k = 0; k < order; k++)
        {
            var vector = sorted.AsSpan(k * order, order);
            vectors.AsSpan(places[k] * order, order).CopyTo(vector);
            FixSign(vector);
        }

        return new([.. places.Select(i => values[i] * size)], sorted);
    }
}
