using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Alink.Statistics;

/// <summary>How many rows have each number of a feature and each class, feature by feature.</summary>
/// <remarks>Zeros are what the other numbers leave of a class, so a sparse row costs its stored numbers.</remarks>
/// <param name="featureNames">The names of the features; empty where unknown.</param>
/// <param name="labelType">The type of the classes.</param>
public sealed class ContingencyTables(ImmutableArray<string> featureNames, DataType labelType)
{
    const int MostValues = 10_000;

    readonly Categories _labels = new();
    readonly List<long> _rows = [];
    Dictionary<double, long[]>[]? _counts;

    /// <summary>The names of the features; empty where unknown.</summary>
    public ImmutableArray<string> FeatureNames => featureNames;

    /// <summary>How many features; 0 before the first row.</summary>
    public int Features => _counts?.Length ?? 0;

    /// <summary>How many rows.</summary>
    public long Rows => _rows.Sum();

    /// <summary>The classes, in their order.</summary>
    public Levels Labels => Levels.Sorted(labelType, _labels.Names);

    /// <summary>The different numbers of a feature, rising.</summary>
    public double[] Values(int feature)
    {
        var values = _counts![feature].Keys.ToList();
        if (Enumerable.Range(0, _rows.Count).Any(label => Zeros(feature, label) > 0))
        {
            values.Add(0);
        }

        return [.. values.Order()];
    }

    /// <summary>How many rows have each number of a feature and each class; shape: <see cref="Values"/> × <see cref="Labels"/>.</summary>
    public Matrix Counts(int feature)
    {
        var labels = Labels.Names.Select(name => _labels.Names.IndexOf(name)).ToArray();
        var values = Values(feature);
        return new(values.Length, labels.Length, [.. values.SelectMany(value => labels.Select(
            label => (double)(value == 0 ? Zeros(feature, label) : At(_counts![feature][value], label))))]);
    }

    /// <summary>Adds the rows of a batch.</summary>
    /// <exception cref="TrainingException">A label is missing, the vectors are of another length, or there are too many values.</exception>
    internal ContingencyTables Add(VectorBlock features, Table batch, Column<Category> label)
    {
        var labels = batch.Classes(label, _labels);
        Grow(labels.Length > 0 ? features.Width : null);
        for (var i = 0; i < labels.Length; i++)
        {
            _rows[labels[i]]++;
            var indices = features.IndicesOf(i);
            var values = features.ValuesOf(i);
            for (var k = 0; k < values.Length; k++)
            {
                if (values[k] != 0)
                {
                    Count(indices.IsEmpty ? k : indices[k], values[k], labels[i])++;
                }
            }
        }

        return this;
    }

    /// <summary>Adds the rows of another.</summary>
    internal ContingencyTables Add(ContingencyTables other)
    {
        var labels = other._labels.Names.ConvertAll(name => _labels.Number(name));
        Grow(other._counts?.Length);
        for (var label = 0; label < labels.Count; label++)
        {
            _rows[labels[label]] += other._rows[label];
        }

        for (var feature = 0; feature < other.Features; feature++)
        {
            foreach (var (value, counts) in other._counts![feature])
            {
                for (var label = 0; label < counts.Length; label++)
                {
                    Count(feature, value, labels[label]) += counts[label];
                }
            }
        }

        return this;
    }

    static long At(long[] counts, int label) => label < counts.Length ? counts[label] : 0;

    long Zeros(int feature, int label) => _rows[label] - _counts![feature].Values.Sum(counts => At(counts, label));

    ref long Count(int feature, double value, int label)
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts![feature], value, out var known);
        if (!known && _counts[feature].Count > MostValues)
        {
            throw new TrainingException(
                $"Feature {(feature < FeatureNames.Length ? $"'{FeatureNames[feature]}'" : feature)} has more than {MostValues} "
                + "different numbers; it is no category.");
        }

        if (counts is null || counts.Length <= label)
        {
            Array.Resize(ref counts, _rows.Count);
        }

        return ref counts[label];
    }

    void Grow(int? features)
    {
        while (_rows.Count < _labels.Names.Count)
        {
            _rows.Add(0);
        }

        if (_rows.Count > MostValues)
        {
            throw new TrainingException($"The label has more than {MostValues} different values; it is no category.");
        }

        if (features is { } width)
        {
            _counts ??= [.. Enumerable.Range(0, width).Select(_ => new Dictionary<double, long[]>())];
            TrainingRows.SameLength(width, _counts.Length);
        }
    }
}
