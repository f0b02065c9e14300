using Alink.Operators;
using Alink.Runtime;
using static Alink.Tests.Operators.StreamOperatorsTest;

namespace Alink.Tests.Operators;

public class WindowOperatorsTest
{
    [Fact]
    public async Task Windows_are_aligned_to_UTC_and_late_rows_go_aside()
    {
        var rows = Table.Of<DateTimeOffset>("t", [At(0), At(30), At(61), At(10), At(200)]).With("u", "a", "a", "b", "a", "b");
        var (counts, late) = (new List<Table>(), new List<Table>());
        var window = new TumbleTimeWindowStreamOp().SetTimeCol("t").SetGroupCols("u").SetWindowTime("1m")
            .SetClause("TUMBLE_START() as s, COUNT(*) as n").LinkFrom(new MemSourceStreamOp(rows));
        window.Link(Into(counts));
        window.GetSideOutput().Link(Into(late));
        await StreamOperator.ExecuteAsync();

        var table = Table.Concat(counts);
        Assert.Equal(["a", "b", "b"], table.Values<string>("u").ToArray());
        Assert.Equal([2L, 1, 1], table.Values<long>("n").ToArray());
        Assert.Equal([At(0), At(60), At(180)], table.Values<DateTimeOffset>("s").ToArray());
        Assert.Equal([At(10)], Table.Concat(late).Values<DateTimeOffset>("t").ToArray());

        // In Alink this is shifted by 8 hours; the offset from UTC does not matter here.
        static DateTimeOffset At(int second) => new DateTimeOffset(2026, 1, 1, 8, 0, 0, TimeSpan.FromHours(8)).AddSeconds(second).ToUniversalTime();
    }

    [Fact]
    public async Task Least_and_greatest_of_a_window_are_those_of_a_group()
    {
        var rows = Table.Of<DateTimeOffset>("t", [default, default, default]).With("x", 2.0, double.NaN, 1.0).With("s", "\uE000", "😀", "a");
        const string Clause = "MIN(x) as low, MAX(x) as high, MIN(s) as first, MAX(s) as last, AVG(x) as mean";
        var windows = new List<Table>();
        new MemSourceStreamOp(rows).Link(new TumbleTimeWindowStreamOp().SetTimeCol("t").SetWindowTime("1m").SetClause(Clause)).Link(Into(windows));
        await StreamOperator.ExecuteAsync();

        Assert.Equal(rows.GroupBy("", Clause).Format(), Table.Concat(windows).Select("low", "high", "first", "last", "mean").Format());
        Assert.Equal("😀", windows[0].Values<string>("last")[0]);
    }

    [Fact]
    public async Task Rows_look_back_at_those_before_them()
    {
        var at = DateTimeOffset.UnixEpoch;
        var rows = Table.Of<DateTimeOffset>("t", [at, at.AddHours(13), at.AddHours(23), at.AddHours(48)]).With<double>("x", 1, 2, 4, 8);
        var (byCount, byTime, sessions, hops) = (new List<Table>(), new List<Table>(), new List<Table>(), new List<Table>());
        var source = new MemSourceStreamOp(rows);
        source.Link(new OverCountWindowStreamOp().SetPrecedingRows(1).SetClause("SUM(x) as s").SetReservedCols("x")).Link(Into(byCount));
        source.Link(new OverTimeWindowStreamOp().SetTimeCol("t").SetPrecedingTime("1d").SetClause("SUM(x) as s")).Link(Into(byTime));
        source.Link(new SessionTimeWindowStreamOp().SetTimeCol("t").SetSessionGapTime("12h").SetClause("SUM(x) as s")).Link(Into(sessions));
        source.Link(new HopTimeWindowStreamOp().SetTimeCol("t").SetWindowTime("2d").SetHopTime("1d").SetClause("SUM(x) as s")).Link(Into(hops));
        await StreamOperator.ExecuteAsync();

        Assert.Equal([1.0, 3, 6, 12], Table.Concat(byCount).Values<double>("s").ToArray());
        Assert.Equal(["x", "s"], byCount[0].Schema.Fields.Select(field => field.Name));
        Assert.Equal([1.0, 3, 7, 8], Table.Concat(byTime).Values<double>("s").ToArray()); // A day has 24 hours, not Alink's 12.
        Assert.Equal([1.0, 6, 8], Table.Concat(sessions).Values<double>("s").ToArray());
        Assert.Equal([7.0, 7, 8, 8], Table.Concat(hops).Values<double>("s").ToArray());
        Assert.Contains("SetTimeCol", Assert.Throws<InvalidOperationException>(
            () => new OverTimeWindowStreamOp().SetPrecedingTime("1d").SetClause("SUM(x) as s").LinkFrom(source).Stream()).Message);
    }

