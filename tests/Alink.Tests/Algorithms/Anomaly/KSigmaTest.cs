using Alink.Anomaly;

namespace Alink.Tests.Algorithms;

public class KSigmaTest
{
    [Fact]
    public void Mean_deviation_and_scores_are_those_computed_by_hand()
    {
        var model = new KSigma { Threshold = 2 }.Fit(Table.Of("feature", 4.0, 7, 13, 16));

        Assert.Equal((10, Math.Sqrt(30)), (model.Mean, model.Deviation)); // 36 + 9 + 9 + 36 over 3.
        Assert.Equal(6 / (6 + Math.Sqrt(30)), model.Score(4), 1e-15);
        Assert.Equal(0.75, model.Score(10 + (3 * model.Deviation)), 1e-15);
        Assert.Equal([false, false, true], new[] { 10 - (2 * model.Deviation), 20.9, 21 }.Select(model.IsOutlier));
        Assert.Equal((0, 1), (model.Score(10), model.Score(double.NegativeInfinity)));
    }

    [Fact]
    public void Digits_of_numbers_far_from_zero_are_kept() =>
        Assert.Equal(Math.Sqrt(30), new KSigma().Fit(Table.Of("feature", 1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16)).Deviation, 1e-12);

    [Fact]
    public void A_row_is_scored_by_the_last_rows_before_it()
    {
        var (watch, rows) = (new KSigma { PrecedingRows = 3 }, Table.Of("feature", 1.0, 2, 3, 10, 2));

        watch.Advance(watch.Start(rows.Schema), rows, out var scored);

        Assert.Equal([null, null, 1.5 / (1.5 + Math.Sqrt(0.5)), 8 / 9.0, 3 / (3 + Math.Sqrt(19))], scored.Rows.Select(row => (double?)row["anomaly"]));
        Assert.Equal([null, null, false, true, false], scored.Rows.Select(row => (bool?)row["prediction"]));
    }

    [Fact]
    public void Without_a_number_of_rows_all_before_it_count()
    {
        var (watch, rows) = (new KSigma { Threshold = 1.5 }, Table.Of("feature", 4.0, 7, 13, 16, 19));

        watch.Advance(watch.Start(rows.Schema), rows, out var scored);

        Assert.Equal(9 / (9 + Math.Sqrt(30)), scored.Values<double>("anomaly")[4], 1e-15);
        Assert.True(scored.Values<bool>("prediction")[4]);
    }

    [Fact]
    public void Where_the_numbers_are_all_one_any_other_is_an_outlier()
    {
        var model = new KSigma().Fit(Table.Of("feature", 0.1, 0.1, 0.1));

        Assert.Equal((0, false, 1, true), (model.Score(0.1), model.IsOutlier(0.1), model.Score(0.2), model.IsOutlier(0.2)));
    }

    [Fact]
    public void A_number_that_is_missing_or_none_has_no_score_and_teaches_nothing()
    {
        var (watch, rows) = (new KSigma(), Table.Of<double?>("feature", 1, null, 3, double.NaN, 2));

        var state = watch.Advance(watch.Start(rows.Schema), rows, out var scored);

        Assert.Equal((3L, 2.0, 1.0), (state.Count, watch.Snapshot(state).Mean, watch.Snapshot(state).Deviation));
        Assert.Equal([null, null, null, null, 0.0], scored.Rows.Select(row => (double?)row["anomaly"]));
        Assert.Equal([false, true, false, true, false], watch.Fit(rows).Transform(rows).Rows.Select(row => row["prediction"] is null));
    }

    [Fact]
    public void What_cannot_teach_is_refused()
    {
        Assert.Contains("at least 2 numbers in column 'feature'; there were 1", Assert.Throws<TrainingException>(
            () => new KSigma().Fit(Table.Of("feature", 1.0))).Message);
        Assert.Contains("Column 'feature' holds Infinity in row 1", Assert.Throws<TrainingException>(
            () => new KSigma().Fit(Table.Of("feature", 1.0, double.PositiveInfinity))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new KSigma { PrecedingRows = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new KSigma { Threshold = 0 });
    }

    [Fact]
    public void Rows_together_are_scored_as_each_by_itself()
    {
        var rows = Table.Of("x", [.. Enumerable.Range(0, 100).Select(i => i % 9 == 4 ? null : i % 9 == 7 ? (double?)double.NaN : i * i % 37)]);
        var model = new KSigma { Feature = "x", Threshold = 0.75 }.Fit(rows);
        var (simple, together) = (RowTransform.Run(model, rows), model.Transform(rows));

        Assert.All([model.Options.Score.Name, model.Options.Prediction.Name], name => Assert.Equal(
            Enumerable.Range(0, 100).Select(simple.Data(name).Boxed), Enumerable.Range(0, 100).Select(together.Data(name).Boxed)));
    }
}
