using System.Collections.Immutable;
using System.Runtime.Intrinsics;

namespace Alink.Statistics;

/// <summary>How each feature varies with a number: sums of squares and of products about the means.</summary>
/// <remarks>
/// B. Welford's formula over the rows where a feature is not 0, as in <see cref="FeatureMoments"/>; the other rows join when
/// a feature is read. So a sparse row costs its stored numbers, and a dense one gives the same bits; and a large offset loses
/// no digits, for means are kept as distances from the first number.
/// </remarks>
/// <param name="featureNames">The names of the features; empty where unknown.</param>
public sealed class TargetMoments(ImmutableArray<string> featureNames)
{
    NumberMoments _targets;
    double[] _rows = []; // Of each feature, where it is not 0: how many rows; after the last feature zeros, up to eight.
    double[] _firsts = [];
    double[] _means = []; // From the first number of the feature.
    double[] _targetMeans = []; // From the first target of all.
    double[] _squares = [];
    double[] _products = [];

    /// <summary>The names of the features; empty where unknown.</summary>
    public ImmutableArray<string> FeatureNames => featureNames;

    /// <summary>How many features; 0 before the first row.</summary>
    public int Features { get; private set; }

    /// <summary>How many rows.</summary>
    public long Rows => _targets.Count;

    /// <summary>Pearson's correlation of a feature and the number, from −1 to 1; NaN where one of them never varies.</summary>
    public double Correlation(int feature)
    {
        // The zeros: rows whose feature is 0, and whose number is on average such that all rows have the mean of all.
        var (rows, mean) = (_rows[feature], _firsts[feature] + _means[feature]);
        var squares = _squares[feature] + (mean * mean * (rows * ((Rows - rows) / Rows)));
        var products = _products[feature] + (rows * mean * (_targetMeans[feature] - _targets.FromFirst));
        return squares == 0 || _targets.Squares == 0 ? double.NaN
            : Math.Clamp(products / Math.Sqrt(squares) / Math.Sqrt(_targets.Squares), -1, 1);
    }

    /// <summary>Adds the rows of a batch.</summary>
    /// <exception cref="TrainingException">The vectors are of another length.</exception>
    internal TargetMoments Add(VectorBlock features, ReadOnlySpan<double> targets)
    {
        if (targets.Length > 0)
        {
            Lengthen(features.Width);
        }

        foreach (var target in targets)
        {
            _targets.Add(target);
        }

        if (features.IsDense)
        {
            AddDense(features.Values, targets);
            return this;
        }

        for (var i = 0; i < targets.Length; i++)
        {
            AddSparse(features.IndicesOf(i), features.ValuesOf(i), targets[i] - _targets.First);
        }

        return this;
    }

    /// <summary>Adds the rows of another.</summary>
    internal TargetMoments Add(TargetMoments other)
    {
        if (other.Rows == 0)
        {
            return this;
        }

        Lengthen(other.Features);
        var target = Rows == 0 ? 0 : other._targets.First - _targets.First;
        for (var j = 0; j < Features; j++)
        {
            if (other._rows[j] == 0)
            {
                continue;
            }

            _firsts[j] = _rows[j] == 0 ? other._firsts[j] : _firsts[j];
            var total = _rows[j] + other._rows[j];
            var feature = other._firsts[j] - _firsts[j] + (other._means[j] - _means[j]);
            var number = target + (other._targetMeans[j] - _targetMeans[j]);
            var share = other._rows[j] / total;
            _squares[j] += other._squares[j] + (feature * feature * (_rows[j] * share));
            _products[j] += other._products[j] + (feature * number * (_rows[j] * share));
            _means[j] += feature * share;
            _targetMeans[j] += number * share;
            _rows[j] = total;
        }

        _targets.Add(other._targets);

        return this;
    }

