using Alink.Numerics;

namespace Alink.Tables;

/// <summary>Makes new rows of rare classes, each between a row and one of its nearest of the same class, behind all
/// rows.</summary>
/// <remarks>
/// N. V. Chawla, K. W. Bowyer, L. O. Hall and W. P. Kegelmeyer, "SMOTE: Synthetic minority over-sampling technique", Journal of
/// Artificial Intelligence Research 16, 2002. A new vector is x + g · (n − x): x a row drawn at random, n one of its
/// <see cref="Neighbors"/> nearest by Euclidean distance, found exactly, and g uniform in [0, 1). As imbalanced-learn draws
/// rows, and unlike the paper, which goes through them in turn. Sparse vectors make sparse ones. Other columns are those of x.
/// </remarks>
/// <example>
/// <code>
/// using Alink.Tables;
/// var rows = Table.Of("label", 0, 0, 0, 1, 1).With&lt;Vector&gt;("features", [9.0], [8.0], [7.0], [1.0], [2.0]);
/// var made = new Smote().Resample(rows).Values&lt;Vector&gt;("features")[5][0];
/// made is >= 1 and &lt;= 2 // => True
/// </code>
/// </example>
public sealed record Smote : IResampler
{
    /// <summary>The vectors; all of one length, and finite.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>The class of a row.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>Among how many nearest rows one is drawn; at least 1. Of a class of fewer rows, all others.</summary>
    public int Neighbors { get; init => field = Require.AtLeast(1, value); } = 5;

    /// <summary>How many rows every class has at least, as a share of those of the most frequent; above 0, at most 1.</summary>
    public double Ratio { get; init => field = Require.Between(double.Epsilon, 1, value); } = 1;

    /// <summary>The same seed makes the same rows.</summary>
    public long Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A rare class has one row only, or a number is missing or not finite.</exception>
    public Table Resample(Table rows)
    {
        rows.Schema.Reading(Features);
        var classes = ClassRows.Of(rows, Label);
        var least = ClassRows.AtLeast(classes, Ratio);
        var bases = new List<int>();
        var vectors = new List<Vector>();
        for (var i = 0; i < classes.Count; i++)
        {
            var wanted = least - classes[i].Rows.Count;
            if (wanted > 0)
            {
                Make(rows, classes[i], wanted, new SeededRandom(Seed).Fork(i), bases, vectors);
            }
        }

        return bases.Count == 0 ? rows : Table.Concat(
            rows, rows.Gather([.. bases]).With(rows.Schema[Features.Name], VectorColumn.Of([.. vectors])));
    }

    void Make(
        Table rows, (string Name, List<int> Rows) members, int wanted, SeededRandom random, List<int> bases, List<Vector> vectors)
    {
        if (members.Rows.Count < 2)
        {
            throw new TrainingException($"The class '{members.Name}' has one row, between which and no other a new one can stand.");
        }

        rows.Features(Features); // Refuses what is missing or not finite.
        var values = rows.Values(Features);
        var data = members.Rows.Select(row => values[row]).ToArray();
        var near = new int[data.Length][];
        for (var i = 0; i < wanted; i++)
        {
            var at = random.NextInt(data.Length);
            near[at] ??= Nearest(data, at);
            var to = near[at][random.NextInt(near[at].Length)];
            bases.Add(members.Rows[at]);
            vectors.Add(Between(data[at], data[to], random.NextDouble()));
        }
    }

    /// <summary>The nearest others; of equally near ones the first.</summary>
    int[] Nearest(Vector[] data, int at)
    {
        var nearest = new (double Distance, int Place)[Math.Min(Neighbors, data.Length - 1)];
        Array.Fill(nearest, (double.NaN, -1));
        for (var other = 0; other < data.Length; other++)
        {
            if (other == at)
            {
                continue;
            }

            // Any distance is before NaN, even one that overflows.
            var distance = SquaredDistance(data[at], data[other]);
            var place = nearest.Length;
            for (; place > 0 && !(distance >= nearest[place - 1].Distance); place--)
            {
                if (place < nearest.Length)
                {
                    nearest[place] = nearest[place - 1];
                }
            }

            if (place < nearest.Length)
            {
                nearest[place] = (distance, other);
            }
        }

        return Array.ConvertAll(nearest, one => one.Place);
    }

    static double SquaredDistance(Vector x, Vector y)
    {
        if (x.IsDense)
        {
            return DenseKernels.SquaredDistance(x.Values, y.Values);
        }

        var (i, j, sum) = (0, 0, 0.0);
        while (i < x.Indices.Length || j < y.Indices.Length)
        {
            var (left, right) = (i < x.Indices.Length ? x.Indices[i] : int.MaxValue, j < y.Indices.Length ? y.Indices[j] : int.MaxValue);
            var difference = (left <= right ? x.Values[i++] : 0) - (right <= left ? y.Values[j++] : 0);
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
        }

        return sum;
    }

    /// <summary>A vector on the way from one to another; sparse where they are.</summary>
    static Vector Between(Vector from, Vector to, double share)
    {
        int[] places = from.IsDense ? [.. Enumerable.Range(0, from.Length)] : [.. from.Indices.ToArray().Union(to.Indices.ToArray()).Order()];
        var values = Array.ConvertAll(places, place => from[place] + (share * (to[place] - from[place])));
        return from.IsDense ? Vector.Dense(values) : Vector.Sparse(from.Length, places, values);
    }
}
