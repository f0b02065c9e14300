namespace Alink.Benchmarks.Data;

/// <summary>Rows around seeded centres, near enough to each other to overlap.</summary>
sealed class ClusteredRows
{
    /// <summary>The rows of the full data set.</summary>
    public const int FullCount = 1_000_000;

    ClusteredRows(int count, int width) => (Count, Width, Features) = (count, width, new double[count * width]);

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of features.</summary>
    public int Width { get; }

    /// <summary>The features; shape: rows × features. Each is a number of single precision, so that both sides see the same rows.</summary>
    public double[] Features { get; }

    /// <summary>The features of one row.</summary>
    public ReadOnlySpan<double> Row(int row) => Features.AsSpan(row * Width, Width);

    /// <summary>The rows as a table of "features", over the same memory.</summary>
    public Table ToTable() => new(
        new Schema(new Field("features", DataType.Vector) { VectorLength = Width }), [new VectorColumn(Count, Width, Features)]);

    /// <summary>Draws rows of deviation 1 around centres that are themselves normal, of deviation 0.5.</summary>
    public static ClusteredRows Draw(int count, int width = 32, int clusters = 64)
    {
        var rows = new ClusteredRows(count, width);
        var random = new SeededRandom(21);
        var centres = new double[clusters * width];
        for (var c = 0; c < centres.Length; c++)
        {
            centres[c] = random.Normal() / 2;
        }

        for (var i = 0; i < count; i++)
        {
            var centre = centres.AsSpan(random.Below(clusters) * width, width);
            var x = rows.Features.AsSpan(i * width, width);
            for (var j = 0; j < width; j++)
            {
                x[j] = (float)(centre[j] + random.Normal());
            }
        }

        return rows;
    }

    /// <summary>Centroids to start from: rows picked by k-means++ among the first; shape: clusters × features.</summary>
    /// <remarks>Arthur, Vassilvitskii: k-means++: the advantages of careful seeding, SODA 2007; the best of 6 candidates each time.</remarks>
    public double[] Seeds(int clusters)
    {
        var random = new SeededRandom(22);
        var sample = Math.Min(Count, 10_000);
        var seeds = new double[clusters * Width];
        var nearest = new double[sample];
        Array.Fill(nearest, double.MaxValue);
        var best = random.Below(sample);
        for (var c = 0; ; c++)
        {
            Row(best).CopyTo(seeds.AsSpan(c * Width));
            for (var i = 0; i < sample; i++)
            {
                nearest[i] = Math.Min(nearest[i], Lanes.SquaredDistance(Row(i), Row(best)));
            }

            if (c + 1 == clusters)
            {
                return seeds;
            }

            var (total, least) = (nearest.Sum(), double.MaxValue);
            for (var candidate = 0; candidate < 6; candidate++)
            {
                var goal = random.Uniform() * total;
                var pick = 0;
                for (var sum = nearest[0]; sum <= goal && pick < sample - 1; sum += nearest[pick])
                {
                    pick++;
                }

                double left = 0;
                for (var i = 0; i < sample; i++)
                {
                    left += Math.Min(nearest[i], Lanes.SquaredDistance(Row(i), Row(pick)));
                }

                (least, best) = left < least ? (left, pick) : (least, best);
            }
        }
    }

    /// <summary>The sum of the squared distances to the nearest centroid.</summary>
    public double Inertia(ReadOnlySpan<double> centroids)
    {
        double sum = 0;
        for (var i = 0; i < Count; i++)
        {
            var nearest = double.MaxValue;
            for (var c = 0; c < centroids.Length; c += Width)
            {
                nearest = Math.Min(nearest, Lanes.SquaredDistance(Row(i), centroids.Slice(c, Width)));
            }

            sum += nearest;
        }

        return sum;
    }
}