    /// <summary>Adds a row; its target counts from the first target of all.</summary>
    void AddSparse(ReadOnlySpan<int> indices, ReadOnlySpan<double> values, double target)
    {
        for (var k = 0; k < values.Length; k++)
        {
            if (values[k] == 0)
            {
                continue;
            }

            var j = indices[k];
            _firsts[j] = _rows[j] == 0 ? values[k] : _firsts[j];
            var distance = values[k] - _firsts[j];
            var (feature, number, share) = (distance - _means[j], target - _targetMeans[j], 1 / ++_rows[j]);
            _means[j] += feature * share;
            _targetMeans[j] += number * share;
            _squares[j] += feature * (distance - _means[j]);
            _products[j] += feature * (target - _targetMeans[j]);
        }
    }

    /// <summary>Eight features at a time, whose sums stay in registers from row to row; every step is that of
    /// <see cref="AddSparse"/>.</summary>
    void AddDense(ReadOnlySpan<double> values, ReadOnlySpan<double> targets)
    {
        const int together = 256; // Rows stay in the cache from eight features to the next.
        for (var start = 0; start < targets.Length; start += together)
        {
            var end = Math.Min(start + together, targets.Length);
            for (var j = 0; j < Features; j += Vector512<double>.Count)
            {
                AddDense(values[(start * Features)..(end * Features)], targets[start..end], j);
            }
        }
    }

    void AddDense(ReadOnlySpan<double> values, ReadOnlySpan<double> targets, int j)
    {
        var (rows, first, mean, targetMean) = (Of(_rows), Of(_firsts), Of(_means), Of(_targetMeans));
        var (squares, products) = (Of(_squares), Of(_products));
        var own = Vector512.LessThan(Vector512<double>.Indices, Vector512.Create((double)(Features - j)));
        var unknown = Vector512.Equals(rows, Vector512<double>.Zero) & own;
        for (var i = 0; i < targets.Length && unknown != Vector512<double>.Zero; i++)
        {
            var value = At(i, values);
            first = Vector512.ConditionalSelect(unknown, value, first);
            unknown &= Vector512.Equals(value, Vector512<double>.Zero);
        }

        for (var i = 0; i < targets.Length; i++)
        {
            var value = At(i, values);
            var isZero = Vector512.Equals(value, Vector512<double>.Zero);
            var target = Vector512.Create(targets[i] - _targets.First);
            var count = rows + Vector512<double>.One;
            var distance = value - first;
            var (feature, number, share) = (distance - mean, target - targetMean, Vector512<double>.One / count);
            var (newMean, newTargetMean) = (mean + (feature * share), targetMean + (number * share));
            rows = Vector512.ConditionalSelect(isZero, rows, count);
            mean = Vector512.ConditionalSelect(isZero, mean, newMean);
            targetMean = Vector512.ConditionalSelect(isZero, targetMean, newTargetMean);
            squares = Vector512.ConditionalSelect(isZero, squares, squares + (feature * (distance - newMean)));
            products = Vector512.ConditionalSelect(isZero, products, products + (feature * (target - newTargetMean)));
        }

        rows.CopyTo(_rows, j);
        first.CopyTo(_firsts, j);
        mean.CopyTo(_means, j);
        targetMean.CopyTo(_targetMeans, j);
        squares.CopyTo(_squares, j);
        products.CopyTo(_products, j);

        Vector512<double> Of(double[] sums) => Vector512.Create(sums, j);

        Vector512<double> At(int row, ReadOnlySpan<double> values)
        {
            var rest = values[((row * Features) + j)..];
            return rest.Length >= Vector512<double>.Count ? Vector512.Create(rest) & own : Eights.Last(rest);
        }
    }

    void Lengthen(int features)
    {
        if (_rows.Length == 0)
        {
            Features = features;
            var padded = Eights.Padded(features);
            (_rows, _means, _targetMeans) = (new double[padded], new double[padded], new double[padded]);
            (_firsts, _squares, _products) = (new double[padded], new double[padded], new double[padded]);
        }

        TrainingRows.SameLength(features, Features);
    }
}
