using Alink.Evaluation;
using Alink.Runtime;

namespace Alink.Tests.Evaluation;

public class TimeSeriesEvaluatorTest
{
    static readonly Table Sales = Table
        .Of("series", [.. Enumerable.Repeat("a", 12), .. Enumerable.Repeat("b", 9)])
        .With("label", 10.0, 14, 8, 25, 16, 10, 13, 18, 9, 12, 17, 10, 100, 300, 220, 130, 330, 270, 160, 340, 280)
        .With<double?>("prediction", [.. new double?[9], 13, 15, 10.5, .. new double?[7], 300, 310])
        .With("weight", [.. Enumerable.Repeat(5.0, 9), 1, 2, 1, .. Enumerable.Repeat(5.0, 7), 1, 3]);

    static readonly TimeSeriesEvaluator Seasons = new() { Series = "series", Weight = "weight", Period = 3 };

    [Fact] // numpy of the definitions of Hyndman and Koehler, weights on the forecasts alone.
    public void Scaled_errors_are_those_of_numpy()
    {
        var metrics = Seasons.Evaluate(Sales);

        Assert.Equal(["a", "b"], metrics.Series.Select(series => series.Name));
        Near([5.666666666666667, 35], metrics.Series.Select(series => series.Scale));
        Near([63.666666666666664, 1300], metrics.Series.Select(series => series.SquaredScale));
        Near([0.2426470588235294, 0.9285714285714286], metrics.Series.Select(series => series.MeanAbsoluteScaledError));
        Near([0.19058328764295104, 0.9093531090412992], metrics.Series.Select(series => series.RootMeanSquaredScaledError));
        Near([0.585609243697479, 0.6569798575496333], [metrics.MeanAbsoluteScaledError, metrics.RootMeanSquaredScaledError]);
    }

    [Fact] // numpy of the definitions.
    public void Errors_are_those_of_numpy()
    {
        var errors = Seasons.Evaluate(Sales).Errors;

        Near([8, 16.9375, 23.20896917142164, 0.10962783171521036], [errors.Weight, errors.MeanAbsoluteError, errors.RootMeanSquaredError, errors.NormalizedDeviation]);
        Near([0.10110815419594874, 0.10096288515406161, 154.5], [errors.SymmetricMeanAbsolutePercentageError, errors.MeanAbsolutePercentageError, errors.LabelMean]);
    }

    [Fact] // By hand: history 1, 3, 2 has the differences 2 and 1; the errors are 1 and 2, twice of them.
    public void Without_a_season_the_value_before_is_the_scale()
    {
        var rows = Table.Of("label", 1.0, 3.0, 2.0, 4.0, 8.0).With("prediction", double.NaN, double.NaN, double.NaN, 5.0, 6.0);

        var series = Assert.Single(new TimeSeriesEvaluator().Evaluate(rows).Series);

        Assert.Equal(("", 1.5, 2.5), (series.Name, series.Scale, series.SquaredScale));
        Assert.Equal(1, series.MeanAbsoluteScaledError);
        Assert.Equal(1, series.RootMeanSquaredScaledError);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(5), InlineData(11)]
    public void History_is_joined_where_lanes_part_it(int lane)
    {
        for (var period = 1; period < 9; period++)
        {
            var evaluator = Seasons with { Period = period };
            var state = Sales.Batches(lane).Select(batch => evaluator.Update(evaluator.Start(Sales.Schema), batch)).Aggregate(evaluator.Merge);
            Near(
                evaluator.Evaluate(Sales).Series.SelectMany(series => new[] { series.Scale, series.SquaredScale }),
                evaluator.Snapshot(state).Series.SelectMany(series => new[] { series.Scale, series.SquaredScale }));
        }
    }

    [Fact]
    public void A_series_that_never_varied_or_has_no_history_is_left_out_of_scaled_errors()
    {
        var rows = Table.Concat(Sales.Select("series", "label", "prediction"), Table.Of("series", "flat", "flat", "flat", "new")
            .With("label", 5.0, 5, 7, 4).With<double?>("prediction", null, null, 5, 6));

        var metrics = (Seasons with { Weight = null, Period = 1 }).Evaluate(rows);

        Assert.Equal((0, double.NaN), (metrics.Series[2].Scale, metrics.Series[2].MeanAbsoluteScaledError));
        Assert.Equal((double.NaN, double.NaN), (metrics.Series[3].Scale, metrics.Series[3].RootMeanSquaredScaledError));
        Assert.Equal(
            ((3 * metrics.Series[0].MeanAbsoluteScaledError) + (2 * metrics.Series[1].MeanAbsoluteScaledError)) / 5,
            metrics.MeanAbsoluteScaledError, 1e-12);
        Assert.Equal(7, metrics.Errors.Weight);
    }

    [Fact]
    public void History_alone_says_nothing() =>
        Assert.Contains("no rows with a prediction", Assert.Throws<TrainingException>(() => Seasons.Evaluate(Sales.Head(9))).Message);

    [Fact]
    public void An_infinite_forecast_is_refused() =>
        Assert.Contains("row 1", Assert.Throws<TrainingException>(() => new TimeSeriesEvaluator().Evaluate(
            Table.Of("label", 1.0, 2).With("prediction", 1.0, double.PositiveInfinity))).Message);

    [Fact]
    public void A_table_shows_each_series()
    {
        var table = Seasons.Evaluate(Sales).ToTable();

        Assert.Equal(["a", "b"], table.Values<string>("series").ToArray());
        Assert.Equal(35 * table.Values<double>("mase")[1], table.Values<double>("mae")[1], 1e-12);
    }

    [Fact]
    public async Task Windows_of_streams_measure_alike()
    {
        var start = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var timed = Sales.With("time", [.. Enumerable.Range(0, 21).Select(second => start.AddSeconds(second))]);
        var stream = TableStream.Of(timed, rowsPerBatch: 4).Window(StreamWindow.Tumbling(TimeSpan.FromMinutes(1)), "time").Fold(
            Seasons, new Schema(new Field("mase", DataType.Double)),
            (state, _) => Table.Of("mase", Math.Round(Seasons.Snapshot(state).MeanAbsoluteScaledError, 9)));

        Assert.Equal(["0.585609244"], await Runtime.Streams.Streamed.RowsAsync(stream));
    }

    static void Near(IEnumerable<double> expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual, (left, right) => (left, right)), pair => Assert.Equal(pair.left, pair.right, 1e-9));
}
