using Alink.Numerics;

namespace Alink.Statistics;

/// <summary>Kendall's τ-b of two columns in O(rows log rows), by sorting and counting the swaps.</summary>
static class KendallTau
{
    const int MostExactRows = 33;

    /// <summary>τ-b, and its two-sided p-value: exact for few rows without ties, else normal; NaN where a column never varies.</summary>
    public static TestResult Of(double[] first, double[] second)
    {
        var n = first.Length;
        var (x, y) = (Ranks.Of(first, out var xTies), Ranks.Of(second, out var yTies));
        Array.Sort(x, y);
        double pairs = Pairs(n), tiedX = xTies.Sum(Pairs), tiedY = yTies.Sum(Pairs);
        var (both, start) = (0.0, 0);
        for (var end = 1; end <= n; end++)
        {
            if (end == n || x[end] != x[start])
            {
                var run = y.AsSpan(start, end - start);
                run.Sort();
                for (int from = 0, i = 1; i <= run.Length; i++)
                {
                    if (i == run.Length || run[i] != run[from])
                    {
                        both += Pairs(i - from);
                        from = i;
                    }
                }

                start = end;
            }
        }

        var discordant = (double)Swaps(y, new double[n]);
        var ordered = pairs - tiedX - tiedY + both - (2 * discordant);
        var tau = ordered / Math.Sqrt(pairs - tiedX) / Math.Sqrt(pairs - tiedY);
        return double.IsFinite(tau) ? new(Math.Clamp(tau, -1, 1), P()) : new(double.NaN, double.NaN);

        double P()
        {
            if (xTies.Count == 0 && yTies.Count == 0 && n <= MostExactRows)
            {
                return Exact(n, (int)Math.Min(discordant, pairs - discordant));
            }

            var variance = ((2 * pairs * ((2.0 * n) + 5)) - xTies.Sum(Fives) - yTies.Sum(Fives)) / 18;
            variance += 2 * tiedX * tiedY / (2 * pairs);
            variance += n > 2 ? xTies.Sum(Triples) * yTies.Sum(Triples) / (9 * 2 * pairs * (n - 2)) : 0;
            return Distributions.NormalTwoSided(ordered / Math.Sqrt(variance));
        }

        static double Pairs(long t) => t * (t - 1.0) / 2;
        static double Triples(long t) => t * (t - 1.0) * (t - 2);
        static double Fives(long t) => t * (t - 1.0) * ((2 * t) + 5);
    }

    /// <summary>Twice the probability that a random order has at most so many swaps.</summary>
    static double Exact(int n, int most)
    {
        var swaps = new double[most + 1];
        swaps[0] = 1;
        for (var items = 2; items <= n; items++)
        {
            var next = new double[most + 1];
            for (var k = 0; k <= most; k++)
            {
                for (var moved = 0; moved <= Math.Min(k, items - 1); moved++)
                {
                    next[k] += swaps[k - moved] / items;
                }
            }

            swaps = next;
        }

        return Math.Min(1, 2 * swaps.Sum());
    }

    /// <summary>Sorts the numbers, and counts how many pairs stood in the wrong order.</summary>
    static long Swaps(Span<double> numbers, Span<double> room)
    {
        if (numbers.Length < 2)
        {
            return 0;
        }

        var left = numbers.Length / 2;
        var swaps = Swaps(numbers[..left], room) + Swaps(numbers[left..], room);
        var (i, j) = (0, left);
        for (var k = 0; k < numbers.Length; k++)
        {
            if (j == numbers.Length || (i < left && numbers[i] <= numbers[j]))
            {
                room[k] = numbers[i++];
            }
            else
            {
                room[k] = numbers[j++];
                swaps += left - i;
            }
        }

        room[..numbers.Length].CopyTo(numbers);
        return swaps;
    }
}
