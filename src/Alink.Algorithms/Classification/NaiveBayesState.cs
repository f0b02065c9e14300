using System.Runtime.InteropServices;
using Alink.Numerics;

namespace Alink.Classification;

/// <summary>The rows so far of a <see cref="NaiveBayes"/>: Σ w x of each class and feature.</summary>
/// <param name="classes">The classes, none seen yet.</param>
public sealed class NaiveBayesState(SeenClasses classes)
{
    readonly List<double[]> _sums = [];

    /// <summary>The classes and their weights.</summary>
    public SeenClasses Classes { get; } = classes;

    /// <summary>The sums of a class by its number, to be added to; shape: features.</summary>
    public double[] Sums(int number)
    {
        while (_sums.Count <= number)
        {
            _sums.Add([]);
        }

        // A class takes memory once it has a row.
        ref var sums = ref CollectionsMarshal.AsSpan(_sums)[number];
        return sums.Length == Classes.Width ? sums : sums = new double[Classes.Width];
    }

    /// <summary>The sums of the given classes; shape: features × classes.</summary>
    internal Matrix Sums(int[] numbers)
    {
        var sums = new double[Classes.Width * numbers.Length];
        for (var c = 0; c < numbers.Length; c++)
        {
            var own = Sums(numbers[c]);
            for (var j = 0; j < own.Length; j++)
            {
                sums[(j * numbers.Length) + c] = own[j];
            }
        }

        return new(Classes.Width, numbers.Length, [.. sums]);
    }

    /// <summary>Adds the sums of other rows, whose memory is taken over.</summary>
    public NaiveBayesState Add(NaiveBayesState other)
    {
        var numbers = Classes.Add(other.Classes);
        for (var number = 0; number < other._sums.Count; number++)
        {
            var (mine, others) = (numbers[number], other._sums[number]);
            if (mine >= _sums.Count || _sums[mine].Length == 0)
            {
                Sums(mine);
                _sums[mine] = others;
                continue;
            }

            if (others.Length > 0)
            {
                DenseKernels.Axpy(1, others, Sums(mine));
            }
        }

        return this;
    }
}
