using System.Collections.Immutable;

namespace Alink.Statistics;

/// <summary>How each feature varies with a number: sums of squares and of products about the means.</summary>
/// <remarks>
/// B. Welford's formula over the rows where a feature is not 0, as in <see cref="FeatureMoments"/>; the other rows join when
/// a feature is read. So a large offset loses no digits, and a sparse row costs its stored numbers.
/// </remarks>
/// <param name="featureNames">The names of the features; empty where unknown.</param>
public sealed class TargetMoments(ImmutableArray<string> featureNames)
{
    Stored[]? _stored;
    NumberMoments _targets;

    /// <summary>The names of the features; empty where unknown.</summary>
    public ImmutableArray<string> FeatureNames => featureNames;

    /// <summary>How many features; 0 before the first row.</summary>
    public int Features => _stored?.Length ?? 0;

    /// <summary>How many rows.</summary>
    public long Rows => _targets.Count;

    /// <summary>Pearson's correlation of a feature and the number, from −1 to 1; NaN where one of them never varies.</summary>
    public double Correlation(int feature)
    {
        // The zeros: rows whose feature is 0, and whose number is on average such that all rows have the mean of all.
        ref var stored = ref _stored![feature];
        var squares = stored.Squares + (stored.Mean * stored.Mean * (stored.Rows * ((Rows - stored.Rows) / (double)Rows)));
        var products = stored.Products + (stored.Rows * stored.Mean * (stored.Target - _targets.Mean));
        return squares == 0 || _targets.Squares == 0 ? double.NaN
            : Math.Clamp(products / Math.Sqrt(squares) / Math.Sqrt(_targets.Squares), -1, 1);
    }

    /// <summary>Adds the rows of a batch.</summary>
    /// <exception cref="TrainingException">The vectors are of another length.</exception>
    internal void Add(VectorBlock features, ReadOnlySpan<double> targets)
    {
        if (targets.Length > 0)
        {
            Lengthen(features.Width);
        }

        for (var i = 0; i < targets.Length; i++)
        {
            _targets.Add(targets[i]);
            var indices = features.IndicesOf(i);
            var values = features.ValuesOf(i);
            for (var k = 0; k < values.Length; k++)
            {
                if (values[k] != 0)
                {
                    _stored![indices.IsEmpty ? k : indices[k]].Add(values[k], targets[i]);
                }
            }
        }
    }

    /// <summary>Adds the rows of another.</summary>
    internal void Add(TargetMoments other)
    {
        if (other.Rows == 0)
        {
            return;
        }

        Lengthen(other.Features);
        for (var feature = 0; feature < Features; feature++)
        {
            _stored![feature].Add(other._stored![feature]);
        }

        _targets.Add(other._targets);
    }

    void Lengthen(int features)
    {
        _stored ??= new Stored[features];
        if (_stored.Length != features)
        {
            throw new TrainingException($"A vector of length {features} follows vectors of length {_stored.Length}.");
        }
    }

    /// <summary>The rows where a feature is not 0.</summary>
    struct Stored
    {
        public long Rows;
        public double Mean;
        public double Target;
        public double Squares;
        public double Products;

        public void Add(double value, double target)
        {
            var (feature, number, share) = (value - Mean, target - Target, 1.0 / ++Rows);
            Mean += feature * share;
            Target += number * share;
            Squares += feature * (value - Mean);
            Products += feature * (target - Target);
        }

        public void Add(in Stored other)
        {
            if (other.Rows == 0)
            {
                return;
            }

            var (total, feature, number) = (Rows + other.Rows, other.Mean - Mean, other.Target - Target);
            var share = other.Rows / (double)total;
            Squares += other.Squares + (feature * feature * (Rows * share));
            Products += other.Products + (feature * number * (Rows * share));
            Mean += feature * share;
            Target += number * share;
            Rows = total;
        }
    }
}
