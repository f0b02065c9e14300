using System.Runtime.Intrinsics;
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
    /// <summary>Above each hash, which is a remainder of it; that of an empty set.</summary>
    internal const int Prime = 2038074743;

    /// <summary>The most hashes of single features that are made for a table.</summary>
    const int MostKept = 1 << 17;

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

    internal override void Hash(VectorColumn rows, Span<double> hashes)
    {
        var block = rows.Block;
        var (width, factors) = (rows.Width, Factors());
        if (!rows.IsDense || (long)width * factors.Length > MostKept)
        {
            base.Hash(rows, hashes);
            return;
        }

        // The hash of each feature, eight features at a time; those that are 0 have the greatest.
        var own = new double[width];
        for (var h = 0; h < factors.Length; h++)
        {
            for (var place = 0; place < width; place++)
            {
                own[place] = Of(place, factors[h]);
            }

            for (var i = 0; i < rows.Length; i++)
            {
                hashes[(i * factors.Length) + h] = Least(block.Values.Slice(i * width, width), own);
            }
        }
    }

    static double Least(ReadOnlySpan<double> row, ReadOnlySpan<double> hashes)
    {
        var (least, j) = (Vector512.Create((double)Prime), 0);
        for (; j <= row.Length - Vector512<double>.Count; j += Vector512<double>.Count)
        {
            least = Vector512.Min(least, Vector512.ConditionalSelect(
                Vector512.Equals(Vector512.Create(row[j..]), Vector512<double>.Zero), least, Vector512.Create(hashes[j..])));
        }

        var four = Vector256.Min(least.GetLower(), least.GetUpper());
        var two = Vector128.Min(four.GetLower(), four.GetUpper());
        var one = Math.Min(two[0], two[1]);
        for (; j < row.Length; j++)
        {
            one = Math.Min(one, row[j] == 0 ? Prime : hashes[j]);
        }

        return one;
    }

    (long A, long B)[] Factors()
    {
        var random = new SeededRandom(Seed);
        var factors = new (long A, long B)[Tables * HashesPerTable];
        for (var h = 0; h < factors.Length; h++)
        {
            factors[h] = (1 + random.NextInt(Prime - 1), random.NextInt(Prime - 1));
        }

        return factors;
    }

    internal override Action<Vector, Span<double>> Hash(int length)
    {
        var factors = Factors();
        return (vector, hashes) =>
        {
            hashes.Fill(Prime);
            for (var stored = 0; Next(vector, ref stored) is var place and < int.MaxValue; stored++)
            {
                for (var h = 0; h < hashes.Length; h++)
                {
                    hashes[h] = Math.Min(hashes[h], Of(place, factors[h]));
                }
            }
        };
    }

    static double Of(int place, (long A, long B) factors) => (((1L + place) * factors.A) + factors.B) % Prime;

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
