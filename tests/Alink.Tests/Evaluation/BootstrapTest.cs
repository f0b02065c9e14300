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

    static readonly Table Few = Table.Of("label", 1, 0, 0, 0, 1, 0).With("score", 0.9, 0.4, 0.1, 0.2, 0.3, 0.5);

    static readonly Bootstrap<BinaryMetrics> Area =
        new(new BinaryEvaluator { Score = "score", Positive = "1" }, metrics => metrics.AreaUnderRoc);

    [Theory]
    [InlineData(null)]
    [InlineData("1")]
    public void A_resample_that_cannot_be_measured_is_left_out_and_counted(string? positive)
    {
        var interval = new Bootstrap<BinaryMetrics>(
            new BinaryEvaluator { Score = "score", Positive = positive }, metrics => metrics.AreaUnderRoc).Evaluate(Few);

        // Without a row of either class: e⁻² + e⁻⁴ − e⁻⁶ of the resamples, 0.151, give or take 0.011.
        Assert.InRange(interval.LeftOut, 110, 195);
        Assert.Contains($"without {interval.LeftOut} resamples", interval.ToString());
        Assert.True(interval.Lower >= 0 && interval.Lower < interval.Upper && interval.Upper <= 1 && interval.StandardError > 0);
        Assert.Equal(0, Mean.Evaluate(Rows).LeftOut);
    }

    [Fact]
    public void Where_few_resamples_can_be_measured_the_first_is_named_and_why()
    {
        var two = Few.Head(2);

        Assert.Matches(
            @"^BinaryEvaluator cannot measure \d+ of 1000 resamples. The first is resample \d+: (Column 'label' holds the class '[01]' alone|There are no rows)",
            Assert.Throws<TrainingException>(() => new Bootstrap<BinaryMetrics>(
                new BinaryEvaluator { Score = "score" }, metrics => metrics.AreaUnderRoc).Evaluate(two)).Message);
        Assert.Contains("it measures NaN", Assert.Throws<TrainingException>(
            () => (Area with { Seed = 7 }).Evaluate(two)).Message);
    }

    [Fact]
    public void A_measure_that_the_rows_do_not_have_is_refused() => Assert.Contains(
        "measures NaN on the rows", Assert.Throws<TrainingException>(() => Area.Evaluate(Few.With("label", _ => 1))).Message);

    // scipy.stats.bootstrap (1.10.1, method "percentile", 400 resamples): of 2,000 samples of 40 exponential numbers, the
    // intervals of 90 % hold the mean in 86.9 %.
    [Fact]
    public void An_interval_holds_the_true_mean_as_often_as_that_of_scipy()
    {
        var held = 0;
        for (var sample = 0; sample < 400; sample++)
        {
            var random = new Random(sample);
            var rows = Table.Of("label", [.. Enumerable.Range(0, 40).Select(_ => -Math.Log(1 - random.NextDouble()))]).With("prediction", _ => 0.0);
            var interval = (Mean with { Confidence = 0.9, Seed = sample }).Evaluate(rows);
            held += interval.Lower <= 1 && 1 <= interval.Upper ? 1 : 0;
        }

        Assert.Equal(0.869, held / 400.0, 0.04);
    }

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
