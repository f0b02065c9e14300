using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Runtime.Streams;

public class WindowedEvaluatorTest
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly Table Clicks = Table
        .Of("time", [.. Enumerable.Range(0, 120).Select(second => Start.AddSeconds(second))])
        .With("page", [.. Enumerable.Range(0, 120).Select(second => $"page {second % (second < 60 ? 7 : 20)}")])
        .With("value", [.. Enumerable.Range(0, 120).Select(second => (double)(second % 10))]);

    [Fact]
    public async Task Sketches_are_aggregates_of_windows()
    {
        var pages = new DistinctCount { Columns = ["page"] };

        Assert.Equal(["7", "20"], await Minutes(pages, counts => Math.Round(counts.Counts[0])));
    }

    [Fact]
    public async Task Tests_are_aggregates_of_windows() => Assert.Equal(
        ["0.2", "0.2"],
        await Minutes(new TTest { Mean = 4.5 - (0.2 * Math.Sqrt(8.25 / 59)) }, test => Math.Round(test.Statistic, 9)));

    [Fact]
    public async Task Sessions_merge_sketches()
    {
        var pages = new DistinctCount { Columns = ["page"] };
        var late = Clicks.Gather([.. Enumerable.Range(0, 120).Select(i => (i * 7) % 120)]);
        var stream = TableStream.Of(late, rowsPerBatch: 120)
            .Window(StreamWindow.Session(TimeSpan.FromSeconds(5)), new EventTime("time") { OutOfOrderness = TimeSpan.FromMinutes(2) })
            .Fold(pages, new Schema(new Field("pages", DataType.Double)), (state, _) => Table.Of("pages", Math.Round(pages.Snapshot(state).Counts[0])));

        Assert.Equal(["20"], await Streamed.RowsAsync(stream));
    }

    static Task<string[]> Minutes<TState, TResult>(IOnePassEvaluator<TState, TResult> evaluator, Func<TResult, double> number) =>
        Streamed.RowsAsync(TableStream.Of(Clicks, rowsPerBatch: 17).Window(StreamWindow.Tumbling(TimeSpan.FromMinutes(1)), "time").Fold(
            evaluator,
            new Schema(new Field("number", DataType.Double)),
            (state, _) => Table.Of("number", number(evaluator.Snapshot(state)))));
}
