namespace Alink.Statistics;

/// <summary>Sums of the rows so far, feature by feature: enough for counts, means, variances, norms and extremes.</summary>
/// <remarks>
/// A batch is centred on its own mean and then merged, so a large offset loses no digits: T. Chan, G. Golub and R. LeVeque,
/// "Updating formulae and a pairwise algorithm for computing sample variances", COMPSTAT 1982. Rows of weight 0 do not count.
/// </remarks>
public sealed class Moments
{
    double[] _mean = [];
    double[] _squares = [];
    double[] _absolute = [];
    double[] _minimum = [];
    double[] _maximum = [];
    long[] _nonZeros = [];
    double _squaredWeights;

    /// <summary>How many rows of a weight above 0.</summary>
    public long Count { get; private set; }

    /// <summary>The sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>The names of the features; empty where unknown.</summary>
    public string[] FeatureNames { get; init; } = [];

    /// <summary>How many features; 0 before the first row.</summary>
    public int Features => _mean.Length;

    /// <summary>The weighted mean of each feature; shape: features.</summary>
    public ReadOnlySpan<double> Mean => _mean;

    /// <summary>The least number of each feature; shape: features.</summary>
    public ReadOnlySpan<double> Minimum => _minimum;

    /// <summary>The greatest number of each feature; shape: features.</summary>
    public ReadOnlySpan<double> Maximum => _maximum;

    /// <summary>How many rows are not 0 in each feature; shape: features.</summary>
    public ReadOnlySpan<long> NonZeros => _nonZeros;

    /// <summary>The weighted sum of absolute numbers of each feature; shape: features.</summary>
    public ReadOnlySpan<double> Absolute => _absolute;

    /// <summary>The weighted variance of each feature, dividing by the sum of weights; shape: features.</summary>
    public double[] PopulationVariance() => Array.ConvertAll(_squares, sum => Weight > 0 ? sum / Weight : 0);

    /// <summary>
    /// The unbiased variance of each feature under reliability weights, dividing by Σw − Σw²/Σw, which is the count less one
    /// where every weight is 1; 0 for a single row; shape: features.
    /// </summary>
    public double[] SampleVariance()
    {
        var freedom = Weight - (_squaredWeights / Weight);
        return Array.ConvertAll(_squares, sum => freedom > 0 ? sum / freedom : 0);
    }

    /// <summary>The square root of the weighted sum of squares of each feature; shape: features.</summary>
    public double[] EuclideanNorm()
    {
        var norms = new double[Features];
        for (var j = 0; j < norms.Length; j++)
        {
            norms[j] = Math.Sqrt(_squares[j] + (Weight * _mean[j] * _mean[j]));
        }

        return norms;
    }

    /// <summary>Adds the rows of a batch.</summary>
    /// <param name="rows">The vectors, every number finite.</param>
    /// <param name="weights">One weight for each row; empty where every weight is 1.</param>
    /// <exception cref="TrainingException">The vectors are of another length than those before.</exception>
    public void Add(VectorBlock rows, ReadOnlySpan<double> weights)
    {
        if (rows.Rows == 0)
        {
            return;
        }

        var batch = new Moments();
        if (!rows.IsDense || rows.Width < DenseMoments.Width)
        {
            batch.Take(rows, weights);
            Add(batch);
            return;
        }

        var chunk = DenseMoments.ChunkOf(rows.Width);
        for (var start = 0; start < rows.Rows; start += chunk)
        {
            var count = Math.Min(chunk, rows.Rows - start);
            batch.Read(
                rows.Values.Slice(start * rows.Width, count * rows.Width),
                rows.Width,
                weights.IsEmpty ? weights : weights.Slice(start, count),
                count);
            Add(batch);
            batch = _mean == batch._mean ? new() : batch; // The first was taken over as it is.
        }
    }

    /// <summary>Adds the rows of another.</summary>
    /// <exception cref="TrainingException">The vectors are of another length than those before.</exception>
    public void Add(Moments other)
    {
        if (Features == 0)
        {
            (_mean, _squares, _absolute) = (other._mean, other._squares, other._absolute);
            (_minimum, _maximum, _nonZeros) = (other._minimum, other._maximum, other._nonZeros);
            (Count, Weight, _squaredWeights) = (other.Count, other.Weight, other._squaredWeights);
            return;
        }

        if (other.Features != Features && other.Features != 0)
        {
            throw new TrainingException($"A vector of length {other.Features} follows vectors of length {Features}.");
        }

        if (other.Count == 0)
        {
            return;
        }

        var total = Weight + other.Weight;
        for (var j = 0; j < other.Features; j++)
        {
            var apart = other._mean[j] - _mean[j];
            _mean[j] += apart * (other.Weight / total);
            _squares[j] += other._squares[j] + (apart * apart * (Weight * other.Weight / total));
            _absolute[j] += other._absolute[j];
            _minimum[j] = Math.Min(_minimum[j], other._minimum[j]);
            _maximum[j] = Math.Max(_maximum[j], other._maximum[j]);
            _nonZeros[j] += other._nonZeros[j];
        }

        Count += other.Count;
        Weight = total;
        _squaredWeights += other._squaredWeights;
    }

