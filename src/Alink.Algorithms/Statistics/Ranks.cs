namespace Alink.Statistics;

/// <summary>The ranks of numbers, and how many are tied.</summary>
static class Ranks
{
    /// <summary>The rank of each number, from 1; equal numbers share their mean rank.</summary>
    /// <param name="numbers">The numbers; none is NaN.</param>
    /// <param name="ties">How many numbers each run of equal ones has, runs of one left out.</param>
    public static double[] Of(ReadOnlySpan<double> numbers, out List<long> ties)
    {
        var (sorted, places, ranks) = (numbers.ToArray(), new int[numbers.Length], new double[numbers.Length]);
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i;
        }

        Array.Sort(sorted, places);
        ties = [];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
            }

            for (var i = start; i < end; i++)
            {
                ranks[places[i]] = (start + 1 + end) / 2.0;
            }

            if (end - start > 1)
            {
                ties.Add(end - start);
            }
        }

        return ranks;
    }
}
