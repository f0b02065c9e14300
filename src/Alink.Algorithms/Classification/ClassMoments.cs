using System.Runtime.InteropServices;
using Alink.Statistics;

namespace Alink.Classification;

/// <summary>The rows so far, class by class: weight, mean and squares of each class and feature.</summary>
/// <param name="classes">The classes, none seen yet.</param>
public sealed class ClassMoments(SeenClasses classes)
{
    readonly List<FeatureMoments> _moments = [];

    /// <summary>The classes and their weights.</summary>
    public SeenClasses Classes { get; } = classes;

    /// <summary>The moments of a model whose classes these are.</summary>
    /// <param name="means">The mean of each feature in each class.</param>
    /// <param name="variances">The variance of each feature in each class, and <paramref name="added"/>.</param>
    /// <param name="added">What was added to every variance.</param>
    internal ClassMoments Resume(Matrix means, Matrix variances, double added)
    {
        for (var number = 0; number < Classes.Count; number++)
        {
            double[] variance = [.. variances.Row(number)];
            for (var j = 0; j < variance.Length; j++)
            {
                variance[j] = Math.Max(0, variance[j] - added);
            }

            var weight = Classes.Weight(number);
            _moments.Add(FeatureMoments.Of(weight, means.Row(number), variance, weight));
        }

        return this;
    }

    /// <summary>Adds one row to its class.</summary>
    /// <param name="number">The number of the class.</param>
    /// <param name="weight">How much the row counts; above 0.</param>
    /// <param name="indices">The places of the stored numbers, rising; empty where all are stored.</param>
    /// <param name="values">The stored numbers.</param>
    public void Add(int number, double weight, ReadOnlySpan<int> indices, ReadOnlySpan<double> values)
    {
        Classes.Add(number, weight);
        Of(number).Add(weight, indices, values);
    }

    /// <summary>Adds other rows.</summary>
    /// <returns>The number here of each of their classes.</returns>
    public int[] Add(ClassMoments other)
    {
        var numbers = Classes.Add(other.Classes);
        for (var number = 0; number < other._moments.Count; number++)
        {
            if (other._moments[number].Features > 0)
            {
                Of(numbers[number]).Add(other._moments[number]);
            }
        }

        return numbers;
    }

    /// <summary>The mean and the variance, by the sum of weights, of each feature in one class, zeros included.</summary>
    /// <param name="number">The number of the class; its weight is above 0.</param>
    /// <param name="mean">One place for each feature.</param>
    /// <param name="variance">One place for each feature.</param>
    /// <param name="origin">The number from which the mean of each feature counts; empty for zeros.</param>
    public void Read(int number, Span<double> mean, Span<double> variance, ReadOnlySpan<double> origin = default)
    {
        var total = Classes.Weight(number);
        var moments = Of(number);
        for (var j = 0; j < mean.Length; j++)
        {
            mean[j] = moments.Mean(j, total, origin.IsEmpty ? 0 : origin[j]);
            variance[j] = moments.Squares(j, total) / total;
        }
    }

    FeatureMoments Of(int number)
    {
        while (_moments.Count <= number)
        {
            _moments.Add(new(0));
        }

        // A class takes memory once it has a row.
        ref var moments = ref CollectionsMarshal.AsSpan(_moments)[number];
        return moments.Features == Classes.Width ? moments : moments = new(Classes.Width);
    }
}