    /// <summary>Becomes the moments of a chunk of dense rows.</summary>
    void Read(ReadOnlySpan<double> values, int width, ReadOnlySpan<double> weights, int rows)
    {
        Begin(width, weights, rows);
        if (Count > 0)
        {
            DenseMoments.Write(values, width, weights, Weight, new()
            {
                Mean = _mean,
                Squares = _squares,
                Absolute = _absolute,
                Minimum = _minimum,
                Maximum = _maximum,
                NonZeros = _nonZeros,
            });
        }
    }

    void Begin(int width, ReadOnlySpan<double> weights, int rows)
    {
        if (Features == 0)
        {
            (_mean, _squares, _absolute) = (new double[width], new double[width], new double[width]);
            (_minimum, _maximum, _nonZeros) = (new double[width], new double[width], new long[width]);
            Array.Fill(_minimum, double.PositiveInfinity);
            Array.Fill(_maximum, double.NegativeInfinity);
        }

        (Count, Weight, _squaredWeights) = (0, 0, 0);
        for (var i = 0; i < rows; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            Count += weight > 0 ? 1 : 0;
            Weight += weight;
            _squaredWeights += weight * weight;
        }
    }

    void Take(VectorBlock rows, ReadOnlySpan<double> weights)
    {
        Begin(rows.Width, weights, rows.Rows);
        if (Count > 0 && rows.IsDense)
        {
            TakeDense(rows, weights);
        }
        else if (Count > 0)
        {
            TakeSparse(rows, weights);
        }
    }

    void TakeDense(VectorBlock rows, ReadOnlySpan<double> weights)
    {
        for (var i = 0; i < rows.Rows; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (weight == 0)
            {
                continue;
            }

            var row = rows.ValuesOf(i);
            for (var j = 0; j < row.Length; j++)
            {
                var x = row[j];
                _mean[j] += weight * x;
                _absolute[j] += weight * Math.Abs(x);
                _minimum[j] = Math.Min(_minimum[j], x);
                _maximum[j] = Math.Max(_maximum[j], x);
                _nonZeros[j] += x != 0 ? 1 : 0;
            }
        }

        EndMeans();
        for (var i = 0; i < rows.Rows; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            var row = rows.ValuesOf(i);
            for (var j = 0; j < row.Length; j++)
            {
                var apart = row[j] - _mean[j];
                _squares[j] += weight * apart * apart;
            }
        }
    }

    void TakeSparse(VectorBlock rows, ReadOnlySpan<double> weights)
    {
        var (stored, storedWeight) = (new long[rows.Width], new double[rows.Width]);
        for (var i = 0; i < rows.Rows; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (weight == 0)
            {
                continue;
            }

            var values = rows.ValuesOf(i);
            var indices = rows.IndicesOf(i);
            for (var k = 0; k < indices.Length; k++)
            {
                var (j, x) = (indices[k], values[k]);
                stored[j]++;
                storedWeight[j] += weight;
                _mean[j] += weight * x;
                _absolute[j] += weight * Math.Abs(x);
                _minimum[j] = Math.Min(_minimum[j], x);
                _maximum[j] = Math.Max(_maximum[j], x);
                _nonZeros[j] += x != 0 ? 1 : 0;
            }
        }

        EndMeans();
        for (var i = 0; i < rows.Rows; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            var values = rows.ValuesOf(i);
            var indices = rows.IndicesOf(i);
            for (var k = 0; k < indices.Length; k++)
            {
                var apart = values[k] - _mean[indices[k]];
                _squares[indices[k]] += weight * apart * apart;
            }
        }

        for (var j = 0; j < rows.Width; j++)
        {
            if (stored[j] < Count)
            {
                _squares[j] += Math.Max(0, Weight - storedWeight[j]) * _mean[j] * _mean[j];
                _minimum[j] = Math.Min(_minimum[j], 0);
                _maximum[j] = Math.Max(_maximum[j], 0);
            }
        }
    }

    void EndMeans()
    {
        for (var j = 0; j < _mean.Length; j++)
        {
            _mean[j] /= Weight;
        }
    }
}
