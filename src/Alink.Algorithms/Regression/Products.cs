using Alink.Linear;
using Alink.Numerics;

namespace Alink.Regression;

/// <summary>Sums of products of the rows so far: all that least squares asks of them.</summary>
/// <remarks>
/// They are sums about an origin near the mean, and two of them are moved to a common origin before they are added, so a
/// large offset loses no digits. Sparse features are measured from 0, so that their zeros cost nothing.
/// </remarks>
sealed class Products
{
    const int Sample = 1024;

    /// <summary>What a moved sum of squares may have lost to rounding, as a share of what it was moved by.</summary>
    const double Rounding = 1e-12;

    double[] _origin = [];
    double[] _sums = [];
    bool _isDense;

    /// <summary>How many rows of a weight above 0.</summary>
    public long Count { get; private set; }

    /// <summary>The sum of the logarithms of the weights above 0.</summary>
    public double LogWeight { get; private set; }

    /// <summary>The sum of the weights.</summary>
    public double Weight => _sums.Length == 0 ? 0 : _sums[(Width * Order) + Width];

    /// <summary>The mean of the target.</summary>
    public double TargetMean => _origin[Width] + (Sum(Width) / Weight);

    /// <summary>How many features.</summary>
    public int Width => _origin.Length - 1;

    int Order => Width + 2;

    /// <summary>Adds the rows of a batch.</summary>
    /// <param name="rows">The features, every number finite.</param>
    /// <param name="targets">The target of each row.</param>
    /// <param name="weights">The weight of each row; empty where every weight is 1.</param>
    public void Add(VectorBlock rows, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        if (rows.Rows == 0)
        {
            return;
        }

        if (_sums.Length == 0)
        {
            Begin(rows, targets, weights);
        }
        else if (rows.IsDense != _isDense || rows.Width != Width)
        {
            var batch = new Products();
            batch.Add(rows, targets, weights);
            Add(batch);
            return;
        }

        for (var i = 0; i < rows.Rows; i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            Count += weight > 0 ? 1 : 0;
            LogWeight += weight is > 0 and not 1 ? Math.Log(weight) : 0;
        }

        if (rows.IsDense)
        {
            Gram.Add(rows.Dense(), targets, weights, _origin, _sums);
        }
        else
        {
            var apart = targets.ToArray();
            for (var i = 0; i < apart.Length; i++)
            {
                apart[i] -= _origin[Width];
            }

            Gram.Add(rows.Sparse(), apart, weights, _sums);
        }
    }

    /// <summary>Adds the rows of another, which is used up.</summary>
    /// <exception cref="TrainingException">The vectors are of another length.</exception>
    public void Add(Products other)
    {
        if (other._sums.Length > 0 && _sums.Length > 0)
        {
            TrainingRows.SameLength(other.Width, Width);
        }

        if (other.Weight == 0 && _sums.Length > 0)
        {
            return;
        }

        if (Weight == 0)
        {
            (_origin, _sums, _isDense, Count, LogWeight) =
                (other._origin, other._sums, other._isDense, other.Count, other.LogWeight);
            return;
        }

        var mean = new double[_origin.Length];
        for (var i = 0; i < mean.Length; i++)
        {
            var sum = Sum(i) + other.Sum(i) + (other.Weight * (other._origin[i] - _origin[i]));
            mean[i] = _origin[i] + (sum / (Weight + other.Weight));
        }

        MoveTo(mean);
        other.MoveTo(mean);
        DenseKernels.Axpy(1, other._sums, _sums);
        (Count, LogWeight) = (Count + other.Count, LogWeight + other.LogWeight);
    }

    /// <summary>The means, and the weighted covariances, of the features and then the target.</summary>
    /// <param name="mean">Shape: features + 1.</param>
    /// <param name="covariance">They divide by the sum of weights; shape: (features + 1) × (features + 1).</param>
    public void Centre(out double[] mean, out double[] covariance)
    {
        mean = [.. _origin];
        for (var i = 0; i < mean.Length; i++)
        {
            mean[i] += Sum(i) / Weight;
        }

        MoveTo(mean);
        covariance = new double[mean.Length * mean.Length];
        for (var i = 0; i < mean.Length; i++)
        {
            for (var j = i; j < mean.Length; j++)
            {
                // The mean itself is rounded, and the sums about it are not quite 0.
                covariance[(i * mean.Length) + j] = (_sums[(Place(i) * Order) + Place(j)] - (Sum(i) / Weight * Sum(j))) / Weight;
            }
        }

        Gram.Mirror(covariance, mean.Length);
    }

    void Begin(VectorBlock rows, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights)
    {
        _isDense = rows.IsDense;
        _origin = new double[rows.Width + 1];
        _sums = new double[Order * Order];
        var sample = Math.Min(Sample, rows.Rows);
        _origin[Width] = Middle(targets[..sample], 0, 1, weights);
        for (var j = 0; _isDense && j < Width; j++)
        {
            _origin[j] = Middle(rows.Values[..(sample * Width)], j, Width, weights);
        }
    }

    /// <summary>The mean of a column where it varies, and its very value where it does not: then its sums are exactly 0.</summary>
    static double Middle(ReadOnlySpan<double> values, int column, int stride, ReadOnlySpan<double> weights)
    {
        double first = double.NaN, sum = 0, weight = 0;
        var varies = false;
        for (int i = 0, place = column; place < values.Length; i++, place += stride)
        {
            var own = weights.IsEmpty ? 1 : weights[i];
            if (own > 0)
            {
                first = double.IsNaN(first) ? values[place] : first;
                varies |= values[place] != first;
                sum = Math.FusedMultiplyAdd(own, values[place] - first, sum);
                weight += own;
            }
        }

        return weight == 0 ? values[column] : varies ? first + (sum / weight) : first;
    }

    /// <summary>Makes these the sums about another origin: z − d instead of z in every product.</summary>
    void MoveTo(double[] origin)
    {
        var (order, weight) = (Order, Weight);
        var (apart, sums, before) = (new double[order], new double[order], new double[order]);
        for (var i = 0; i < order; i++)
        {
            // The constant stands between the features and the target, and does not move.
            apart[i] = i == Width ? 0 : origin[i - (i > Width ? 1 : 0)] - _origin[i - (i > Width ? 1 : 0)];
            sums[i] = i <= Width ? _sums[(i * order) + Width] : _sums[(Width * order) + i];
            before[i] = Math.Abs(_sums[(i * order) + i]);
        }

        for (var i = 0; i < order; i++)
        {
            for (var j = i; j < order; j++)
            {
                _sums[(i * order) + j] += (apart[i] * ((weight * apart[j]) - sums[j])) - (apart[j] * sums[i]);
            }
        }

        for (var i = 0; i < order; i++)
        {
            var left = _sums[(i * order) + i];
            if (apart[i] != 0 && left <= Rounding * (before[i] + (weight * apart[i] * apart[i])))
            {
                for (var j = 0; j < order; j++)
                {
                    _sums[(Math.Min(i, j) * order) + Math.Max(i, j)] = 0;
                }
            }
        }

        origin.CopyTo(_origin, 0);
    }

    double Sum(int i) => i < Width ? _sums[(i * Order) + Width] : _sums[(Width * Order) + Width + 1];

    int Place(int i) => i < Width ? i : Width + 1;
}