    /// <summary>D15: without a true positive there is no precision of 1.</summary>
    [Fact]
    public async Task Classes_and_numbers_are_measured_in_windows()
    {
        var rows = Table.Of("y", "a", "b", "a", "b").With("p", "a", "b", "b", "b").With<double>("z", 1, 2, 3, 4).With<double>("q", 1, 2, 3, 6)
            .With<double>("s", 0.1, 0.2, 0.9, 0.3);
        var (classes, numbers) = (new List<Table>(), new List<Table>());
        var source = new MemSourceStreamOp(rows);
        source.Link(new EvalMultiClassStreamOp().SetLabelCol("y").SetPredictionCol("p").SetPredictionDetailCol(null).SetWindow(EvaluationWindow.OfRows(2)))
            .Link(new JsonValueStreamOp().SetSelectedCol("Data").SetJsonPath("$.Accuracy").SetOutputCols("accuracy")).Link(Into(classes));
        source.Link(new EvalRegressionStreamOp().SetLabelCol("z").SetPredictionCol("q").SetWindow(EvaluationWindow.All))
            .Link(new JsonValueStreamOp().SetSelectedCol("Data").SetJsonPath("$.RMSE", "$.TotalSamples").SetOutputCols("rmse", "n")
                .SetOutputColTypes(DataType.Double, DataType.Int64)).Link(Into(numbers));
        await StreamOperator.ExecuteAsync();

        Assert.Equal([1.0, 1, 0.5, 0.75], Table.Concat(classes).Values<double>("accuracy").ToArray());
        Assert.Equal(["window", "all", "window", "all"], Table.Concat(classes).Values<string>("Statistics").ToArray());
        Assert.Equal([1.0, 1], Table.Concat(numbers).Values<double>("rmse").ToArray());
        Assert.Equal([4L, 4], Table.Concat(numbers).Values<long>("n").ToArray());
    }

    [Fact]
    public async Task Precision_is_0_where_nothing_positive_is_found()
    {
        var rows = Table.Of("y", "no", "no", "yes").With(
            new Field("probabilities", DataType.Vector) { FeatureNames = ["no", "yes"] }, VectorColumn.Of([0.2, 0.8], [0.9, 0.1], [0.7, 0.3]));
        var measured = new List<Table>();
        new MemSourceStreamOp(rows).Link(new EvalBinaryClassStreamOp().SetLabelCol("y").SetPositiveLabelValueString("yes").SetWindow(EvaluationWindow.All))
            .Link(new JsonValueStreamOp().SetSelectedCol("Data").SetJsonPath("$.Precision", "$.AUC", "$.PRC").SetOutputCols("precision", "auc", "prc"))
            .Link(Into(measured));
        await StreamOperator.ExecuteAsync();

        Assert.Equal(0, measured[0].Values<double>("precision")[0]);
        Assert.Equal(0.5, measured[0].Values<double>("auc")[0]);
        Assert.Equal(0.25, measured[0].Values<double>("prc")[0], 1e-12); // From (0, 0) to (1, 1/2): trapezoids of 0.8: 0, 0.3: 1/2.
    }

    [Fact] // By hand: of the four pairs of an outlier and another row three are in order.
    public async Task Scores_of_outliers_are_measured()
    {
        var rows = Table.Of("kind", "ok", "spike", "ok", "spike").With("anomaly", 0.1, 0.9, 0.5, 0.4);
        var measured = new List<Table>();
        new MemSourceStreamOp(rows).Link(new EvalOutlierStreamOp().SetLabelCol("kind").SetOutlierValueStrings("spike").SetWindow(EvaluationWindow.All))
            .Link(new JsonValueStreamOp().SetSelectedCol("Data").SetJsonPath("$.AUC").SetOutputCols("auc")).Link(Into(measured));
        await StreamOperator.ExecuteAsync();

        Assert.Equal(0.75, measured[0].Values<double>("auc")[0]);
        Assert.Equal(0.75, new EvalOutlierBatchOp().SetLabelCol("kind").SetOutlierValueStrings("spike")
            .LinkFrom(new MemSourceBatchOp(rows)).CollectMetrics().AreaUnderRoc);
    }
}
