using Alink.Numerics;

namespace Alink.Clustering;

/// <summary>The nearest centroid of each row, dense or sparse, for one pass and all its threads.</summary>
/// <param name="centroids">Shape: count × width.</param>
/// <param name="count">How many centroids.</param>
/// <param name="width">How many numbers each has.</param>
sealed class Assignment(double[] centroids, int count, int width)
{
    readonly Lazy<NearestCentroid> _dense = new(() => new(centroids, count, width));
    readonly Lazy<(double[] Transposed, double[] Halves)> _sparse = new(() => Transpose(centroids, count, width));

    /// <summary>Finds the nearest centroids of dense rows, and the squared distances where they are wanted.</summary>
    public void Assign(ReadOnlySpan<float> rows, Span<int> nearest, Span<double> squaredDistances) =>
        _dense.Value.Assign(rows, nearest, squaredDistances);

    /// <inheritdoc cref="Assign(ReadOnlySpan{float}, Span{int}, Span{double})"/>
    public void Assign(ReadOnlySpan<double> rows, Span<int> nearest, Span<double> squaredDistances) =>
        _dense.Value.Assign(rows, nearest, squaredDistances);

    /// <summary>Finds the nearest centroids of the sparse rows from <paramref name="start"/> on, and the squared distances where wanted.</summary>
    public void Assign(VectorBlock rows, int start, Span<int> nearest, Span<double> squaredDistances)
    {
        var (transposed, halves) = _sparse.Value;
        Span<double> scores = count <= 512 ? stackalloc double[count] : new double[count];
        for (var i = 0; i < nearest.Length; i++)
        {
            // Nearest is where x · c − c² / 2 is largest.
            var values = rows.ValuesOf(start + i);
            var indices = rows.IndicesOf(start + i);
            halves.CopyTo(scores);
            for (var e = 0; e < indices.Length; e++)
            {
                DenseKernels.Axpy(values[e], transposed.AsSpan(indices[e] * count, count), scores);
            }

            var best = 0;
            for (var k = 1; k < count; k++)
            {
                best = scores[k] > scores[best] ? k : best;
            }

            nearest[i] = best;
            if (!squaredDistances.IsEmpty)
            {
                squaredDistances[i] = SquaredDistance(DenseKernels.Dot(values, values), scores[best], halves[best]);
            }
        }
    }

    /// <summary>|x|² − 2 (x · c − c² / 2), 0 where rounding leaves no digit of it.</summary>
    public static double SquaredDistance(double own, double score, double half)
    {
        const double noise = 1e-14;
        var distance = own - (2 * score);
        return distance > noise * (own - half) ? distance : 0;
    }

    static (double[] Transposed, double[] Halves) Transpose(double[] centroids, int count, int width)
    {
        var (transposed, halves) = (new double[centroids.Length], new double[count]);
        for (var k = 0; k < count; k++)
        {
            var centroid = centroids.AsSpan(k * width, width);
            halves[k] = -0.5 * DenseKernels.Dot(centroid, centroid);
            for (var j = 0; j < width; j++)
            {
                transposed[(j * count) + k] = centroid[j];
            }
        }

        return (transposed, halves);
    }
}
