using Alink.Linear;
using Alink.Numerics;

namespace Alink.Similarity;

/// <summary>Hashes each row by the buckets that it falls into on random lines: near rows, in Euclid's sense, share buckets.</summary>
/// <remarks>
/// h(x) = ⌊x · v / BucketLength⌋ for random directions v of length 1: M. Datar, N. Immorlica, P. Indyk and V. Mirrokni,
/// "Locality-sensitive hashing scheme based on p-stable distributions", SoCG 2004. Spark's name is
/// BucketedRandomProjectionLSH; its directions differ, as its random numbers do.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 1.0], [9.0, 0.0], [1.5, 1.0]);
/// var lsh = new RandomProjectionLsh { BucketLength = 4, Tables = 5 };
/// lsh.Index(rows).Nearest([1.0, 1.2], 2).Values&lt;double&gt;("distance").ToArray() // => [0.2 0.538516]
/// lsh.Distance([1.0, 2.0], [-2.0, -2.0]) // => 5
/// </code>
/// </example>
public sealed record RandomProjectionLsh : LocalitySensitiveHash
{
    /// <summary>How long a bucket is, in the unit of the features; above 0. Longer ones hold more rows.</summary>
    public double BucketLength { get; init => field = Require.Positive(value); } = 1;

    /// <summary>The length of the difference, Euclid's distance.</summary>
    /// <inheritdoc/>
    public override double Distance(Vector left, Vector right)
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException($"Vectors of length {left.Length} and {right.Length} have no distance.");
        }

        if (left.IsDense && right.IsDense)
        {
            return Math.Sqrt(DenseKernels.SquaredDistance(left.Values, right.Values));
        }

        // Walks both at once; a dense one stores every place.
        var (sum, i, k) = (0.0, 0, 0);
        while (i < left.Values.Length || k < right.Values.Length)
        {
            var (a, b) = (PlaceOf(left, i), PlaceOf(right, k));
            var apart = (a <= b ? left.Values[i++] : 0) - (b <= a ? right.Values[k++] : 0);
            sum = Math.FusedMultiplyAdd(apart, apart, sum);
        }

        return Math.Sqrt(sum);

        static int PlaceOf(Vector vector, int stored) =>
            stored == vector.Values.Length ? int.MaxValue : vector.IsDense ? stored : vector.Indices[stored];
    }

    internal override Action<Vector, Span<double>> Hash(int length)
    {
        var directions = Directions(length);
        return (vector, hashes) =>
        {
            for (var h = 0; h < hashes.Length; h++)
            {
                hashes[h] = Math.Floor(vector.Dot(directions.Row(h)));
            }
        };
    }

    internal override void Hash(VectorColumn rows, Span<double> hashes)
    {
        var directions = Directions(rows.Width);
        rows.Margins(Blocks.Dot, directions, [.. new double[directions.Rows]], hashes);
        foreach (ref var hash in hashes)
        {
            hash = Math.Floor(hash);
        }
    }

    /// <summary>What each number of a vector adds to each hash before it is cut to a whole number; shape: hashes × features.</summary>
    internal Matrix Directions(int length)
    {
        var count = Tables * HashesPerTable;
        var directions = new double[checked(count * length)];
        for (var h = 0; h < count; h++)
        {
            var direction = directions.AsSpan(h * length, length);
            var random = new SeededRandom(Seed).Fork(h);
            for (var j = 0; j < length; j++)
            {
                direction[j] = random.NextGaussian();
            }

            // The length of a bucket goes into the direction.
            DenseKernels.Scale(1 / (BucketLength * Math.Sqrt(DenseKernels.Dot(direction, direction))), direction);
        }

        return new(count, length, [.. directions]);
    }
}
