using Alink.Numerics;

namespace Alink.Statistics;

/// <summary>Tests whether numbers come from a normal distribution, or two groups of them from the same one.</summary>
/// <remarks>
/// D is the largest distance between the cumulative distribution of the rows and the one tested, or between those of two
/// groups; two-sided. Every number is held in memory. <see cref="OneSample"/> takes any continuous distribution. The mean
/// and deviation must not come from the same rows, or the p-value is too large (H. Lilliefors, JASA 62, 1967).
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("value", -1.0, 0.0, 1.0);
/// new KolmogorovSmirnovTest().Evaluate(rows).Statistic // => 0.174678
/// KolmogorovSmirnovTest.OneSample([0.1, 0.2, 0.3], x => x).Statistic // => 0.7
/// KolmogorovSmirnovTest.TwoSamples([1, 2, 3], [4, 5, 6]).P // => 0.1
/// </code>
/// </example>
public sealed record KolmogorovSmirnovTest : IOnePassEvaluator<NumberSamples, TestResult>
{
    const long MostExactPairs = 4_000_000;

    /// <summary>The numbers.</summary>
    public Column<double> Input { get; init; } = "value";

    /// <summary>The group of each row, one of two whose distributions are compared; null compares all with the normal one.</summary>
    public Column<Category>? Group { get; init; }

    /// <summary>The mean of the normal distribution.</summary>
    public double Mean { get; init; }

    /// <summary>The standard deviation of the normal distribution; above 0.</summary>
    public double Deviation { get; init => field = Require.Positive(value); } = 1;

    /// <summary>Tests whether numbers come from a continuous distribution.</summary>
    /// <param name="sample">The numbers, in any order.</param>
    /// <param name="cumulative">P(X ≤ x) of the distribution.</param>
    /// <returns>D, and the probability of one as large: exact up to 1,000 numbers, then right to about 1e-6.</returns>
    /// <exception cref="ArgumentException">There are no numbers.</exception>
    public static TestResult OneSample(ReadOnlySpan<double> sample, Func<double, double> cumulative)
    {
        if (sample.IsEmpty)
        {
            throw new ArgumentException("A test needs at least one number.", nameof(sample));
        }

        double[] sorted = [.. sample];
        Array.Sort(sorted);
        var distance = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var p = cumulative(sorted[i]);
            distance = Math.Max(distance, Math.Max(p - ((double)i / sorted.Length), ((i + 1.0) / sorted.Length) - p));
        }

        return new(distance, Kolmogorov.Survival(sorted.Length, distance));
    }

    /// <summary>Tests whether two samples come from the same distribution.</summary>
    /// <param name="first">Numbers, in any order.</param>
    /// <param name="second">Numbers, in any order.</param>
    /// <returns>
    /// D, and the probability of one as large: exact, also with ties, up to four million pairs; then that of
    /// <see cref="OneSample"/> with first × second / (first + second) numbers.
    /// </returns>
    /// <exception cref="ArgumentException">There are no numbers.</exception>
    public static TestResult TwoSamples(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.IsEmpty || second.IsEmpty)
        {
            throw new ArgumentException("Each of the samples needs at least one number.", first.IsEmpty ? nameof(first) : nameof(second));
        }

        var (m, n) = ((long)first.Length, (long)second.Length);
        double[] all = [.. first, .. second];
        var isFirst = new bool[all.Length];
        isFirst.AsSpan(0, first.Length).Fill(true);
        Array.Sort(all, isFirst);
        var (isEnd, seen, largest) = (new bool[all.Length], 0L, 0L);
        for (var i = 0; i < all.Length; i++)
        {
            seen += isFirst[i] ? 1 : 0;
            isEnd[i] = i == all.Length - 1 || all[i] != all[i + 1];
            largest = isEnd[i] ? Math.Max(largest, Math.Abs((seen * n) - ((i + 1 - seen) * m))) : largest;
        }

        var distance = largest / ((double)m * n);
        return new(distance, m * n <= MostExactPairs
            ? Kolmogorov.TwoSampleSurvival((int)m, (int)n, largest, isEnd)
            : Kolmogorov.Survival((int)Math.Round(m * (n / (double)(m + n))), distance));
    }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public NumberSamples Start(Schema schema) => new(new(schema.Reading(Input), Group));

    /// <inheritdoc/>
    public NumberSamples Update(NumberSamples state, Table batch) => state.Add(batch, Input, Group);

    /// <inheritdoc/>
    public NumberSamples Merge(NumberSamples left, NumberSamples right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are no rows, or not two groups.</exception>
    public TestResult Snapshot(NumberSamples state)
    {
        if (Group is not null)
        {
            var (first, second) = state.Groups.Two(nameof(KolmogorovSmirnovTest));
            return TwoSamples(state.Numbers(first), state.Numbers(second));
        }

        var numbers = state.Numbers(0);
        return numbers.Length > 0 ? OneSample(numbers, x => Distributions.NormalCumulative((x - Mean) / Deviation))
            : throw new TrainingException($"{nameof(KolmogorovSmirnovTest)} needs at least one row.");
    }
}
