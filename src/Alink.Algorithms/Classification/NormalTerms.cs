using Alink.Linear;
using Alink.Numerics;

namespace Alink.Classification;

/// <summary>What the log-densities of normal distributions need again and again, computed once for a model.</summary>
/// <remarks>A variance of 0 marks a feature that is not of this kind, and has no term.</remarks>
sealed class NormalTerms
{
    readonly Matrix _means;
    readonly double[] _precisions;
    readonly double[] _peaks;
    readonly (double High, double Low)[] _atZero;

    public NormalTerms(Matrix means, Matrix variances)
    {
        _means = means;
        _precisions = new double[means.Values.Length];
        _peaks = new double[means.Rows];
        _atZero = new (double, double)[means.Rows];
        for (var c = 0; c < means.Rows; c++)
        {
            var mean = means.Row(c);
            var variance = variances.Row(c);
            for (var j = 0; j < mean.Length; j++)
            {
                if (variance[j] > 0)
                {
                    var precision = _precisions[(c * mean.Length) + j] = 1 / variance[j];
                    _peaks[c] -= 0.5 * Math.Log(2 * Math.PI * variance[j]);
                    Accumulate(ref _atZero[c], mean[j] * mean[j] * precision);
                }
            }
        }
    }

    /// <summary>Adds Σ log density of the features to each class.</summary>
    public void AddTo(Span<double> logJoint, Vector features)
    {
        for (var c = 0; c < logJoint.Length; c++)
        {
            var mean = _means.Row(c);
            var precision = _precisions.AsSpan(c * mean.Length, mean.Length);
            var distance = features.IsDense
                ? DenseKernels.SquaredDistance(features.Values, mean, precision)
                : SparseDistance(features, mean, precision, _atZero[c]);
            logJoint[c] += _peaks[c] - (0.5 * distance);
        }
    }

    /// <summary>Adds Σ log density of the features to each row and class, to the bit as for one row.</summary>
    /// <param name="logJoint">Shape: rows × classes.</param>
    /// <param name="rows">The rows.</param>
    public void AddTo(Span<double> logJoint, VectorColumn rows)
    {
        const int together = 256; // Rows stay in the cache from one class to the next.
        var classes = _peaks.Length;
        if (!rows.IsDense)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                AddTo(logJoint.Slice(i * classes, classes), rows[i]);
            }

            return;
        }

        Span<double> distances = stackalloc double[together];
        for (var start = 0; start < rows.Length; start += together)
        {
            var part = ((VectorColumn)rows.Slice(start, Math.Min(together, rows.Length - start))).Block.Dense();
            for (var c = 0; c < classes; c++)
            {
                DenseKernels.SquaredDistances(
                    part, _means.Row(c), _precisions.AsSpan(c * part.Width, part.Width), distances[..part.Count]);
                for (var i = 0; i < part.Count; i++)
                {
                    logJoint[((start + i) * classes) + c] += _peaks[c] - (0.5 * distances[i]);
                }
            }
        }
    }

    /// <summary>Σ (x − mean)² · precision, from the sum at 0 and what each stored number changes in it.</summary>
    static double SparseDistance(
        Vector features, ReadOnlySpan<double> mean, ReadOnlySpan<double> precision, (double High, double Low) sum)
    {
        var values = features.Values;
        var indices = features.Indices;
        for (var i = 0; i < indices.Length; i++)
        {
            var (m, p) = (mean[indices[i]], precision[indices[i]]);
            var apart = values[i] - m;
            Accumulate(ref sum, -(m * m * p));
            Accumulate(ref sum, apart * apart * p);
        }

        return sum.High + sum.Low;
    }

    /// <summary>
    /// Adds without losing what is rounded away (D. Knuth, "The Art of Computer Programming", volume 2, 4.2.2, theorem B), so
    /// that a huge term taken off again leaves the small ones whole.
    /// </summary>
    static void Accumulate(ref (double High, double Low) sum, double term)
    {
        var high = sum.High + term;
        var part = high - sum.High;
        sum.Low += sum.High - (high - part) + (term - part);
        sum.High = high;
    }
}
