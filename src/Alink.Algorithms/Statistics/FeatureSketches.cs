namespace Alink.Statistics;

/// <summary>The numbers so far of each feature, as far as quantiles need them; NaN and missing vectors do not count.</summary>
/// <remarks>Zeros are counted apart, so that a sparse row costs its stored numbers, and a dense one teaches the same.</remarks>
public sealed class FeatureSketches
{
    readonly double _error;
    readonly long _seed;
    QuantileSketch[] _sketches = [];
    long[] _notZero = [];

    /// <param name="featureNames">The names of the features; none where they are not known.</param>
    /// <param name="error">How far the rank of a quantile may be off, as a share of the rows.</param>
    /// <param name="seed">What chance goes by.</param>
    internal FeatureSketches(string[] featureNames, double error, long seed) =>
        (FeatureNames, _error, _seed) = (featureNames, error, seed);

    /// <summary>How many vectors.</summary>
    public long Count { get; private set; }

    /// <summary>How many features; 0 before the first vector.</summary>
    public int Features => _sketches.Length;

    internal string[] FeatureNames { get; }

    /// <summary>Adds the vectors of a batch.</summary>
    internal FeatureSketches Add(VectorColumn column)
    {
        var rows = column.Block;
        for (var i = 0; i < rows.Rows; i++)
        {
            if (column.IsMissing(i))
            {
                continue;
            }

            Lengthen(rows.Width);
            Add(rows.ValuesOf(i), rows.IndicesOf(i), running: null);
        }

        return this;
    }

    /// <summary>Adds a number, or NaN, to the only feature.</summary>
    internal void Add(double number)
    {
        Lengthen(1);
        Add([number], [], running: null);
    }

    /// <summary>Adds the vectors of another.</summary>
    internal FeatureSketches Add(FeatureSketches other)
    {
        if (other.Count == 0)
        {
            return this;
        }

        Lengthen(other.Features);
        Count += other.Count;
        for (var j = 0; j < _sketches.Length; j++)
        {
            _sketches[j].Add(other._sketches[j]);
            _notZero[j] += other._notZero[j];
        }

        return this;
    }

    /// <summary>A quantile of a feature, as <see cref="QuantileSketch.Quantile(double)"/> gives it; NaN where it has no numbers.</summary>
    internal double Quantile(int feature, double share) => _sketches[feature].Quantile(share, Count - _notZero[feature]);

    /// <summary>The numbers of a feature that are kept, rising, and for how many each stands.</summary>
    internal (double Number, long Weight)[] Sorted(int feature) => _sketches[feature].Sorted(Count - _notZero[feature]);

    /// <summary>The least and the greatest number of a feature.</summary>
    internal (double Least, double Greatest) Range(int feature) => (Quantile(feature, 0), Quantile(feature, 1));

    /// <summary>What to say of a feature that cannot teach.</summary>
    internal TrainingException CannotTeach(Column<Vector> column, int feature, string why) => new(
        $"Column '{column}' {why} in feature {(feature < FeatureNames.Length ? $"'{FeatureNames[feature]}'" : $"{feature}")}.");

    void Add(ReadOnlySpan<double> values, ReadOnlySpan<int> indices, RunningQuantiles[]? running)
    {
        Count++;
        for (var k = 0; k < values.Length; k++)
        {
            var number = values[k];
            if (number == 0)
            {
                continue;
            }

            var j = indices.IsEmpty ? k : indices[k];
            _notZero[j]++;
            if (double.IsNaN(number))
            {
                continue;
            }

            if (running is null)
            {
                _sketches[j].Add(number);
            }
            else
            {
                running[j].Add(number);
            }
        }
    }

    void Lengthen(int features)
    {
        if (Count == 0)
        {
            _sketches = [.. Enumerable.Range(0, features).Select(j => new QuantileSketch(_error, _seed + j))];
            _notZero = new long[features];
        }

        TrainingRows.SameLength(features, Features);
    }

    /// <summary>The same features, whose quantiles can be had after each vector without sorting.</summary>
    /// <param name="sketches">Them; they take vectors here alone.</param>
    internal sealed class Running(FeatureSketches sketches)
    {
        readonly RunningQuantiles[] _quantiles = Array.ConvertAll(sketches._sketches, sketch => new RunningQuantiles(sketch));

        public void Add(Vector vector)
        {
            sketches.Lengthen(vector.Length);
            sketches.Add(vector.Values, vector.Indices, _quantiles);
        }

        public void Add(double number) => sketches.Add([number], [], _quantiles);

        /// <inheritdoc cref="FeatureSketches.Quantile"/>
        public double Quantile(int feature, double share) =>
            _quantiles[feature].Quantile(share, sketches.Count - sketches._notZero[feature]);

        /// <inheritdoc cref="FeatureSketches.Sorted"/>
        public (double Number, long Weight)[] Sorted(int feature) =>
            _quantiles[feature].Sorted(sketches.Count - sketches._notZero[feature]);
    }
}
