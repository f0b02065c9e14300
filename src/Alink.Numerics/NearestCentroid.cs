using System.Numerics;
using System.Runtime.Intrinsics;

namespace Alink.Numerics;

/// <summary>Finds the nearest of some centroids for each row.</summary>
/// <remarks>
/// The search runs in float32 on the rows less the mean centroid: four rows against 64 centroids, whose 256 scores stay
/// in registers. Where the two best are closer than float32 can tell, all are compared in double, so that the result is
/// that of the simple search in double: the least Σ (x − c)² by <see cref="DenseKernels"/>,
/// and of equals the first. For cosine distance, rows and centroids are normalised before. One search may serve many
/// threads.
/// </remarks>
public sealed unsafe class NearestCentroid
{
    const int ChunkRows = 64;
    const float RoundOff = 1f / (1 << 24);

    readonly double[] _centroids;
    readonly float[] _origins;
    readonly CentroidGroup[] _groups;
    readonly float _longest;

    /// <summary>Prepares the search; costs no more than a few dozen rows' searches.</summary>
    /// <param name="centroids">Shape: count × width, row-major.</param>
    /// <param name="count">How many centroids; at least 1.</param>
    /// <param name="width">How many numbers each has.</param>
    /// <exception cref="ArgumentException">The shape is not that of the centroids, or there are none.</exception>
    public NearestCentroid(ReadOnlySpan<double> centroids, int count, int width)
    {
        if (count < 1 || width < 0 || centroids.Length != count * width)
        {
            throw new ArgumentException(
                $"{count} centroids of {width} numbers need {count * width}, not {centroids.Length}.");
        }

        Count = count;
        Width = width;
        _centroids = centroids.ToArray();
        var origin = Mean(centroids, count, width);

        // Several times, so that short rows fill whole vectors.
        _origins = [.. Enumerable.Repeat(origin, width < 256 ? 16 : 1).SelectMany(one => one)];
        var groups = new List<CentroidGroup>();
        for (var first = 0; first < count;)
        {
            var size = count - first >= CentroidGroup.Large ? CentroidGroup.Large : CentroidGroup.Small;
            var group = new CentroidGroup(centroids, first, Math.Min(size, count - first), size, origin);
            groups.Add(group);
            _longest = MathF.Max(_longest, group.Longest);
            first += size;
        }

        _groups = [.. groups];
    }

    /// <summary>How many centroids there are.</summary>
    public int Count { get; }

    /// <summary>How many numbers each has.</summary>
    public int Width { get; }

    /// <summary>Finds the nearest centroid of each row.</summary>
    /// <param name="rows">Shape: rows × width, row-major.</param>
    /// <param name="nearest">Is overwritten with the centroids' numbers; shape: rows.</param>
    /// <param name="squaredDistances">
    /// Is overwritten with Σ (x − c)² in double; shape: rows; empty where not wanted.
    /// </param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public void Assign(ReadOnlySpan<double> rows, Span<int> nearest, Span<double> squaredDistances = default) =>
        AssignOf(rows, nearest, squaredDistances);

    /// <inheritdoc cref="Assign(ReadOnlySpan{double}, Span{int}, Span{double})"/>
    public void Assign(ReadOnlySpan<float> rows, Span<int> nearest, Span<double> squaredDistances = default) =>
        AssignOf(rows, nearest, squaredDistances);

    void AssignOf<T>(ReadOnlySpan<T> rows, Span<int> nearest, Span<double> squaredDistances)
        where T : unmanaged, INumberBase<T>
    {
        if (rows.Length != nearest.Length * Width
            || (!squaredDistances.IsEmpty && squaredDistances.Length != nearest.Length))
        {
            throw new ArgumentException(
                $"{nearest.Length} rows of width {Width} have {rows.Length} numbers, {squaredDistances.Length} distances.");
        }

        // The last rows of an incomplete four are scored as well, and left unread.
        using var shifted = new AlignedBuffer<float>(ChunkRows * Width);
        using var row = new AlignedBuffer<double>(Width);
        shifted.Span.Clear();
        Span<float> margins = stackalloc float[ChunkRows];
        for (var start = 0; start < nearest.Length; start += ChunkRows)
        {
            var count = Math.Min(ChunkRows, nearest.Length - start);
            var part = rows.Slice(start * Width, count * Width);
            var found = nearest.Slice(start, count);
            Shift(part, shifted.Pointer);
            Uncertainties(shifted.Pointer, margins[..count]);
            Search(shifted.Pointer, margins[..count], found);
            for (var i = 0; i < count; i++)
            {
                if (found[i] >= 0 && squaredDistances.IsEmpty)
                {
                    continue;
                }

                var values = Wide(part.Slice(i * Width, Width), row.Span);
                var distance = found[i] >= 0 ? Distance(values, found[i]) : Decide(values, out found[i]);
                if (!squaredDistances.IsEmpty)
                {
                    squaredDistances[start + i] = distance;
                }
            }
        }
    }

