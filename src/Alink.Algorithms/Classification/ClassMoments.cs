using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alink.Classification;

/// <summary>The rows so far of a <see cref="GaussianNaiveBayes"/>: weight, mean and squares of each class and feature.</summary>
/// <remarks>
/// Only numbers other than 0 are added up, by B. Welford's formula ("Note on a method for calculating corrected sums of
/// squares and products", Technometrics 4, 1962), so that a sparse row costs its stored numbers, a dense one gives the
/// same bits, and a large offset loses no digits; the zeros join when the state is read, as two sums join: T. Chan,
/// G. Golub and R. LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances", COMPSTAT 1982.
/// </remarks>
/// <param name="classes">The classes, none seen yet.</param>
public sealed class ClassMoments(SeenClasses classes)
{
    readonly List<FeatureMoments> _moments = [];

    /// <summary>The classes and their weights.</summary>
    public SeenClasses Classes { get; } = classes;

    /// <summary>Adds one row to its class.</summary>
    /// <param name="number">The number of the class.</param>
    /// <param name="weight">How much the row counts; above 0.</param>
    /// <param name="indices">The places of the stored numbers, rising; empty where all are stored.</param>
    /// <param name="values">The stored numbers.</param>
    public void Add(int number, double weight, ReadOnlySpan<int> indices, ReadOnlySpan<double> values)
    {
        Classes.Add(number, weight);
        var moments = Of(number);
        if (values.Length == Classes.Width)
        {
            moments.Add(weight, values);
        }
        else
        {
            moments.Add(weight, indices, values);
        }
    }

    /// <summary>Adds other rows.</summary>
    /// <returns>The number here of each of their classes.</returns>
    public int[] Add(ClassMoments other)
    {
        var numbers = Classes.Add(other.Classes);
        for (var number = 0; number < other._moments.Count; number++)
        {
            if (other._moments[number].Weight.Length == 0)
            {
                continue;
            }

            Of(numbers[number]).Add(other._moments[number]);
        }

        return numbers;
    }

    /// <summary>The mean and the variance, by the sum of weights, of each feature in one class, zeros included.</summary>
    /// <param name="number">The number of the class; its weight is above 0.</param>
    /// <param name="mean">One place for each feature.</param>
    /// <param name="variance">One place for each feature.</param>
    public void Read(int number, Span<double> mean, Span<double> variance)
    {
        var total = Classes.Weight(number);
        var moments = Of(number);
        for (var j = 0; j < mean.Length; j++)
        {
            var (stored, at) = (moments.Weight[j], moments.Mean[j]);
            var zeros = Math.Max(0, total - stored); // Sums of weights may round to less than nothing.
            mean[j] = at * (stored / total);
            variance[j] = (moments.Squares[j] + (at * at * (stored * (zeros / total)))) / total;
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
        return moments.Weight.Length == Classes.Width ? moments : moments = new(Classes.Width);
    }

    /// <summary>The numbers other than 0 of one class, feature by feature.</summary>
    sealed class FeatureMoments(int features)
    {
        public double[] Weight { get; } = new double[features];

        public double[] Mean { get; } = new double[features];

        /// <summary>Σ w (x − mean)².</summary>
        public double[] Squares { get; } = new double[features];

        /// <summary>Adds a dense row, eight features at a time; every step is that of <see cref="Add(double, int, double)"/>.</summary>
        public void Add(double weight, ReadOnlySpan<double> values)
        {
            ref var x0 = ref MemoryMarshal.GetReference(values);
            ref var n0 = ref MemoryMarshal.GetArrayDataReference(Weight);
            ref var m0 = ref MemoryMarshal.GetArrayDataReference(Mean);
            ref var s0 = ref MemoryMarshal.GetArrayDataReference(Squares);
            var w = Vector512.Create(weight);
            var j = 0;
            for (; j <= values.Length - Vector512<double>.Count; j += Vector512<double>.Count)
            {
                var place = (nuint)j;
                var x = Vector512.LoadUnsafe(ref x0, place);
                var isZero = Vector512.Equals(x, Vector512<double>.Zero);
                var n = Vector512.LoadUnsafe(ref n0, place) + w;
                var apart = x - Vector512.LoadUnsafe(ref m0, place);
                var m = Vector512.FusedMultiplyAdd(apart, w / n, Vector512.LoadUnsafe(ref m0, place));
                var s = Vector512.FusedMultiplyAdd(w * apart, x - m, Vector512.LoadUnsafe(ref s0, place));
                Vector512.ConditionalSelect(isZero, Vector512.LoadUnsafe(ref n0, place), n).StoreUnsafe(ref n0, place);
                Vector512.ConditionalSelect(isZero, Vector512.LoadUnsafe(ref m0, place), m).StoreUnsafe(ref m0, place);
                Vector512.ConditionalSelect(isZero, Vector512.LoadUnsafe(ref s0, place), s).StoreUnsafe(ref s0, place);
            }

            for (; j < values.Length; j++)
            {
                Add(weight, j, values[j]);
            }
        }

        public void Add(double weight, ReadOnlySpan<int> indices, ReadOnlySpan<double> values)
        {
            for (var i = 0; i < indices.Length; i++)
            {
                Add(weight, indices[i], values[i]);
            }
        }

        public void Add(FeatureMoments other)
        {
            for (var j = 0; j < Weight.Length; j++)
            {
                if (other.Weight[j] == 0)
                {
                    continue;
                }

                var total = Weight[j] + other.Weight[j];
                var apart = other.Mean[j] - Mean[j];
                Mean[j] = Math.FusedMultiplyAdd(apart, other.Weight[j] / total, Mean[j]);
                Squares[j] += other.Squares[j] + (apart * apart * (Weight[j] * (other.Weight[j] / total)));
                Weight[j] = total;
            }
        }

        void Add(double weight, int j, double x)
        {
            if (x == 0)
            {
                return;
            }

            var n = Weight[j] + weight;
            var apart = x - Mean[j];
            var mean = Math.FusedMultiplyAdd(apart, weight / n, Mean[j]);
            (Weight[j], Mean[j]) = (n, mean);
            Squares[j] = Math.FusedMultiplyAdd(weight * apart, x - mean, Squares[j]);
        }
    }
}
