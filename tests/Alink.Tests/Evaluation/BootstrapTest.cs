using Alink.Evaluation;
using Alink.Runtime;

namespace Alink.Tests.Evaluation;

public class BootstrapTest
{
    static readonly Table Rows = Table.Of("label", [.. Enumerable.Range(0, 400).Select(i => (double)(i % 20))]).With("prediction", _ => 0.0);

    static readonly Bootstrap<RegressionMetrics> Mean = new(new RegressionEvaluator(), metrics => -metrics.Bias) { Resamples = 400 };

    [Fact] // The mean of 0 to 19 is 9.5, its standard error √(399 / 12 / 400) by theory.
    public void The_interval_of_a_mean_is_that_of_theory()
    {
        var interval = Mean.Evaluate(Rows);
        var error = Math.Sqrt(399.0 / 12 / 400);

        Assert.Equal(9.5, interval.Estimate, 1e-12);
        Assert.Equal(error, interval.StandardError, 0.03);
        Assert.Equal(9.5 - (1.96 * error), interval.Lower, 0.1);
        Assert.Equal(9.5 + (1.96 * error), interval.Upper, 0.1);
    }

    [Fact]
    public void The_seed_decides_and_the_workers_do_not()
    {
        Assert.Equal(Mean.Evaluate(Rows), Of(workers: 1, seed: 0));
        Assert.Equal(Mean.Evaluate(Rows), Of(workers: 3, seed: 0));
        Assert.NotEqual(Mean.Evaluate(Rows), Of(workers: 1, seed: 1));

        static ConfidenceInterval Of(int workers, int seed) => (Mean with { Seed = seed })
            .EvaluateAsync(Rows, new(new LocalMachine(workers))).AsTask().GetAwaiter().GetResult();
    }

    [Fact]
    public void Less_confidence_is_a_narrower_interval_around_the_same_estimate()
    {
        var (wide, narrow) = (Mean.Evaluate(Rows), (Mean with { Confidence = 0.5 }).Evaluate(Rows));

        Assert.Equal(wide.Estimate, narrow.Estimate);
        Assert.Equal(wide.StandardError, narrow.StandardError);
        Assert.True(wide.Lower < narrow.Lower && narrow.Upper < wide.Upper);
    }

    [Fact] // numpy.percentile of two numbers: 2.5 % and 97.5 % of the way from one to the other.
    public void Percentiles_lie_on_the_line_between_measures()
    {
        var two = (Mean with { Resamples = 2 }).Evaluate(Rows);
        var apart = two.StandardError * Math.Sqrt(2);

        Assert.Equal(0.95 * apart, two.Upper - two.Lower, 1e-12);
    }

    [Fact]
    public void A_measure_that_a_resample_does_not_have_is_refused() => Assert.Contains(
        "which is NaN there",
        Assert.Throws<TrainingException>(() => new Bootstrap<BinaryMetrics>(
            new BinaryEvaluator { Score = "score", Positive = "1" }, metrics => metrics.AreaUnderRoc).Evaluate(
            Table.Of("label", 1, 0, 0, 0, 0, 0).With("score", 1.0, 0, 0, 0, 0, 0))).Message);

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Contains("it was 1", Assert.Throws<ArgumentOutOfRangeException>(() => Mean with { Resamples = 1 }).Message);
        Assert.Contains("it was 1", Assert.Throws<ArgumentOutOfRangeException>(() => Mean with { Confidence = 1 }).Message);
    }

    [Fact] // e⁻¹ / times! of the rows come so many times.
    public void Rows_are_drawn_by_Poisson_numbers()
    {
        var rows = Table.Of("id", [.. Enumerable.Range(0, 40_000)]).Resample(seed: 5);
        var ids = rows.ReadAll().SelectMany(batch => batch.Values<int>("id").ToArray()).ToArray();
        var times = ids.CountBy(id => id).CountBy(pair => pair.Value).ToDictionary(pair => pair.Key, pair => pair.Value / 40_000.0);

        Assert.Equal(1 / Math.E, 1 - times.Values.Sum(), 0.01);
        Assert.Equal(1 / Math.E, times[1], 0.01);
        Assert.Equal(0.5 / Math.E, times[2], 0.01);
        Assert.Equal(1 / Math.E / 6, times[3], 0.01);
        Assert.Equal(ids.Order(), ids);
    }
}
