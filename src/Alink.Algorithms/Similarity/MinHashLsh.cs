using Alink.Numerics;

namespace Alink.Similarity;

/// <summary>Hashes each row as the set of its places other than 0: sets that share much, in Jaccard's sense, agree.</summary>
/// <remarks>
/// h(S) = min over i ∈ S of ((1 + i) a + b) mod 2038074743, with a and b by the seed: two sets agree in one hash with
/// about the probability |A ∩ B| / |A ∪ B|. A. Broder, "On the resemblance and containment of documents", Compression and
/// Complexity of Sequences 1997. An empty set, which Spark refuses, meets empty sets alone: its hashes are 2038074743.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [1.0, 1.0, 0.0, 1.0], [0.0, 1.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0]);
/// var lsh = new MinHashLsh { Tables = 8 };
/// lsh.Index(rows).Nearest([0.0, 1.0, 0.0, 1.0], 2).Values&lt;double&gt;("distance").ToArray() // => [0 0.333333]
/// lsh.Distance([1.0, 0.0, 2.0], [1.0, 5.0, 0.0]) // => 0.666667
/// </code>
/// </example>
public sealed record MinHashLsh : LocalitySensitiveHash
{
    const int Prime = 2038074743;

    /// <summary>1 − |A ∩ B| / |A ∪ B|, Jaccard's distance of the places other than 0, from 0 to 1; 0 for two empty sets.</summary>
    /// <inheritdoc/>
    public override double Distance(Vector left, Vector right)
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException($"Vectors of length {left.Length} and {right.Length} have no distance.");
        }

        var (shared, all, i, k) = (0, 0, 0, 0);
        while (true)
        {
            var (a, b) = (Next(left, ref i), Next(right, ref k));
            if (a == int.MaxValue && b == int.MaxValue)
            {
                return all == 0 ? 0 : 1 - ((double)shared / all);
            }

            all++;
            shared += a == b ? 1 : 0;
            i += a <= b ? 1 : 0;
            k += b <= a ? 1 : 0;
        }
    }

    internal override Action<Vector, Span<double>> Hash(int length)
    {
        var random = new SeededRandom(Seed);
        var factors = new (long A, long B)[Tables * HashesPerTable];
        for (var h = 0; h < factors.Length; h++)
        {
            factors[h] = (1 + random.NextInt(Prime - 1), random.NextInt(Prime - 1));
        }

        return (vector, hashes) =>
        {
            hashes.Fill(Prime);
            for (var stored = 0; Next(vector, ref stored) is var place and < int.MaxValue; stored++)
            {
                for (var h = 0; h < hashes.Length; h++)
                {
                    hashes[h] = Math.Min(hashes[h], (((1L + place) * factors[h].A) + factors[h].B) % Prime);
                }
            }
        };
    }

    /// <summary>The place of the next stored number that is not 0, from <paramref name="stored"/> on; the greatest integer at the end.</summary>
    static int Next(Vector vector, ref int stored)
    {
        var values = vector.Values;
        while (stored < values.Length && values[stored] == 0)
        {
            stored++;
        }

        return stored == values.Length ? int.MaxValue : vector.IsDense ? stored : vector.Indices[stored];
    }
}
