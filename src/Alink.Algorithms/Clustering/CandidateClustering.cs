using Alink.Numerics;

namespace Alink.Clustering;

/// <summary>Clusters the weighted candidates of k-means|| in memory: k-means++, then iterations, the best of a few runs.</summary>
/// <param name="points">Shape: count × width.</param>
/// <param name="weights">How much each counts; shape: count.</param>
/// <param name="width">How many numbers each has.</param>
sealed class CandidateClustering(double[] points, double[] weights, int width)
{
    const int Runs = 5;
    const int Iterations = 30;

    /// <summary>The centroids; shape: k × width.</summary>
    /// <param name="k">How many; fewer than there are points.</param>
    /// <param name="seed">What chance goes by.</param>
    public double[] Cluster(int k, long seed)
    {
        var random = new SeededRandom(seed);
        var (best, least) = (Array.Empty<double>(), double.PositiveInfinity);
        for (var run = 0; run < Runs; run++)
        {
            var centroids = Iterate(PlusPlus(k, random.Fork(run)), k, out var inertia);
            if (inertia < least)
            {
                (best, least) = (centroids, inertia);
            }
        }

        return best;
    }

    /// <summary>Each next centroid is the best of a few points drawn by w d², as D. Arthur and S. Vassilvitskii propose.</summary>
    double[] PlusPlus(int k, SeededRandom random)
    {
        var trials = 2 + (int)Math.Log(k);
        var centroids = new double[k * width];
        var distances = new double[weights.Length];
        Array.Fill(distances, 1);
        var (kept, trial) = (new double[weights.Length], new double[weights.Length]);
        for (var c = 0; c < k; c++)
        {
            var (chosen, least) = (0, double.PositiveInfinity);
            for (var t = 0; t < (c == 0 ? 1 : trials); t++)
            {
                var point = Draw(distances, random);
                var cost = 0.0;
                for (var i = 0; i < weights.Length; i++)
                {
                    var distance = DenseKernels.SquaredDistance(Point(i), Point(point));
                    trial[i] = c == 0 ? distance : Math.Min(distances[i], distance);
                    cost += weights[i] * trial[i];
                }

                if (cost < least)
                {
                    (chosen, least) = (point, cost);
                    (kept, trial) = (trial, kept);
                }
            }

            (distances, kept) = (kept, distances);
            Point(chosen).CopyTo(centroids.AsSpan(c * width));
        }

        return centroids;
    }

    int Draw(double[] distances, SeededRandom random)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * distances[i];
        }

        var left = random.NextDouble() * sum;
        for (var i = 0; i < weights.Length; i++)
        {
            left -= weights[i] * distances[i];
            if (left < 0)
            {
                return i;
            }
        }

        // All points are taken, or rounding ate what was left.
        return distances.AsSpan().IndexOfAnyExcept(0) is >= 0 and var first ? first : 0;
    }

    double[] Iterate(double[] centroids, int k, out double inertia)
    {
        var (nearest, distances) = (new int[weights.Length], new double[weights.Length]);
        for (var iteration = 0; ; iteration++)
        {
            new NearestCentroid(centroids, k, width).Assign(points, nearest, distances);
            inertia = DenseKernels.Dot(weights, distances);
            if (iteration == Iterations)
            {
                return centroids;
            }

            var totals = new ClusterTotals(k, width);
            ClusterSums.Add(points, width, nearest, weights, totals.Sums, totals.Weights);
            var moved = centroids.ToArray();
            for (var place = 0; place < moved.Length; place++)
            {
                var weight = totals.Weights[place / width];
                moved[place] = weight > 0 ? totals.Sums[place] / weight : moved[place];
            }

            if (moved.AsSpan().SequenceEqual(centroids))
            {
                return centroids;
            }

            centroids = moved;
        }
    }

    ReadOnlySpan<double> Point(int point) => points.AsSpan(point * width, width);
}
