using System.Runtime.Intrinsics;
using Alink.Numerics;

namespace Alink.Statistics;

/// <summary>Sums of the rows so far, feature by feature: enough for counts, means, variances, norms and extremes.</summary>
/// <remarks>
/// Rows are added one after the other, so that any cut into batches gives the same bits; dense rows give those of sparse
/// ones, which cost their stored numbers. A large offset loses no digits. Rows of weight 0 do not count.
/// </remarks>
public sealed class Moments
{
    FeatureMoments _numbers = new(0);
    Extremes _extremes = new(0);
    double[] _absolute = [];
    double _squaredWeights;

    /// <summary>How many rows of a weight above 0.</summary>
    public long Count { get; private set; }

    /// <summary>How many rows, and their weights.</summary>
    public RowWeights Rows => new(Count, Weight, _squaredWeights);

    /// <summary>The sum of the weights.</summary>
    public double Weight { get; private set; }

    /// <summary>The names of the features; empty where unknown.</summary>
    public string[] FeatureNames { get; init; } = [];

    /// <summary>How many features; 0 before the first row.</summary>
    public int Features => _absolute.Length;

    /// <summary>How many rows are not 0 in each feature; shape: features.</summary>
    public ReadOnlySpan<long> NonZeros => _extremes.NonZeros;

    /// <summary>The weighted sum of absolute numbers of each feature; shape: features.</summary>
    public ReadOnlySpan<double> Absolute => _absolute;

    /// <summary>Moments that go on from means and variances alone: what else they tell is of the rows to come.</summary>
    internal static Moments Of(
        RowWeights rows, ReadOnlySpan<double> mean, ReadOnlySpan<double> variance, bool unbiased, string[] featureNames) => new()
        {
            FeatureNames = featureNames,
            _numbers = FeatureMoments.Of(rows.Sum, mean, variance, rows.Freedom(unbiased)),
            _extremes = new(mean.Length),
            _absolute = new double[mean.Length],
            _squaredWeights = rows.Squares,
            Count = rows.Count,
            Weight = rows.Sum,
        };

    /// <summary>The weighted mean of each feature; shape: features.</summary>
    public double[] Mean() => Each(MeanOf);

    /// <summary>The sum of each feature over the rows, each times its weight; shape: features.</summary>
    public double[] Sum() => Each(_numbers.Sum);

    /// <summary>The least number of each feature; shape: features.</summary>
    public double[] Minimum() => Each(j => _extremes.Minimum(j, Count));

    /// <summary>The greatest number of each feature; shape: features.</summary>
    public double[] Maximum() => Each(j => _extremes.Maximum(j, Count));

    /// <summary>The weighted variance of each feature, dividing by the sum of weights; shape: features.</summary>
    public double[] PopulationVariance() => Each(j => VarianceOf(j, unbiased: false));

    /// <summary>
    /// The unbiased variance of each feature under reliability weights, dividing by Σw − Σw²/Σw, which is the count less one
    /// where every weight is 1; 0 for a single row; shape: features.
    /// </summary>
    public double[] SampleVariance() => Each(j => VarianceOf(j, unbiased: true));

    /// <summary>The square root of <see cref="PopulationVariance"/>, 0 for a feature that never varies; shape: features.</summary>
    internal double[] Deviation() => Each(j => Math.Sqrt(VarianceOf(j, unbiased: false)));

    /// <summary>The square root of the weighted sum of squares of each feature; shape: features.</summary>
    public double[] EuclideanNorm() => Each(j => Math.Sqrt(_numbers.RawSquares(j)));

    /// <summary>Adds the rows of a batch.</summary>
    /// <param name="rows">The vectors, every number finite.</param>
    /// <param name="weights">One weight for each row; empty where every weight is 1.</param>
    /// <exception cref="TrainingException">The vectors are of another length than those before.</exception>
    public Moments Add(VectorBlock rows, ReadOnlySpan<double> weights)
    {
        for (var i = 0; i < rows.Rows; i++)
        {
            Add(rows, i, weights.IsEmpty ? 1 : weights[i]);
        }

        return this;
    }

    /// <summary>Adds the rows of another.</summary>
    /// <exception cref="TrainingException">The vectors are of another length than those before.</exception>
    public Moments Add(Moments other)
    {
        if (other.Features == 0)
        {
            return this;
        }

        Lengthen(other.Features);
        _numbers.Add(other._numbers);
        _extremes.Add(other._extremes);
        DenseKernels.Axpy(1, other._absolute, _absolute);
        Count += other.Count;
        Weight += other.Weight;
        _squaredWeights += other._squaredWeights;

        return this;
    }

    /// <summary>Adds one row of a batch.</summary>
    internal void Add(VectorBlock rows, int row, double weight)
    {
        Lengthen(rows.Width);
        if (weight == 0)
        {
            return;
        }

        var indices = rows.IndicesOf(row);
        var values = rows.ValuesOf(row);
        _numbers.Add(weight, indices, values);
        _extremes.Add(indices, values);
        AddAbsolute(weight, indices, values);
        Count++;
        Weight += weight;
        _squaredWeights += weight * weight;
    }

    /// <summary>The weighted mean of one feature; 0 before any row.</summary>
    internal double MeanOf(int j) => Count > 0 ? _numbers.Mean(j, Weight) : 0;

    /// <summary>The variance of one feature; 0 before any row.</summary>
    internal double VarianceOf(int j, bool unbiased)
    {
        var freedom = Rows.Freedom(unbiased);
        return freedom > 0 ? _numbers.Squares(j, Weight) / freedom : 0;
    }

    void AddAbsolute(double weight, ReadOnlySpan<int> indices, ReadOnlySpan<double> values)
    {
        var isDense = values.Length == _absolute.Length;
        var i = 0;
        for (; isDense && i <= values.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var size = Vector512.Abs(Vector512.Create(values[i..]));
            Vector512.FusedMultiplyAdd(Vector512.Create(weight), size, Vector512.Create(_absolute, i)).CopyTo(_absolute, i);
        }

        for (; i < values.Length; i++)
        {
            ref var sum = ref _absolute[isDense ? i : indices[i]];
            sum = Math.FusedMultiplyAdd(weight, Math.Abs(values[i]), sum);
        }
    }

    void Lengthen(int features)
    {
        if (Features == 0)
        {
            (_numbers, _extremes, _absolute) = (new(features), new(features), new double[features]);
        }

        TrainingRows.SameLength(features, Features);
    }

    double[] Each(Func<int, double> number)
    {
        var numbers = new double[Features];
        for (var j = 0; j < numbers.Length; j++)
        {
            numbers[j] = number(j);
        }

        return numbers;
    }
}

/// <summary>How many rows have been learnt, and their weights.</summary>
/// <param name="Count">How many rows of a weight above 0.</param>
/// <param name="Sum">The sum of the weights.</param>
/// <param name="Squares">The sum of their squares.</param>
public readonly record struct RowWeights(long Count, double Sum, double Squares)
{
    /// <summary>What a sum of squares is divided by: the sum of weights, or Σw − Σw²/Σw where the variance is unbiased.</summary>
    public double Freedom(bool unbiased) => unbiased ? Sum - (Squares / Sum) : Sum;
}
