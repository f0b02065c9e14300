namespace Alink.Numerics;

/// <summary>The sums of products that normal equations are made of.</summary>
/// <remarks>
/// A row x of width d becomes z = (x, 1) or, with a target, z = (x, 1, y), and what is added is Σ w z zᵀ: the product
/// matrix, the sums of the features (column d), the sum of the weights (element d, d), the products with the target
/// (column d + 1) and its own sum and sum of squares. Only the elements on and above the diagonal are touched;
/// <see cref="Mirror"/> fills the others in when all is added.
/// </remarks>
public static class Gram
{
    /// <summary>
    /// How many rows and columns the sums have: the features, the constant, and the target if there is one.
    /// </summary>
    public static int Order(int width, bool target) => width + (target ? 2 : 1);

    /// <summary>Adds Σ w z zᵀ of dense rows.</summary>
    /// <param name="rows">The features.</param>
    /// <param name="targets">The target of each row; shape: rows; empty where there is none.</param>
    /// <param name="weights">The weight of each row; shape: rows; empty where all are 1.</param>
    /// <param name="origin">
    /// Is subtracted from the features, and then the target, as they are read, which saves digits where a mean is large
    /// against its deviation; shape: width + 1, or empty for zeros. Sums about different origins cannot be merged.
    /// </param>
    /// <param name="gram">Is added to; shape: order × order.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static unsafe void Add(
        DenseRows rows,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> origin,
        Span<double> gram)
    {
        var order = Order(rows.Width, !targets.IsEmpty);
        Check(rows.Count, rows.Width, targets, weights, origin, gram.Length);
        if (rows.Count == 0)
        {
            return;
        }

        using var panels = new Panels(order);
        fixed (double* first = rows.Values, sums = gram)
        {
            for (var start = 0; start < rows.Count; start += Panels.MaximumRows)
            {
                var count = Math.Min(Panels.MaximumRows, rows.Count - start);
                panels.Pack(
                    first + ((nint)start * rows.Width),
                    rows.Width,
                    count,
                    rows.Width,
                    constant: true,
                    targets.IsEmpty ? targets : targets.Slice(start, count),
                    origin);
                panels.AddGram(count, weights.IsEmpty ? weights : weights.Slice(start, count), sums, order);
            }
        }
    }

    /// <summary>Adds Σ w z zᵀ of sparse rows: the cost of a row is the square of its stored entries.</summary>
    /// <param name="rows">The features.</param>
    /// <param name="targets">The target of each row; shape: rows; empty where there is none.</param>
    /// <param name="weights">The weight of each row; shape: rows; empty where all are 1.</param>
    /// <param name="gram">Is added to; shape: order × order.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void Add(
        SparseRows rows, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, Span<double> gram)
    {
        var width = rows.Width;
        var order = Order(width, !targets.IsEmpty);
        Check(rows.Count, width, targets, weights, default, gram.Length);
        for (var r = 0; r < rows.Count; r++)
        {
            var weight = weights.IsEmpty ? 1 : weights[r];
            var indices = rows.IndicesOf(r);
            var values = rows.ValuesOf(r);
            AddRow(indices, values, weight, width, gram, order);
            if (!targets.IsEmpty)
            {
                // The column of the target: its products with the features, its sum and its sum of squares.
                var weighted = weight * targets[r];
                for (var e = 0; e < indices.Length; e++)
                {
                    ref var product = ref gram[(indices[e] * order) + width + 1];
                    product = Math.FusedMultiplyAdd(weighted, values[e], product);
                }

                gram[(width * order) + width + 1] += weighted;
                gram[^1] = Math.FusedMultiplyAdd(weighted, targets[r], gram[^1]);
            }
        }
    }

    /// <summary>Adds w z zᵀ of one row of stored entries, with the constant if the order has room for it.</summary>
    internal static void AddRow(
        ReadOnlySpan<int> indices, ReadOnlySpan<double> values, double weight, int width, Span<double> gram, int order)
    {
        for (var e = 0; e < indices.Length; e++)
        {
            var line = gram.Slice(indices[e] * order, order);
            var weighted = weight * values[e];
            SparseKernels.Axpy(weighted, indices[e..], values[e..], line[..width]);
            if (order > width)
            {
                line[width] += weighted;
            }
        }

        if (order > width)
        {
            gram[(width * order) + width] += weight;
        }
    }

    /// <summary>Copies what is above the diagonal to below it.</summary>
    /// <param name="matrix">Shape: order × order.</param>
    /// <param name="order">Rows and columns.</param>
    public static void Mirror(Span<double> matrix, int order)
    {
        const int block = 16;
        for (var top = 0; top < order; top += block)
        {
            for (var left = top; left < order; left += block)
            {
                for (var i = top; i < Math.Min(top + block, order); i++)
                {
                    for (var j = Math.Max(left, i + 1); j < Math.Min(left + block, order); j++)
                    {
                        matrix[(j * order) + i] = matrix[(i * order) + j];
                    }
                }
            }
        }
    }

    static void Check(
        int count,
        int width,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> origin,
        int length)
    {
        var order = Order(width, !targets.IsEmpty);
        if ((!targets.IsEmpty && targets.Length != count) || (!weights.IsEmpty && weights.Length != count))
        {
            throw new ArgumentException($"{count} rows have {targets.Length} targets and {weights.Length} weights.");
        }

        if (!origin.IsEmpty && origin.Length != width + 1)
        {
            throw new ArgumentException(
                $"Rows of {width} features need an origin of {width + 1}, not {origin.Length}.");
        }

        if (length != order * order)
        {
            throw new ArgumentException($"Sums of order {order} need {order * order} numbers, not {length}.");
        }
    }
}
