using System.Collections.Immutable;
using Alink.Numerics;
using Alink.Online;

namespace Alink.Statistics;

/// <summary>Sums of the rows so far about their mean: enough for every variance and covariance.</summary>
/// <remarks>
/// Rows wait until 256 of them are a block, whose sums about its own mean join those before it by the formula of T. Chan,
/// G. Golub and R. LeVeque (COMPSTAT 1982). So any cut of the rows gives the same bits, and nearly all work is in
/// <see cref="Gram"/>. All is measured from the first row, so that a large offset loses no digits. Sparse rows are made
/// dense: what is kept is features × features anyway.
/// </remarks>
/// <param name="featureNames">The names of the features; empty where unknown.</param>
public sealed class CoMoments(ImmutableArray<string> featureNames)
{
    const int BlockRows = 256;

    readonly double[] _waitingWeights = new double[BlockRows];
    double[] _first = [];
    double[]? _waiting;
    int _waitingRows;
    double[] _mean = [];
    double[] _products = [];
    double _joined;
    double _squaredWeights;

    /// <summary>The names of the features; empty where unknown.</summary>
    public ImmutableArray<string> FeatureNames => featureNames;

    /// <summary>How many features; 0 before the first row.</summary>
    public int Features => _mean.Length;

    /// <summary>How many rows of a weight above 0.</summary>
    public long Rows { get; private set; }

    /// <summary>The sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>What the unbiased covariance divides by: Σw − Σw²/Σw, the rows less one where every weight is 1.</summary>
    public double Freedom => Weight - (_squaredWeights / Weight);

    /// <summary>The mean of each feature, and Σ w (x − mean) (x − mean)ᵀ; shapes: features, features × features.</summary>
    public (double[] Mean, double[] Products) Centre()
    {
        var all = Copy();
        all.Join();
        Gram.Mirror(all._products, Features);
        DenseKernels.Axpy(1, _first, all._mean);
        return (all._mean, all._products);
    }

    /// <summary>Adds the rows of a batch.</summary>
    /// <param name="rows">The vectors, every number finite.</param>
    /// <param name="weights">One weight for each row; empty where every weight is 1.</param>
    /// <exception cref="TrainingException">The vectors are of another length than those before.</exception>
    internal CoMoments Add(VectorBlock rows, ReadOnlySpan<double> weights)
    {
        if (rows.Rows > 0)
        {
            Lengthen(rows.Width);
        }

        var buffer = new double[rows.Width];
        for (var i = 0; i < rows.Rows; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (weight > 0)
            {
                var row = DenseNumbers.Of(rows, i, buffer);
                var place = _waiting.AsSpan(_waitingRows * Features, Features);
                _first = Rows == 0 ? [.. row] : _first;
                row.CopyTo(place);
                DenseKernels.Axpy(-1, _first, place);
                _waitingWeights[_waitingRows++] = weight;
                (Rows, Weight, _squaredWeights) = (Rows + 1, Weight + weight, _squaredWeights + (weight * weight));
                if (_waitingRows == BlockRows)
                {
                    Join();
                }
            }
        }

        return this;
    }

    /// <summary>Adds the rows of another.</summary>
    internal CoMoments Add(CoMoments other)
    {
        if (other._waiting is not null)
        {
            Lengthen(other.Features);
        }

        if (other.Rows == 0)
        {
            return this;
        }

        Join();
        _first = Rows == 0 ? other._first : _first;
        Join(other.FromFirst(other._mean, _first), other._products, other._joined);
        var (mean, products, weight) = other.Block();
        Join(other.FromFirst(mean, _first), products, weight);
        (Rows, Weight, _squaredWeights) = (Rows + other.Rows, Weight + other.Weight, _squaredWeights + other._squaredWeights);

        return this;
    }

    /// <summary>Means that counted from the first row here, counted from another.</summary>
    double[] FromFirst(double[] mean, double[] first) => [.. mean.Select((number, j) => _first[j] - first[j] + number)];

    void Join()
    {
        var (mean, products, weight) = Block();
        Join(mean, products, weight);
        _waitingRows = 0;
    }

    void Join(double[] mean, double[] products, double weight)
    {
        if (weight == 0)
        {
            return;
        }

        var total = _joined + weight;
        var apart = new double[Features];
        for (var j = 0; j < apart.Length; j++)
        {
            apart[j] = mean[j] - _mean[j];
            _mean[j] = Math.FusedMultiplyAdd(apart[j], weight / total, _mean[j]);
        }

        for (var i = 0; i < apart.Length; i++)
        {
            var upper = _products.AsSpan((i * Features) + i, Features - i);
            DenseKernels.Axpy(1, products.AsSpan((i * Features) + i, Features - i), upper);
            DenseKernels.Axpy(apart[i] * (_joined * (weight / total)), apart.AsSpan(i), upper);
        }

        _joined = total;
    }

    /// <summary>The rows that wait, about their own mean.</summary>
    (double[] Mean, double[] Products, double Weight) Block()
    {
        var (width, order) = (Features, Gram.Order(Features, target: false));
        var rows = new DenseRows(_waiting.AsSpan(0, _waitingRows * width), _waitingRows, width);
        var weights = _waitingWeights.AsSpan(0, _waitingRows);
        var (mean, products, sums) = (new double[width], new double[width * width], new double[order * order]);
        if (_waitingRows == 0)
        {
            return (mean, products, 0);
        }

        var origin = new double[width + 1];
        var total = 0.0;
        for (var i = 0; i < _waitingRows; i++)
        {
            total += weights[i];
            for (var j = 0; j < width; j++)
            {
                origin[j] += (weights[i] / total) * (rows[i][j] - origin[j]);
            }
        }

        Gram.Add(rows, default, weights, origin, sums);
        for (var i = 0; i < width; i++)
        {
            var sum = sums[(i * order) + width];
            mean[i] = origin[i] + (sum / total);
            for (var j = i; j < width; j++)
            {
                products[(i * width) + j] = sums[(i * order) + j] - (sum * (sums[(j * order) + width] / total));
            }
        }

        return (mean, products, total);
    }

    CoMoments Copy()
    {
        var copy = (CoMoments)MemberwiseClone();
        (copy._mean, copy._products) = ([.. _mean], [.. _products]);
        return copy;
    }

    void Lengthen(int features)
    {
        if (_waiting is null)
        {
            (_mean, _products, _waiting) = (new double[features], new double[features * features], new double[BlockRows * features]);
        }

        TrainingRows.SameLength(features, Features);
    }
}
