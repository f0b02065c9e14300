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

    /// <summary>Neighbours of which most are passed over.</summary>
    const int Together = 64;

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
        RadixSort.Sort(sorted);
        var distance = 0.0;
        for (var start = 0; start < sorted.Length; start += Together)
        {
            distance = Farthest(sorted, start, Math.Min(start + Together, sorted.Length), cumulative, distance);
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
        double[] left = [.. first], right = [.. second];
        if (Array.Exists(left, double.IsNaN) || Array.Exists(right, double.IsNaN))
        {
            return new(double.NaN, double.NaN);
        }

        RadixSort.Sort(left);
        RadixSort.Sort(right);
        var (isEnd, largest, i, k) = (new bool[m + n], 0L, 0, 0);
        while (i < left.Length || k < right.Length)
        {
            // All that are equal to the least that is left, which may stand in both.
            var least = i == left.Length ? right[k] : k == right.Length ? left[i] : Math.Min(left[i], right[k]);
            for (; i < left.Length && !(left[i] > least); i++)
            {
            }

            for (; k < right.Length && !(right[k] > least); k++)
            {
            }

            isEnd[i + k - 1] = true;
            largest = Math.Max(largest, Math.Abs((i * n) - (k * m)));
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

    /// <summary>The largest distance at the numbers from <paramref name="start"/> to before <paramref name="end"/>, or the one so far.</summary>
    static double Farthest(double[] sorted, int start, int end, Func<double, double> cumulative, double distance)
    {
        // The probability rises between the ends, so that no number there is farther than this.
        const double rounding = 1e-9;
        var (low, high, n) = (cumulative(sorted[start]), cumulative(sorted[end - 1]), sorted.Length);
        if (high - ((double)start / n) < distance - rounding && ((double)end / n) - low < distance - rounding)
        {
            return distance;
        }

        for (var i = start; i < end; i++)
        {
            var p = i == start ? low : i == end - 1 ? high : cumulative(sorted[i]);
            distance = Math.Max(distance, Math.Max(p - ((double)i / n), ((i + 1.0) / n) - p));
        }

        return distance;
    }
}
