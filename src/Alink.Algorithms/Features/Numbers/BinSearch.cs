using System.Runtime.InteropServices;

namespace Alink.Features;

/// <summary>Joins neighbouring fine bins into those of the highest information value that the options allow.</summary>
/// <param name="options">The limits.</param>
/// <param name="woe">What a bin tells.</param>
/// <param name="positive">The weight of the positive rows of each fine bin.</param>
/// <param name="negative">The weight of the negative rows of each fine bin.</param>
sealed class BinSearch(OptimalBinning options, WeightOfEvidence woe, double[] positive, double[] negative)
{
    readonly double[] _positive = Running(positive);
    readonly double[] _negative = Running(negative);

    /// <summary>The bins, lowest first: where each begins among the fine ones, and the weights of its rows.</summary>
    public (int First, double Positive, double Negative)[] Best()
    {
        int[] directions = options.Trend switch
        {
            EvidenceTrend.Rising => [1],
            EvidenceTrend.Falling => [-1],
            EvidenceTrend.Free => [0],
            _ => [1, -1],
        };
        var (evidence, information) = (Table(woe.Of), Table(woe.Information));
        var (starts, _) = directions.Select(direction => Search(direction, evidence, information)).MaxBy(found => found.Information);
        return [.. starts.Zip(starts.Skip(1).Append(positive.Length), (first, end) =>
            (first, Of(_positive, first, end), Of(_negative, first, end)))];
    }

    /// <summary>The best cut under one direction of the evidence, 0 for none: best[i, j] is what the fine bins below j tell in
    /// some number of bins, the last of which begins at i.</summary>
    (int[] Starts, double Information) Search(int direction, double[,] evidence, double[,] information)
    {
        var fine = positive.Length;
        var least = options.LeastShare * (_positive[fine] + _negative[fine]);
        var before = new List<int[,]>();
        var best = Nothing();
        for (var j = 1; j <= fine; j++)
        {
            best[0, j] = IsAllowed(0, j) ? information[0, j] : double.NegativeInfinity;
        }

        // All rows together are always allowed, were it only for want of rows.
        var (bins, first, most) = (1, 0, information[0, fine]);
        for (var count = 2; count <= Math.Min(fine, options.MostBins); count++)
        {
            var (next, from) = (Nothing(), new int[fine, fine + 1]);
            for (var i = 1; i < fine; i++)
            {
                for (var j = i + 1; j <= fine; j++)
                {
                    if (!IsAllowed(i, j))
                    {
                        continue;
                    }

                    for (var h = 0; h < i; h++)
                    {
                        var total = best[h, i] + information[i, j];
                        if (total > next[i, j] && (direction == 0 || direction * evidence[i, j] > direction * evidence[h, i]))
                        {
                            (next[i, j], from[i, j]) = (total, h);
                        }
                    }
                }

                if (next[i, fine] > most)
                {
                    (bins, first, most) = (count, i, next[i, fine]);
                }
            }

            before.Add(from);
            best = next;
        }

        var starts = new int[bins];
        for (var (bin, end) = (bins - 1, fine); bin >= 0; bin--)
        {
            starts[bin] = first;
            (first, end) = (bin > 0 ? before[bin - 1][first, end] : 0, first);
        }

        return (starts, most);

        bool IsAllowed(int i, int j) =>
            Of(_positive, i, j) + Of(_negative, i, j) is > 0 and var weight && weight >= least;

        double[,] Nothing()
        {
            var nothing = new double[fine, fine + 1];
            MemoryMarshal.CreateSpan(ref nothing[0, 0], nothing.Length).Fill(double.NegativeInfinity);
            return nothing;
        }
    }

    /// <summary>A figure of the fine bins from i to below j, at [i, j].</summary>
    double[,] Table(Func<double, double, double> figure)
    {
        var table = new double[positive.Length, positive.Length + 1];
        for (var i = 0; i < positive.Length; i++)
        {
            for (var j = i + 1; j <= positive.Length; j++)
            {
                table[i, j] = figure(Of(_positive, i, j), Of(_negative, i, j));
            }
        }

        return table;
    }

    static double Of(double[] running, int i, int j) => running[j] - running[i];

    static double[] Running(double[] weights)
    {
        var running = new double[weights.Length + 1];
        for (var i = 0; i < weights.Length; i++)
        {
            running[i + 1] = running[i] + weights[i];
        }

        return running;
    }
}
