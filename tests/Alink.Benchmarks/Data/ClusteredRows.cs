namespace Alink.Benchmarks.Data;

/// <summary>Rows around seeded centres, near enough to each other to overlap.</summary>
sealed class ClusteredRows
{
    /// <summary>The rows of the full data set.</summary>
    public const int FullCount = 1_000_000;

    const int Sample = 10_000;

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

    /// <summary>Centroids to start from, as a clustering of the first 10,000 rows gives them; shape: clusters × features.</summary>
    /// <remarks>
    /// Bradley, Fayyad: Refining initial points for k-means clustering, ICML 1998. From unrefined points, ours and every
    /// neighbour's inertia would differ by 0.1 % either way, by the luck of the draw alone.
    /// </remarks>
    public double[] Seeds(int clusters)
    {
        var sample = Math.Min(Count, Sample);
        var centroids = Picked(clusters, sample);
        for (var iteration = 0; iteration < 20; iteration++)
        {
            var (sums, counts) = (new double[centroids.Length], new int[clusters]);
            for (var i = 0; i < sample; i++)
            {
                var (nearest, least) = (0, double.MaxValue);
                for (var c = 0; c < clusters; c++)
                {
                    var distance = Lanes.SquaredDistance(Row(i), centroids.AsSpan(c * Width, Width));
                    (nearest, least) = distance < least ? (c, distance) : (nearest, least);
                }

                counts[nearest]++;
                Lanes.AddScaled(1, Row(i), sums.AsSpan(nearest * Width, Width));
            }

            for (var place = 0; place < sums.Length; place++)
            {
                var count = counts[place / Width];
                centroids[place] = count > 0 ? sums[place] / count : centroids[place];
            }
        }

        return centroids;
    }

    /// <summary>Rows picked by k-means++, the best of 6 candidates each time.</summary>
    /// <remarks>Arthur, Vassilvitskii: k-means++: the advantages of careful seeding, SODA 2007.</remarks>
    double[] Picked(int clusters, int sample)
    {
        var random = new SeededRandom(22);
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
