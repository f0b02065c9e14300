using System.Numerics;

namespace Alink.Numerics;

/// <summary>Finds the nearest of some centroids for each row.</summary>
/// <remarks>
/// The search runs in float32 on the rows less the mean centroid: four rows against 64 centroids, whose 256 scores stay
/// in registers. Where the two best are closer than float32 can tell, all candidates are compared in double, so that the
/// result is that of the simple search in double: the least Σ (x − c)², and of equals the first.
/// </remarks>
public sealed unsafe class NearestCentroid
{
    /// <summary>The centroids that one run of the kernel scores: four vectors of float32.</summary>
    const int Group = 64;
    const int ChunkRows = 64;
    const float RoundOff = 1f / (1 << 24);

    readonly double[] _centroids;
    readonly double[] _origin;
    readonly float[] _packed;
    readonly float[] _offsets;
    readonly float _largest;

    /// <summary>Prepares the search; costs no more than a few dozen rows' searches.</summary>
    /// <param name="centroids">Shape: count × width, row-major.</param>
    /// <param name="count">How many centroids; at least 1.</param>
    /// <param name="width">How many numbers each has.</param>
    /// <exception cref="ArgumentException">The shape is not that of the centroids, or there are none.</exception>
    public NearestCentroid(ReadOnlySpan<double> centroids, int count, int width)
    {
        if (count < 1 || width < 0 || centroids.Length != count * width)
        {
            throw new ArgumentException($"{count} centroids of {width} numbers need {count * width}, not {centroids.Length}.");
        }

        Count = count;
        Width = width;
        _centroids = centroids.ToArray();
        _origin = new double[width];
        for (var k = 0; k < count; k++)
        {
            DenseKernels.Axpy(1.0 / count, centroids.Slice(k * width, width), _origin);
        }

        // Group by group, feature by feature: 64 centroids side by side.
        var groups = (count + Group - 1) / Group;
        _packed = new float[groups * width * Group];
        _offsets = new float[groups * Group];
        Array.Fill(_offsets, float.NegativeInfinity);
        for (var k = 0; k < count; k++)
        {
            var square = 0.0;
            for (var j = 0; j < width; j++)
            {
                var shifted = centroids[(k * width) + j] - _origin[j];
                square += shifted * shifted;
                _packed[(((k / Group * width) + j) * Group) + (k % Group)] = (float)shifted;
            }

            // Nearest is where x · c − c² / 2 is largest.
            _offsets[k] = (float)(-0.5 * square);
            _largest = Math.Max(_largest, (float)Math.Sqrt(square));
        }
    }

    /// <summary>How many centroids there are.</summary>
    public int Count { get; }

    /// <summary>How many numbers each has.</summary>
    public int Width { get; }

    /// <summary>Finds the nearest centroid of each row.</summary>
    /// <param name="rows">Shape: rows × width, row-major.</param>
    /// <param name="nearest">Is overwritten with the centroids' numbers; shape: rows.</param>
    /// <param name="squaredDistances">Is overwritten with Σ (x − c)² in double; shape: rows; empty where not wanted.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Assign(ReadOnlySpan<double> rows, Span<int> nearest, Span<double> squaredDistances = default) =>
        AssignOf(rows, nearest, squaredDistances);

    /// <inheritdoc cref="Assign(ReadOnlySpan{double}, Span{int}, Span{double})"/>
    public void Assign(ReadOnlySpan<float> rows, Span<int> nearest, Span<double> squaredDistances = default) =>
        AssignOf(rows, nearest, squaredDistances);

    void AssignOf<T>(ReadOnlySpan<T> rows, Span<int> nearest, Span<double> squaredDistances)
        where T : unmanaged, INumberBase<T>
    {
        if (rows.Length != nearest.Length * Width || (!squaredDistances.IsEmpty && squaredDistances.Length != nearest.Length))
        {
            throw new ArgumentException(
                $"{nearest.Length} rows of {Width} numbers need {nearest.Length * Width}, not {rows.Length}, and no or as many distances, not {squaredDistances.Length}.");
        }

        for (var i = 0; i < nearest.Length; i++)
        {
            var row = rows.Slice(i * Width, Width);
            var best = double.PositiveInfinity;
            for (var k = 0; k < Count; k++)
            {
                var distance = Distance(row, k);
                if (distance < best)
                {
                    best = distance;
                    nearest[i] = k;
                }
            }

            if (!squaredDistances.IsEmpty)
            {
                squaredDistances[i] = best;
            }
        }
    }

    double Distance<T>(ReadOnlySpan<T> row, int centroid)
        where T : unmanaged, INumberBase<T>
    {
        var place = centroid * Width;
        var sum = 0.0;
        for (var j = 0; j < row.Length; j++)
        {
            var difference = double.CreateTruncating(row[j]) - _centroids[place + j];
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }
}
