namespace Alink.Evaluation;

/// <summary>Says how far a measure would stray on other rows of the same kind, by measuring rows drawn from these again and again.</summary>
/// <remarks>
/// A resample holds each row as often as a Poisson number of mean 1 has it (<see cref="Splits.Resample"/>), so rows are
/// drawn where they stand, in one pass; the interval is that of the percentiles between which the measures lie.
/// A resample that cannot be measured, such as one of a single class, is left out and counted, as in pROC; the interval
/// then tells of rows that can be. Where fewer than half can be, none is given.
/// B. Efron, "Bootstrap methods: another look at the jackknife", Annals of Statistics 7, 1979; Poisson numbers as in
/// N. Chamandy et al., "Estimating uncertainty for massive data streams", 2012.
/// </remarks>
/// <param name="Evaluator">What measures the rows.</param>
/// <param name="Measure">The number to take of what it says.</param>
/// <example>
/// <code>
/// var rows = Table.Of("label", [.. Enumerable.Range(0, 40).Select(i => i % 2.0)]).With("prediction", _ => 0.0);
/// var error = new Bootstrap&lt;RegressionMetrics>(new RegressionEvaluator(), metrics => metrics.MeanAbsoluteError).Evaluate(rows);
/// error.Estimate // => 0.5
/// error.Lower >= 0 &amp;&amp; error.Upper &lt;= 1 // => True
/// </code>
/// </example>
public sealed record Bootstrap<TMetrics>(IEvaluator<TMetrics> Evaluator, Func<TMetrics, double> Measure)
    : IEvaluator<ConfidenceInterval>
{
    /// <summary>How many resamples to measure, at least 2.</summary>
    public int Resamples { get; init => field = Require.AtLeast(2, value); } = 1000;

    /// <summary>The share of the resamples that the interval holds, in (0, 1).</summary>
    public double Confidence
    {
        get;
        init => field = value is > 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(Confidence), value, $"Confidence must be between 0 and 1; it was {value}.");
    } = 0.95;

    /// <summary>The seed of chance.</summary>
    public int Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are no rows, the measure of them is no finite number, or that of fewer than half of the resamples is.</exception>
    public async ValueTask<ConfidenceInterval> EvaluateAsync(IDataset rows, TrainingContext context)
    {
        var estimate = Measure(await Evaluator.EvaluateAsync(rows, context).ConfigureAwait(false));
        if (!double.IsFinite(estimate))
        {
            throw new TrainingException(FormattableString.Invariant($"{Name} measures {estimate} on the rows; there is no interval around it."));
        }

        var measures = new List<double>(Resamples);
        string? first = null;
        for (var i = 0; i < Resamples; i++)
        {
            // Seeds that follow each other must not share resamples.
            var resample = rows.Resample(unchecked((Seed * (int)0x9E3779B1) + i));
            if (await WhyNotAsync(resample, measures, context).ConfigureAwait(false) is { } reason)
            {
                first ??= $"The first is resample {i}: {reason}";
            }
        }

        if (measures.Count < 2 || 2 * measures.Count < Resamples)
        {
            throw new TrainingException($"{Name} cannot measure {Resamples - measures.Count} of {Resamples} resamples. {first}");
        }

        measures.Sort();
        var mean = measures.Average();
        return new(
            estimate,
            Quantile(measures, (1 - Confidence) / 2),
            Quantile(measures, (1 + Confidence) / 2),
            Math.Sqrt(measures.Sum(measure => (measure - mean) * (measure - mean)) / (measures.Count - 1)),
            Resamples - measures.Count);
    }

    string Name => Evaluator.GetType().Name;

    /// <summary>Measures a resample; else says why it cannot be.</summary>
    async ValueTask<string?> WhyNotAsync(IDataset resample, List<double> measures, TrainingContext context)
    {
        try
        {
            var measure = Measure(await Evaluator.EvaluateAsync(resample, context).ConfigureAwait(false));
            if (double.IsFinite(measure))
            {
                measures.Add(measure);
                return null;
            }

            return FormattableString.Invariant($"it measures {measure}, as where it holds too few rows, or one class alone.");
        }
        catch (TrainingException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Between the two sorted numbers around a share of them, on the straight line.</summary>
    static double Quantile(List<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        return below + 1 == sorted.Count ? sorted[below] : sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below]));
    }
}

/// <summary>A measure, and how far it would stray.</summary>
/// <param name="Estimate">The measure of all rows.</param>
/// <param name="Lower">Below it lies half of what the confidence leaves.</param>
/// <param name="Upper">Above it lies the other half.</param>
/// <param name="StandardError">The standard deviation of the measure over the resamples.</param>
/// <param name="LeftOut">How many resamples could not be measured.</param>
public sealed record ConfidenceInterval(double Estimate, double Lower, double Upper, double StandardError, int LeftOut)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Estimate:G6} [{Lower:G6}, {Upper:G6}]")
        + (LeftOut > 0 ? $" without {LeftOut} resamples that cannot be measured" : "");
}
