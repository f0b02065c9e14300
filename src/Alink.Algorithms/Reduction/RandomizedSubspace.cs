using Alink.Linear;
using Alink.Numerics;

namespace Alink.Reduction;

/// <summary>The directions along which the rows are longest, from a few passes over them.</summary>
/// <remarks>
/// N. Halko, P.-G. Martinsson and J. Tropp, "Finding structure with randomness: probabilistic algorithms for constructing
/// approximate matrix decompositions", SIAM Review 53(2), 2011, algorithm 4.4: random directions Q are replaced by those of
/// AᵀA Q, made orthonormal, again and again, where A are the rows; and in the space that they end in, QᵀAᵀA Q says what is
/// longest. A row costs its stored numbers times the directions; neither A nor AᵀA is ever made.
/// </remarks>
/// <param name="Features">The vectors; all of one length.</param>
/// <param name="Mean">What is taken off each row; shape: features; empty for nothing.</param>
/// <param name="Iterations">How often directions are replaced; at least 0.</param>
/// <param name="Seed">Decides the first directions.</param>
sealed record RandomizedSubspace(Column<Vector> Features, double[] Mean, int Iterations, long Seed)
{
    /// <summary>Reads the rows once for each iteration, and once more.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="width">How many features.</param>
    /// <param name="count">How many directions are sought.</param>
    /// <param name="more">How many more are carried along, so that those sought settle sooner.</param>
    /// <param name="context">The training that asks.</param>
    /// <returns>The directions, each of length 1; shape: count × features; and the sum of squares along each, falling.</returns>
    public async ValueTask<(double[] Directions, double[] Squares)> FindAsync(
        IDataset rows, int width, int count, int more, TrainingContext context)
    {
        var carried = Math.Min(width, count + more);
        var q = new double[carried * width];
        var random = new SeededRandom(Seed);
        for (var i = 0; i < q.Length; i++)
        {
            q[i] = random.NextGaussian();
        }

        Orthonormalize(q, width);
        for (var i = 0; carried < width && i < Iterations; i++)
        {
            q = await rows.AggregateAsync(new SubspacePass(Features, Mean, q), context).ConfigureAwait(false);
            Orthonormalize(q, width);
            context.Report(i + 1);
        }

        var z = await rows.AggregateAsync(new SubspacePass(Features, Mean, q), context).ConfigureAwait(false);
        var inside = new double[carried * carried];
        for (var i = 0; i < carried; i++)
        {
            for (var j = i; j < carried; j++)
            {
                inside[(i * carried) + j] = DenseKernels.Dot(q.AsSpan(i * width, width), z.AsSpan(j * width, width));
            }
        }

        Gram.Mirror(inside, carried);
        var eigen = SymmetricEigen.Of(inside, carried);
        var directions = new double[count * width];
        for (var k = 0; k < count; k++)
        {
            var direction = directions.AsSpan(k * width, width);
            DenseKernels.GemvTransposed(new(q, carried, width), eigen.Vectors.AsSpan(k * carried, carried), direction);
            SymmetricEigen.FixSign(direction);
        }

        return (directions, [.. eigen.Values.Take(count).Select(square => Math.Max(0, square))]);
    }

    /// <summary>Makes each row of length 1 and at right angles to those before it; one that they make up becomes 0.</summary>
    /// <remarks>Gram and Schmidt's way, twice, for what rounding left in the first time.</remarks>
    static void Orthonormalize(double[] rows, int width)
    {
        for (var start = 0; start < rows.Length; start += width)
        {
            var row = rows.AsSpan(start, width);
            var before = Math.Sqrt(DenseKernels.Dot(row, row));
            for (var round = 0; round < 2; round++)
            {
                for (var other = 0; other < start; other += width)
                {
                    var earlier = rows.AsSpan(other, width);
                    DenseKernels.Axpy(-DenseKernels.Dot(row, earlier), earlier, row);
                }
            }

            var length = Math.Sqrt(DenseKernels.Dot(row, row));
            DenseKernels.Scale(length > 1e-12 * before ? 1 / length : 0, row);
        }
    }
}

/// <summary>Adds up Σ (x · q) x for each direction q, where x are the rows less their mean.</summary>
/// <param name="Features">The vectors; all of one length.</param>
/// <param name="Mean">What is taken off each row; shape: features; empty for nothing.</param>
/// <param name="Directions">Shape: directions × features.</param>
sealed record SubspacePass(Column<Vector> Features, double[] Mean, double[] Directions) : IAggregator<double[]>
{
    /// <summary>Rows of about so many numbers stay in the cache while every direction passes over them.</summary>
    const int Numbers = 1 << 15;

    public double[] Start(Schema schema) => new double[Directions.Length];

    public double[] Update(double[] state, Table batch)
    {
        var width = batch.Features(Features).Width;
        var products = new double[Math.Max(1, Numbers / Math.Max(1, width))];
        foreach (var part in batch.Batches(products.Length))
        {
            // Sparse rows stay sparse: the mean is taken off their products, and off the sums it would take nothing, for
            // the products of all rows add to 0.
            var rows = ((VectorColumn)part.Values(Features)).Less(Mean).Block;
            for (var start = 0; start < Directions.Length; start += width)
            {
                var direction = Directions.AsSpan(start, width);
                var along = products.AsSpan(0, rows.Rows);
                rows.Multiply(direction, along);
                if (rows.IsDense)
                {
                    DenseKernels.GemvTransposed(rows.Dense(), along, state.AsSpan(start, width));
                    continue;
                }

                var middle = Mean.Length == 0 ? 0 : DenseKernels.Dot(Mean, direction);
                for (var i = 0; i < along.Length; i++)
                {
                    along[i] -= middle;
                }

                SparseKernels.GemvTransposed(rows.Sparse(), along, state.AsSpan(start, width));
            }
        }

        return state;
    }

    public double[] Merge(double[] left, double[] right)
    {
        DenseKernels.Axpy(1, right, left);
        return left;
    }
}
