using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alink.Statistics;

/// <summary>Moments of a chunk of dense rows that stays in the cache, eight features at a time.</summary>
static class DenseMoments
{
    /// <summary>How many features are read at once; there must be as many.</summary>
    public const int Width = 8;

    const int MaximumRows = 256;
    const int CachedNumbers = 16_384;

    /// <summary>How many rows make a chunk, which fits the second-level cache twice.</summary>
    public static int ChunkOf(int width) => Math.Clamp(CachedNumbers / width, 32, MaximumRows);

    /// <summary>Writes the moments of some rows, one number for each feature.</summary>
    /// <param name="values">The rows; shape: rows × features.</param>
    /// <param name="width">How many features; at least <see cref="Width"/>.</param>
    /// <param name="weights">One for each row; empty where every weight is 1.</param>
    /// <param name="total">The sum of the weights; above 0.</param>
    /// <param name="moments">What is written.</param>
    public static void Write(
        ReadOnlySpan<double> values, int width, ReadOnlySpan<double> weights, double total, in Spans moments)
    {
        for (var start = 0; start < width; start += Width)
        {
            // The last eight may read features again that were read before, and find the same.
            Panel(values, Math.Min(start, width - Width), width, weights, total, moments);
        }
    }

    static void Panel(
        ReadOnlySpan<double> values, int start, int width, ReadOnlySpan<double> weights, double total, in Spans moments)
    {
        var zero = Vector512<double>.Zero;
        Vector512<double> sum = zero, absolute = zero, nonZeros = zero;
        var minimum = Vector512.Create(double.PositiveInfinity);
        var maximum = Vector512.Create(double.NegativeInfinity);
        ref var first = ref MemoryMarshal.GetReference(values);
        for (int place = start, i = 0; place < values.Length; place += width, i++)
        {
            var weight = weights.IsEmpty ? 1 : weights[i];
            if (weight == 0)
            {
                continue;
            }

            var x = Vector512.LoadUnsafe(ref first, (nuint)place);
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(weight), x, sum);
            absolute = Vector512.FusedMultiplyAdd(Vector512.Create(weight), Vector512.Abs(x), absolute);
            minimum = Vector512.ConditionalSelect(Vector512.LessThan(x, minimum), x, minimum);
            maximum = Vector512.ConditionalSelect(Vector512.GreaterThan(x, maximum), x, maximum);
            nonZeros += Vector512.ConditionalSelect(Vector512.Equals(x, zero), zero, Vector512<double>.One);
        }

        var mean = sum / Vector512.Create(total);
        var squares = zero;
        for (int place = start, i = 0; place < values.Length; place += width, i++)
        {
            var apart = Vector512.LoadUnsafe(ref first, (nuint)place) - mean;
            squares = Vector512.FusedMultiplyAdd(Vector512.Create(weights.IsEmpty ? 1 : weights[i]) * apart, apart, squares);
        }

        mean.CopyTo(moments.Mean[start..]);
        squares.CopyTo(moments.Squares[start..]);
        absolute.CopyTo(moments.Absolute[start..]);
        minimum.CopyTo(moments.Minimum[start..]);
        maximum.CopyTo(moments.Maximum[start..]);
        Vector512.ConvertToInt64(nonZeros).CopyTo(moments.NonZeros[start..]);
    }

    /// <summary>Where moments are written; each has a place for each feature.</summary>
    public ref struct Spans
    {
        public Span<double> Mean;
        public Span<double> Squares;
        public Span<double> Absolute;
        public Span<double> Minimum;
        public Span<double> Maximum;
        public Span<long> NonZeros;
    }
}
