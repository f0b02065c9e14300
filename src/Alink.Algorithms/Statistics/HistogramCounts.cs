using System.Collections.Immutable;

namespace Alink.Statistics;

/// <summary>The rows so far of a <see cref="Histogram"/>: a count for each bin of each column.</summary>
public sealed class HistogramCounts
{
    readonly string[] _names;
    readonly double[][] _edges;

    /// <summary>Below the edges, each bin, above them, missing.</summary>
    double[][] _counts;

    internal HistogramCounts(NumberSlots slots, Func<int, double[]> edges)
    {
        _names = [.. Enumerable.Range(0, slots.Count).Select(slots.Name)];
        _edges = [.. Enumerable.Range(0, slots.Count).Select(edges)];
        _counts = Array.ConvertAll(_edges, own => new double[own.Length + 2]);
    }

    internal HistogramCounts Copy()
    {
        var copy = (HistogramCounts)MemberwiseClone();
        copy._counts = Array.ConvertAll(_counts, own => own.ToArray());
        return copy;
    }

    internal void Add(int slot, double number, double weight) => _counts[slot][Place(_edges[slot], number)] += weight;

    internal HistogramCounts Add(HistogramCounts other)
    {
        for (var slot = 0; slot < _counts.Length; slot++)
        {
            for (var place = 0; place < _counts[slot].Length; place++)
            {
                _counts[slot][place] += other._counts[slot][place];
            }
        }

        return this;
    }

    internal ImmutableArray<ColumnHistogram> Histograms() => [.. _names.Select((name, slot) => new ColumnHistogram(
        name, [.. _edges[slot]], [.. _counts[slot][1..^2]], _counts[slot][0], _counts[slot][^2], _counts[slot][^1]))];

    static int Place(double[] edges, double number)
    {
        // Where the bins are of one width, this is the bin but for rounding; where not, it may be by luck.
        var share = (number - edges[0]) / (edges[^1] - edges[0]);
        if (share is >= 0 and < 1)
        {
            var bin = Math.Min((int)(share * (edges.Length - 1)), edges.Length - 2);
            if (edges[bin] <= number && number < edges[bin + 1])
            {
                return bin + 1;
            }
        }

        if (double.IsNaN(number))
        {
            return edges.Length + 1;
        }

        if (number == edges[^1])
        {
            return edges.Length - 1;
        }

        var place = Array.BinarySearch(edges, number);
        return place < 0 ? ~place : place + 1;
    }
}
