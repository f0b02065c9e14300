using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alink.Statistics;

/// <summary>Weight, mean and squares of the numbers other than 0, feature by feature, one row after the other.</summary>
/// <remarks>
/// B. Welford's formula ("Note on a method for calculating corrected sums of squares and products", Technometrics 4, 1962),
/// so that a sparse row costs its stored numbers and a dense one gives the same bits, however the rows are cut. Means are kept
/// as their distance from the first number, for a running mean near 1e9 has no digits after 1e-7. The zeros join when a feature
/// is read, as two sums join: T. Chan, G. Golub and R. LeVeque, "Updating formulae and a pairwise algorithm for computing
/// sample variances", COMPSTAT 1982.
/// </remarks>
sealed class FeatureMoments(int features)
{
    readonly double[] _weight = new double[Eights.Padded(features)];
    readonly double[] _first = new double[Eights.Padded(features)];
    readonly double[] _mean = new double[Eights.Padded(features)];
    readonly double[] _squares = new double[Eights.Padded(features)];

    /// <summary>How many features.</summary>
    public int Features { get; } = features;

    /// <summary>Σ w x of a feature.</summary>
    public double Sum(int j) => MeanOf(j) * _weight[j];

    /// <summary>The mean of a feature, zeros included.</summary>
    /// <param name="j">The feature.</param>
    /// <param name="total">The weight of all rows; above 0.</param>
    /// <param name="origin">The number from which it counts.</param>
    public double Mean(int j, double total, double origin = 0) =>
        _weight[j] == total ? _first[j] - origin + _mean[j] : (MeanOf(j) * (_weight[j] / total)) - origin;

    /// <summary>Σ w (x − mean)² of a feature, zeros included.</summary>
    /// <param name="j">The feature.</param>
    /// <param name="total">The weight of all rows; above 0.</param>
    public double Squares(int j, double total)
    {
        var zeros = Math.Max(0, total - _weight[j]); // Sums of weights may round to less than nothing.
        return zeros == 0 ? _squares[j] : _squares[j] + (MeanOf(j) * MeanOf(j) * (_weight[j] * (zeros / total)));
    }

    /// <summary>Σ w x² of a feature.</summary>
    public double RawSquares(int j) => _squares[j] + (_weight[j] * MeanOf(j) * MeanOf(j));

    /// <summary>Moments of rows whose zeros are all counted.</summary>
    /// <param name="weight">The weight of the rows.</param>
    /// <param name="mean">The mean of each feature.</param>
    /// <param name="variance">The variance of each feature.</param>
    /// <param name="freedom">What the variance was divided by.</param>
    public static FeatureMoments Of(
        double weight, ReadOnlySpan<double> mean, ReadOnlySpan<double> variance, double freedom)
    {
        var moments = new FeatureMoments(mean.Length);
        for (var j = 0; j < mean.Length; j++)
        {
            (moments._weight[j], moments._first[j], moments._squares[j]) = (weight, mean[j], variance[j] * freedom);
        }

        return moments;
    }

    /// <summary>Adds a row.</summary>
    /// <param name="weight">How much it counts; above 0.</param>
    /// <param name="indices">The places of the stored numbers, rising; empty where all are stored.</param>
    /// <param name="values">The stored numbers.</param>
    public void Add(double weight, ReadOnlySpan<int> indices, ReadOnlySpan<double> values)
    {
        if (values.Length == Features)
        {
            AddDense(weight, values);
            return;
        }

        for (var i = 0; i < indices.Length; i++)
        {
            Add(weight, indices[i], values[i]);
        }
    }

    /// <summary>Adds the rows of another.</summary>
    public void Add(FeatureMoments other)
    {
        for (var j = 0; j < _weight.Length; j++)
        {
            if (other._weight[j] == 0)
            {
                continue;
            }

            _first[j] = _weight[j] == 0 ? other._first[j] : _first[j];
            var total = _weight[j] + other._weight[j];
            var apart = other._first[j] - _first[j] + (other._mean[j] - _mean[j]);
            _mean[j] = Math.FusedMultiplyAdd(apart, other._weight[j] / total, _mean[j]);
            _squares[j] += other._squares[j] + (apart * apart * (_weight[j] * (other._weight[j] / total)));
            _weight[j] = total;
        }
    }

    /// <summary>Eight features at a time; every step is that of <see cref="Add(double, int, double)"/>.</summary>
    void AddDense(double weight, ReadOnlySpan<double> values)
    {
        ref var x = ref MemoryMarshal.GetReference(values);
        var j = 0;
        for (; j <= values.Length - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            Add(Vector512.Create(weight), j, Vector512.LoadUnsafe(ref x, (nuint)j));
        }

        if (j < values.Length)
        {
            Add(Vector512.Create(weight), j, Eights.Last(values[j..]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Add(Vector512<double> weight, int j, Vector512<double> x)
    {
        ref var weights = ref _weight[j];
        ref var firsts = ref _first[j];
        ref var means = ref _mean[j];
        ref var squares = ref _squares[j];
        var isZero = Vector512.Equals(x, Vector512<double>.Zero);
        var (n0, m0, s0) = (
            Vector512.LoadUnsafe(ref weights), Vector512.LoadUnsafe(ref means), Vector512.LoadUnsafe(ref squares));
        var first = Vector512.ConditionalSelect(Vector512.Equals(n0, Vector512<double>.Zero), x, Vector512.LoadUnsafe(ref firsts));
        var n = n0 + weight;
        var distance = x - first;
        var apart = distance - m0;
        var m = Vector512.FusedMultiplyAdd(apart, weight / n, m0);
        var s = Vector512.FusedMultiplyAdd(weight * apart, distance - m, s0);
        first.StoreUnsafe(ref firsts);
        Vector512.ConditionalSelect(isZero, n0, n).StoreUnsafe(ref weights);
        Vector512.ConditionalSelect(isZero, m0, m).StoreUnsafe(ref means);
        Vector512.ConditionalSelect(isZero, s0, s).StoreUnsafe(ref squares);
    }

    void Add(double weight, int j, double x)
    {
        if (x == 0)
        {
            return;
        }

        var n = _weight[j] + weight;
        _first[j] = _weight[j] == 0 ? x : _first[j];
        var distance = x - _first[j];
        var apart = distance - _mean[j];
        var mean = Math.FusedMultiplyAdd(apart, weight / n, _mean[j]);
        (_weight[j], _mean[j]) = (n, mean);
        _squares[j] = Math.FusedMultiplyAdd(weight * apart, distance - mean, _squares[j]);
    }

    double MeanOf(int j) => _first[j] + _mean[j];
}
