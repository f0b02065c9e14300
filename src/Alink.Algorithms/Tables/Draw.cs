using Alink.Numerics;

namespace Alink.Tables;

/// <summary>Draws places at random.</summary>
static class Draw
{
    /// <summary>So many of some places, none twice.</summary>
    /// <param name="places">The places.</param>
    /// <param name="weights">The weight of every place; null: all alike.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Decides the chance of each place.</param>
    public static IEnumerable<int> Once(int[] places, double[]? weights, int count, long seed)
    {
        var able = weights is null ? places : Array.FindAll(places, place => weights[place] > 0);
        if (count > able.Length)
        {
            throw new TrainingException($"{count} rows are asked for where {able.Length} can be drawn; with replacement, one can come several times.");
        }

        var keys = Array.ConvertAll(able, place => -Math.Log(Chance(seed, place)) / (weights?[place] ?? 1));
        var sorted = able.ToArray();
        Array.Sort(keys, sorted);
        return sorted.Take(count);
    }

    /// <summary>So many draws of some places, each by its weight.</summary>
    public static IEnumerable<int> Several(int[] places, double[]? weights, int count, SeededRandom random)
    {
        var sums = new double[places.Length];
        var total = 0.0;
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = total += weights?[places[i]] ?? 1;
        }

        if (count > 0 && (total == 0 || !double.IsFinite(total)))
        {
            throw new TrainingException(total == 0 ? $"{count} rows are asked for where none can be drawn."
                : "The weights sum to more than a number holds.");
        }

        var drawn = new int[count];
        for (var i = 0; i < count; i++)
        {
            // The first place whose sum is above the point: one of weight 0 never is.
            var point = random.NextDouble() * total;
            var place = Array.BinarySearch(sums, point);
            place = place < 0 ? ~place : place + 1;
            while (place > 0 && sums[place - 1] > point)
            {
                place--;
            }

            drawn[i] = places[Math.Min(place, places.Length - 1)];
        }

        return drawn;
    }

    /// <summary>A number between 0 and 1, neither of them, by the seed and the place.</summary>
    static double Chance(long seed, int place) => ((Hash.Combine((ulong)seed, (ulong)place) >> 11) + 0.5) * (1.0 / (1UL << 53));
}
