using Alink.Numerics;

namespace Alink.Clustering;

/// <summary>Where the centroids of a <see cref="StreamingKMeans"/> are, what they weigh, and the rows of the open mini-batch.</summary>
public sealed class StreamingKMeansState
{
    const double DyingShare = 1e-8;
    const double Apart = 1e-14;

    readonly string[] _featureNames;
    double[] _centroids = [];
    double[] _weights = [];
    double[] _sums = [];
    int[] _counts = [];
    double _inertia;
    double _pendingInertia;

    internal StreamingKMeansState(string[] featureNames) => _featureNames = featureNames;

    /// <summary>How many numbers a row has; −1 before the first row, where no centroids were given.</summary>
    public int Width { get; private set; } = -1;

    /// <summary>How many mini-batches have moved the centroids.</summary>
    public long Batches { get; private set; }

    /// <summary>How many rows of the open mini-batch wait.</summary>
    public int Pending { get; private set; }

    /// <summary>Shape: K × features.</summary>
    internal double[] Centroids => _centroids;

    /// <summary>Sets the first centroids.</summary>
    /// <param name="centroids">Shape: K × features.</param>
    /// <param name="weights">How many rows each counts for; shape: K.</param>
    /// <param name="inertia">The Σ d² of those rows.</param>
    internal void Begin(double[] centroids, double[] weights, double inertia = 0)
    {
        (_centroids, _weights, _inertia) = (centroids, weights, inertia);
        Width = centroids.Length / weights.Length;
        (_sums, _counts) = (new double[centroids.Length], new int[weights.Length]);
    }

    /// <summary>Adds a row to the open mini-batch.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="buffer">A place for a row.</param>
    /// <exception cref="TrainingException">The row is of another length than those before.</exception>
    internal void Add(VectorBlock rows, int row, double[] buffer)
    {
        TrainingRows.SameLength(rows.Width, Width);
        var values = rows.ValuesOf(row);
        if (!rows.IsDense)
        {
            var indices = rows.IndicesOf(row);
            Array.Clear(buffer);
            for (var i = 0; i < indices.Length; i++)
            {
                buffer[indices[i]] = values[i];
            }

            values = buffer;
        }

        var (nearest, least) = (0, double.PositiveInfinity);
        for (var k = 0; k < _weights.Length; k++)
        {
            var distance = DenseKernels.SquaredDistance(values, _centroids.AsSpan(k * Width, Width));
            (nearest, least) = distance < least ? (k, distance) : (nearest, least);
        }

        DenseKernels.Axpy(1, values, _sums.AsSpan(nearest * Width, Width));
        _counts[nearest]++;
        _pendingInertia += least;
        Pending++;
    }

    /// <summary>Moves the centroids by the rows of the open mini-batch, where there are any.</summary>
    internal void Move(StreamingKMeans options)
    {
        if (Pending == 0)
        {
            return;
        }

        var discount = options.Discount(Pending);
        for (var k = 0; k < _weights.Length; k++)
        {
            _weights[k] *= discount;
            if (_counts[k] > 0)
            {
                Move(k);
            }
        }

        ReviveLightest();
        _inertia = (discount * _inertia) + _pendingInertia;
        (_pendingInertia, Pending) = (0, 0);
        Batches++;
    }

    /// <summary>Becomes what another of the same options is.</summary>
    internal void Take(StreamingKMeansState other)
    {
        other._centroids.CopyTo(_centroids, 0);
        other._weights.CopyTo(_weights, 0);
        other._sums.CopyTo(_sums, 0);
        other._counts.CopyTo(_counts, 0);
        (_inertia, _pendingInertia, Pending, Batches) = (other._inertia, other._pendingInertia, other.Pending, other.Batches);
    }

    internal StreamingKMeansState Copy()
    {
        var copy = new StreamingKMeansState(_featureNames);
        copy.Begin(new double[_centroids.Length], new double[_weights.Length]);
        copy.Take(this);
        return copy;
    }

    internal KMeansModel Model(KMeans settings, Matrix centroids) =>
        new(settings, centroids, [.. _weights], _inertia, (int)Math.Min(int.MaxValue, Batches)) { FeatureNames = [.. _featureNames] };

    void Move(int k)
    {
        var centroid = _centroids.AsSpan(k * Width, Width);
        var sums = _sums.AsSpan(k * Width, Width);
        if (_weights[k] == 0)
        {
            DenseKernels.Scale(1.0 / _counts[k], sums);
            sums.CopyTo(centroid);
        }
        else
        {
            DenseKernels.Axpy(-_counts[k], centroid, sums);
            DenseKernels.Axpy(1 / (_weights[k] + _counts[k]), sums, centroid);
        }

        _weights[k] += _counts[k];
        _counts[k] = 0;
        sums.Clear();
    }

    /// <summary>A cluster that hardly weighs anything shares the rows of the heaviest.</summary>
    void ReviveLightest()
    {
        var (lightest, heaviest) = (0, 0);
        for (var k = 1; k < _weights.Length; k++)
        {
            lightest = _weights[k] < _weights[lightest] ? k : lightest;
            heaviest = _weights[k] > _weights[heaviest] ? k : heaviest;
        }

        if (_weights[lightest] >= DyingShare * _weights[heaviest])
        {
            return;
        }

        _weights[lightest] = _weights[heaviest] = (_weights[lightest] + _weights[heaviest]) / 2;
        for (var j = 0; j < Width; j++)
        {
            var x = _centroids[(heaviest * Width) + j];
            var apart = Apart * Math.Max(Math.Abs(x), 1);
            _centroids[(heaviest * Width) + j] = x + apart;
            _centroids[(lightest * Width) + j] = x - apart;
        }
    }
}
