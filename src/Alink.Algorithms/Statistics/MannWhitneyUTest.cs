using Alink.Numerics;

namespace Alink.Statistics;

/// <summary>Tests whether numbers of one group tend to be greater than those of another, by ranks alone.</summary>
/// <remarks>
/// U counts the pairs of a row of the first class (in the order of <see cref="Levels"/>) and one of the second in which the
/// first is greater, a tie counting half. H. Mann and D. Whitney, "On a test of whether one of two random variables is
/// stochastically larger than the other", Annals of Mathematical Statistics 18, 1947. The p-value is exact without ties where
/// a group has at most 8 rows and there are at most 20,000 pairs; else normal, corrected for ties and continuity, as scipy's.
/// Every number is held in memory.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("value", 5.0, 7.0, 9.0, 1.0, 2.0, 3.0).With("group", "a", "a", "a", "b", "b", "b");
/// var test = new MannWhitneyUTest().Evaluate(rows);
/// test.Statistic // => 9
/// test.P // => 0.1
/// </code>
/// </example>
public sealed record MannWhitneyUTest : IOnePassEvaluator<NumberSamples, TestResult>
{
    const int FewRows = 8;
    const int MostExactPairs = 20_000;

    /// <summary>The numbers.</summary>
    public Column<double> Input { get; init; } = "value";

    /// <summary>The group of each row, one of two.</summary>
    public Column<Category> Group { get; init; } = "group";

    /// <summary>What the test holds against both groups having one distribution: less, that the first tends to be less.</summary>
    public Alternative Alternative { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public NumberSamples Start(Schema schema) => new(new(schema.Reading(Input), Group));

    /// <inheritdoc/>
    public NumberSamples Update(NumberSamples state, Table batch) => state.Add(batch, Input, Group);

    /// <inheritdoc/>
    public NumberSamples Merge(NumberSamples left, NumberSamples right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are not two groups.</exception>
    public TestResult Snapshot(NumberSamples state)
    {
        var (one, other) = state.Groups.Two(nameof(MannWhitneyUTest));
        var (first, second) = (state.Numbers(one), state.Numbers(other));
        var ranks = Ranks.Of([.. first, .. second], out var ties);
        double m = first.Length, n = second.Length, pairs = m * n;
        var u = -(m * (m + 1) / 2);
        for (var i = 0; i < first.Length; i++)
        {
            u += ranks[i];
        }

        var tested = Alternative == Alternative.Greater ? u
            : Alternative == Alternative.Less ? pairs - u
            : Math.Max(u, pairs - u);
        var p = ties.Count == 0 && Math.Min(m, n) <= FewRows && pairs <= MostExactPairs
            ? Exact(first.Length, second.Length, (int)tested)
            : Normal();
        return new(u, Alternative == Alternative.TwoSided ? Math.Min(1, 2 * p) : p);

        double Normal()
        {
            var tied = ties.Sum(t => (double)t * t * t - t) / ((m + n) * (m + n - 1));
            return Distributions.NormalSurvival((tested - (pairs / 2) - 0.5) / Math.Sqrt(pairs / 12 * (m + n + 1 - tied)));
        }
    }

    /// <summary>The probability that U is at least so many, every order of the rows being as likely.</summary>
    static double Exact(int first, int second, int least)
    {
        // Of U with i rows of the smaller group and j of the larger: the greatest row is of one of them.
        var (few, many) = (Math.Min(first, second), Math.Max(first, second));
        var p = new double[few + 1][];
        for (var i = 0; i <= few; i++)
        {
            p[i] = new double[(few * many) + 1];
            p[i][0] = 1;
        }

        for (var j = 1; j <= many; j++)
        {
            for (var i = 1; i <= few; i++)
            {
                for (var u = i * j; u >= 0; u--)
                {
                    var above = u >= j ? p[i - 1][u - j] : 0;
                    p[i][u] = ((i * above) + (j * p[i][u])) / (i + j);
                }
            }
        }

        return p[few].Skip(least).Sum();
    }
}