    /// <summary>Sets each row's nearest centroid, or -1 where the scores are too close, or not numbers.</summary>
    void Search(float* rows, ReadOnlySpan<float> margins, Span<int> found)
    {
        var scores = stackalloc float[CentroidGroup.Rows * CentroidGroup.Large];
        Span<float> best = stackalloc float[ChunkRows];
        best.Fill(float.NegativeInfinity);
        foreach (var group in _groups)
        {
            for (var i = 0; i < found.Length; i++)
            {
                var place = i % CentroidGroup.Rows;
                if (place == 0)
                {
                    group.Score(rows + (i * Width), scores);
                }

                var margin = margins[i];
                var nearest = group.Best(scores + (place * group.Size), margin, out var score);
                if (!(score + margin < best[i]))
                {
                    found[i] = score > best[i] + margin ? nearest : -1;
                    best[i] = score > best[i] ? score : best[i];
                }
            }
        }
    }

    /// <summary>The simple search in double.</summary>
    double Decide(ReadOnlySpan<double> row, out int nearest)
    {
        nearest = 0;
        var least = Distance(row, 0);
        for (var k = 1; k < Count; k++)
        {
            var distance = Distance(row, k);
            if (distance < least)
            {
                (least, nearest) = (distance, k);
            }
        }

        return least;
    }

    double Distance(ReadOnlySpan<double> row, int centroid) =>
        DenseKernels.SquaredDistance(row, _centroids.AsSpan(centroid * Width, Width));

    /// <summary>
    /// How far two scores of a row must be apart to be told from each other: twice the bound of their error.
    /// </summary>
    /// <remarks>
    /// A chain of n fused multiply-adds errs by at most n u (|x| |c| + c² / 2), and rounding x and c to float32 by a
    /// few u. Four rows share the bound of a length that is none of theirs and above all of them.
    /// </remarks>
    void Uncertainties(float* rows, Span<float> margins)
    {
        for (var i = 0; i < margins.Length; i += CentroidGroup.Rows)
        {
            var four = margins[i..Math.Min(i + CentroidGroup.Rows, margins.Length)];
            var values = new ReadOnlySpan<float>(rows + (i * Width), four.Length * Width);
            var length = MathF.Sqrt(DenseKernels.Dot(values, values));
            four.Fill((2.01f * (Width + 8) * RoundOff * _longest * (length + (0.5f * _longest))) + 1e-36f);
        }
    }

    /// <summary>Subtracts the origin and rounds to float32.</summary>
    void Shift<T>(ReadOnlySpan<T> rows, float* shifted)
        where T : unmanaged, INumberBase<T>
    {
        for (var start = 0; start < rows.Length; start += _origins.Length)
        {
            var part = rows.Slice(start, Math.Min(_origins.Length, rows.Length - start));
            var j = 0;
            for (; j <= part.Length - 16; j += 16)
            {
                var origin = Vector512.LoadUnsafe(ref _origins[0], (nuint)j);
                var values = typeof(T) == typeof(float)
                    ? Vector512.LoadUnsafe(ref Simd.First(part), (nuint)j).AsSingle() - origin
                    : Vector512.Narrow(
                        Vector512.LoadUnsafe(ref Simd.First(part), (nuint)j).AsDouble() - Vector512.WidenLower(origin),
                        Vector512.LoadUnsafe(ref Simd.First(part), (nuint)j + 8).AsDouble() - Vector512.WidenUpper(origin));
                values.Store(shifted + start + j);
            }

            for (; j < part.Length; j++)
            {
                shifted[start + j] = (float)(double.CreateTruncating(part[j]) - _origins[j]);
            }
        }
    }

    static ReadOnlySpan<double> Wide<T>(ReadOnlySpan<T> row, Span<double> wide)
        where T : unmanaged, INumberBase<T>
    {
        if (typeof(T) == typeof(double))
        {
            return System.Runtime.InteropServices.MemoryMarshal.Cast<T, double>(row);
        }

        var j = 0;
        for (; j <= row.Length - 16; j += 16)
        {
            var values = Vector512.LoadUnsafe(ref Simd.First(row), (nuint)j).AsSingle();
            Vector512.WidenLower(values).StoreUnsafe(ref Simd.First(wide), (nuint)j);
            Vector512.WidenUpper(values).StoreUnsafe(ref Simd.First(wide), (nuint)j + 8);
        }

        for (; j < row.Length; j++)
        {
            wide[j] = double.CreateTruncating(row[j]);
        }

        return wide;
    }

    static float[] Mean(ReadOnlySpan<double> centroids, int count, int width)
    {
        var sum = new double[width];
        for (var k = 0; k < count; k++)
        {
            DenseKernels.Axpy(1, centroids.Slice(k * width, width), sum);
        }

        return [.. sum.Select(x => (float)(x / count))];
    }
}
