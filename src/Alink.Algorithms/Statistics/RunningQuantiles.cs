using System.Runtime.InteropServices;

namespace Alink.Statistics;

/// <summary>The quantiles of a sketch after each number that it takes, without sorting what it keeps each time.</summary>
/// <param name="sketch">The sketch, which takes numbers here alone.</param>
sealed class RunningQuantiles(QuantileSketch sketch)
{
    readonly List<(double Number, long Weight)> _sorted = [.. sketch.Sorted(zeros: 0)];

    /// <summary>Adds a number to the sketch.</summary>
    public void Add(double number)
    {
        var moves = sketch.Moves;
        sketch.Add(number);
        if (sketch.Moves != moves)
        {
            _sorted.Clear();
            _sorted.AddRange(sketch.Sorted(zeros: 0));
            return;
        }

        number += 0.0; // As the sketch does.
        var (first, end) = (0, _sorted.Count);
        while (first < end)
        {
            var middle = (first + end) / 2;
            (first, end) = _sorted[middle].Number < number ? (middle + 1, end) : (first, middle);
        }

        _sorted.Insert(first, (number, 1));
    }

    /// <summary>The numbers that are kept, rising, and for how many each stands.</summary>
    /// <param name="zeros">How many zeros there are besides.</param>
    public (double Number, long Weight)[] Sorted(long zeros)
    {
        var below = _sorted.FindIndex(one => one.Number >= 0) is >= 0 and var first ? first : _sorted.Count;
        return zeros == 0 ? [.. _sorted] : [.. _sorted.Take(below), (0, zeros), .. _sorted.Skip(below)];
    }

    /// <summary>Several quantiles, as the sketch gives them.</summary>
    public void Quantiles(ReadOnlySpan<double> shares, Span<double> quantiles) =>
        sketch.Quantiles(CollectionsMarshal.AsSpan(_sorted), shares, quantiles);

    /// <summary>A quantile, as the sketch gives it.</summary>
    /// <param name="share">Which one, from 0 to 1.</param>
    /// <param name="zeros">How many zeros there are besides.</param>
    public double Quantile(double share, long zeros) => sketch.Quantile(CollectionsMarshal.AsSpan(_sorted), share, zeros);
}
