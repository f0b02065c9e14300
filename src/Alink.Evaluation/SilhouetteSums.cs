namespace Alink.Evaluation;

/// <summary>The clusters met so far, and the sum of their rows.</summary>
sealed class ClusterMeans
{
    double[] _sum = [];
    double _weight;

    public Categories Clusters { get; } = new();

    public List<string> Names => Clusters.Names;

    public int Width => _sum.Length;

    public double[] Centre() => Array.ConvertAll(_sum, sum => sum / _weight);

    public void Fit(int width)
    {
        if (_sum.Length == 0)
        {
            _sum = new double[width];
        }
    }

    public void Add(int cluster, ReadOnlySpan<double> row, double weight)
    {
        _weight += weight;
        for (var j = 0; j < row.Length; j++)
        {
            _sum[j] += weight * row[j];
        }
    }

    public ClusterMeans Add(ClusterMeans other)
    {
        Fit(other.Width);
        foreach (var name in other.Names)
        {
            Clusters.Number(name);
        }

        _weight += other._weight;
        for (var j = 0; j < other.Width; j++)
        {
            _sum[j] += other._sum[j];
        }

        return this;
    }
}

/// <summary>Of each cluster: its weight, the sum of its rows, and the sum of their squared lengths. From them follow mean squared distances.</summary>
sealed class SilhouetteSums(int clusters, int width)
{
    readonly double[] _squares = new double[clusters];
    readonly double[] _sums = new double[clusters * width];

    public double[] Weights { get; } = new double[clusters];

    public void Add(int cluster, ReadOnlySpan<double> row, double weight)
    {
        Weights[cluster] += weight;
        _squares[cluster] += weight * Square(row);
        var sum = _sums.AsSpan(cluster * width, width);
        for (var j = 0; j < sum.Length; j++)
        {
            sum[j] += weight * row[j];
        }
    }

    public SilhouetteSums Add(SilhouetteSums other)
    {
        for (var c = 0; c < Weights.Length; c++)
        {
            Weights[c] += other.Weights[c];
            _squares[c] += other._squares[c];
        }

        for (var j = 0; j < _sums.Length; j++)
        {
            _sums[j] += other._sums[j];
        }

        return this;
    }

    /// <summary>The squared distances of rows from their cluster's mean, and of the clusters' means from that of all.</summary>
    public (double Within, double Between) SumsOfSquares()
    {
        var (within, between, all) = (0.0, 0.0, new double[width]);
        for (var c = 0; c < Weights.Length; c++)
        {
            var own = Square(Sum(c)) / Weights[c];
            within += _squares[c] - own;
            between += own;
            for (var j = 0; j < width; j++)
            {
                all[j] += Sum(c)[j];
            }
        }

        return (within, between - (Square(all) / Weights.Sum()));
    }

    public double DistanceFromMean(int cluster, ReadOnlySpan<double> row)
    {
        var sum = Sum(cluster);
        var square = 0.0;
        for (var j = 0; j < row.Length; j++)
        {
            var apart = row[j] - (sum[j] / Weights[cluster]);
            square += apart * apart;
        }

        return Math.Sqrt(square);
    }

    /// <param name="scatters">The summed distances of the rows of each cluster from its mean.</param>
    public double DaviesBouldin(double[] scatters)
    {
        var worsts = 0.0;
        for (var c = 0; c < scatters.Length; c++)
        {
            var mean = Mean(c);
            var worst = 0.0;
            for (var other = 0; other < scatters.Length; other++)
            {
                if (other != c)
                {
                    var scatter = (scatters[c] / Weights[c]) + (scatters[other] / Weights[other]);
                    worst = Math.Max(worst, scatter == 0 ? 0 : scatter / DistanceFromMean(other, mean));
                }
            }

            worsts += worst;
        }

        return worsts / scatters.Length;
    }

    /// <summary>The mean distance of two clusters' means.</summary>
    public double Separation()
    {
        var distances = 0.0;
        for (var c = 1; c < Weights.Length; c++)
        {
            var mean = Mean(c);
            for (var other = 0; other < c; other++)
            {
                distances += DistanceFromMean(other, mean);
            }
        }

        return 2 * distances / ((double)Weights.Length * (Weights.Length - 1));
    }

    public double Silhouette(int cluster, ReadOnlySpan<double> row, double weight, SilhouetteDistance distance)
    {
        Span<double> distances = Weights.Length <= 512 ? stackalloc double[Weights.Length] : new double[Weights.Length];
        for (var c = 0; c < distances.Length; c++)
        {
            var product = 0.0;
            var sum = Sum(c);
            for (var j = 0; j < row.Length; j++)
            {
                product += row[j] * sum[j];
            }

            distances[c] = distance == SilhouetteDistance.Cosine
                ? Weights[c] - product
                : (Weights[c] * Square(row)) + _squares[c] - (2 * product);
        }

        return Silhouette(cluster, weight, distances, Weights);
    }

    /// <summary>The silhouette of a row from its summed distances to the rows of each cluster, itself among them.</summary>
    public static double Silhouette(int cluster, double weight, ReadOnlySpan<double> distances, ReadOnlySpan<double> weights)
    {
        if (weights[cluster] - weight <= 0)
        {
            return 0;
        }

        var own = Math.Max(0, distances[cluster]) / (weights[cluster] - weight);
        var next = double.PositiveInfinity;
        for (var c = 0; c < weights.Length; c++)
        {
            if (c != cluster && weights[c] > 0)
            {
                next = Math.Min(next, Math.Max(0, distances[c]) / weights[c]);
            }
        }

        return own == next ? 0 : (next - own) / Math.Max(own, next);
    }

    public static double Square(ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        foreach (var value in row)
        {
            sum += value * value;
        }

        return sum;
    }

    public static double SquaredDistance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var j = 0; j < left.Length; j++)
        {
            sum += (left[j] - right[j]) * (left[j] - right[j]);
        }

        return sum;
    }

    double[] Mean(int cluster) => Array.ConvertAll(Sum(cluster).ToArray(), sum => sum / Weights[cluster]);

    ReadOnlySpan<double> Sum(int cluster) => _sums.AsSpan(cluster * width, width);
}
