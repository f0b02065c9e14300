namespace Alink.Features;

/// <summary>The edges of bins over numbers that rise, each of which stands for several.</summary>
static class BinEdges
{
    /// <summary>Edges between as many numbers each.</summary>
    /// <param name="sorted">The numbers, rising, and for how many each stands.</param>
    /// <param name="greatest">The greatest number.</param>
    /// <param name="bins">How many bins at most.</param>
    public static double[] OfQuantiles((double Number, long Weight)[] sorted, double greatest, int bins)
    {
        var count = sorted.Sum(one => one.Weight);
        bins = (int)Math.Min(bins, count - 1);
        var (edges, place, reached) = (new List<double>(), 0, sorted[0].Weight);
        for (var bin = 0; bin < bins; bin++)
        {
            while (reached <= (long)((Int128)bin * count / bins))
            {
                reached += sorted[++place].Weight;
            }

            Add(sorted[place].Number);
        }

        Add(greatest);
        return Apart([.. edges]);

        void Add(double edge)
        {
            // A number that fills several bins stands twice.
            if (edges.Count < 2 || edges[^1] != edge || edges[^2] != edge)
            {
                edges.Add(edge);
            }
        }
    }

    /// <summary>Edges that are all as far from each other.</summary>
    public static double[] OfOneWidth(double least, double greatest, int bins)
    {
        var edges = new double[bins + 1];
        var range = greatest - least;
        for (var i = 0; i < bins; i++)
        {
            edges[i] = least + (double.IsFinite(i * range) ? i * range / bins : i * ((greatest / bins) - (least / bins)));
        }

        edges[bins] = greatest;
        return [.. edges.Distinct()];
    }

    /// <summary>Edges halfway between the centres to which the squared distances are least.</summary>
    public static double[] OfCentres((double Number, long Weight)[] sorted, double least, double greatest, int bins)
    {
        var centres = LineClusters.Centres(sorted, bins);
        return [least, .. centres.Zip(centres.Skip(1), (left, right) => left + ((right - left) / 2)), greatest];
    }

    /// <summary>Edges that all rise: where two are equal, one goes halfway to its other neighbour.</summary>
    static double[] Apart(double[] edges)
    {
        var last = edges.Length - 1;
        for (var i = 1; i < last; i++)
        {
            if (edges[i] == edges[i - 1])
            {
                edges[i] = edges[i] + ((edges[i + 1] - edges[i]) / 2);
            }
        }

        if (edges[last] == edges[last - 1])
        {
            edges[last - 1] = edges[last - 2] + ((edges[last] - edges[last - 2]) / 2);
        }

        return [.. edges.Distinct()];
    }
}
