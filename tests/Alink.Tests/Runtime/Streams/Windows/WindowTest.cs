using CsCheck;

namespace Alink.Tests.Runtime.Streams;

public class WindowTest
{
    internal static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    internal static readonly EventTime Time = "time";

    [Fact]
    public async Task Tumbling_windows_hold_their_start_and_not_their_end()
    {
        var rows = Rows((0, "a", 1), (59, "a", 2), (60, "a", 4), (119, "b", 8), (120, "a", 16));

        Assert.Equal(
            ["a 00:01:00 00:02:00 4 1", "b 00:01:00 00:02:00 8 1"],
            (await Minutes(rows)).Where(row => row.Contains("00:01:00 00:02:00")));
        Assert.Equal(
            ["a 2026-03-01 00:01:00 3 2", "a 00:01:00 00:02:00 4 1", "b 00:01:00 00:02:00 8 1", "a 00:02:00 00:03:00 16 1"],
            await Minutes(rows));

        static Task<string[]> Minutes(Table rows) => Streamed.RowsAsync(TableStream.Of(rows, rowsPerBatch: 2)
            .Window(StreamWindow.Tumbling(TimeSpan.FromMinutes(1)), Time, ["key"])
            .Aggregate("TUMBLE_START() as s, TUMBLE_END() as e, SUM(x) as sum, COUNT(*) as n"));
    }

    [Fact]
    public async Task Sliding_windows_overlap()
    {
        var rows = Rows((0, "a", 1), (30, "a", 2), (60, "a", 4));

        Assert.Equal(
            ["23:59:30 1", "2026-03-01 3", "00:00:30 6", "00:01:00 4"],
            await Streamed.RowsAsync(TableStream.Of(rows, rowsPerBatch: 3)
                .Window(StreamWindow.Sliding(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(30)), Time)
                .Aggregate(WindowAggregate.Start().As("s"), WindowAggregate.Sum("x").As("sum"))));
    }

    [Fact]
    public async Task Windows_lie_in_UTC_whatever_the_offsets_of_the_rows()
    {
        // 23:30 in New York is 04:30 in UTC of the next day, and 10:15 in Nepal.
        var rows = Table.Of(
            "time",
            new DateTimeOffset(2026, 3, 1, 23, 30, 0, TimeSpan.FromHours(-5)),
            new DateTimeOffset(2026, 3, 2, 10, 20, 0, TimeSpan.FromMinutes(345)),
            new DateTimeOffset(2026, 3, 3, 7, 59, 0, TimeSpan.FromHours(8)),
            new DateTimeOffset(2026, 3, 3, 8, 0, 0, TimeSpan.FromHours(8)));

        Assert.Equal(
            ["2026-03-02 2026-03-03 3", "2026-03-03 2026-03-04 1"],
            await Streamed.RowsAsync(TableStream.Of(rows, rowsPerBatch: 4)
                .Window(StreamWindow.Tumbling(Durations.Parse("1d")), Time)
                .Aggregate("TUMBLE_START() as s, TUMBLE_END() as e, COUNT(*) as n")));
    }

    [Fact]
    public async Task An_offset_aligns_days_to_those_of_a_place()
    {
        // Days of Beijing, eight hours ahead of UTC, begin at 16:00 in UTC.
        var rows = Rows(((16 * 3600) - 1, "a", 1), (16 * 3600, "a", 2));

        Assert.Equal(
            ["16:00:00 1", "16:00:00 2"],
            await Streamed.RowsAsync(TableStream.Of(rows, rowsPerBatch: 4)
                .Window(StreamWindow.Tumbling(TimeSpan.FromDays(1), TimeSpan.FromHours(-8)), Time)
                .Aggregate("TUMBLE_END() as e, SUM(x) as sum")));
    }

    [Fact]
    public async Task Times_may_be_milliseconds_and_then_so_are_the_windows()
    {
        var rows = Table.Of("time", -1L, 0L, 999L, 1000L);

        Assert.Equal(
            ["-1000 -1 1", "0 999 2", "1000 1999 1"],
            await Streamed.RowsAsync(TableStream.Of(rows, rowsPerBatch: 4)
                .Window(StreamWindow.Tumbling(TimeSpan.FromSeconds(1)), Time)
                .Aggregate("TUMBLE_START() as s, TUMBLE_ROWTIME() as e, COUNT(*) as n")));
    }

    [Fact]
    public async Task A_row_is_late_by_the_rows_before_it_and_comes_out_beside()
    {
        // The watermark is 5 s behind: after 65 it is at 60, which ends the first minute.
        var rows = Rows((58, "a", 1), (64, "a", 2), (59, "a", 4), (65, "a", 8), (57, "a", 16), (3, "a", 32));
        foreach (var rowsPerBatch in (int[])[1, 2, 6])
        {
            var stream = TableStream.Of(rows, rowsPerBatch)
                .Window(StreamWindow.Tumbling(TimeSpan.FromMinutes(1)), Time with { OutOfOrderness = TimeSpan.FromSeconds(5) })
                .Aggregate("TUMBLE_START() as s, SUM(x) as sum");
            var (main, late) = await Streamed.RowsAsync(stream, "late");

            Assert.Equal(["2026-03-01 5", "00:01:00 10"], main);
            Assert.Equal(["00:00:57 a 16", "00:00:03 a 32"], late);
        }
    }

    [Fact]
    public async Task A_row_that_is_late_and_allowed_computes_its_window_again()
    {
        var rows = Rows((10, "a", 1), (60, "a", 2), (20, "a", 4), (69, "a", 8), (30, "a", 16), (70, "a", 32), (40, "a", 64));
        var stream = TableStream.Of(rows, rowsPerBatch: 3)
            .Window(StreamWindow.Tumbling(TimeSpan.FromMinutes(1)), Time, allowedLateness: TimeSpan.FromSeconds(10))
            .Aggregate("TUMBLE_START() as s, SUM(x) as sum");

        var (main, late) = await Streamed.RowsAsync(stream, "late");

        Assert.Equal(["2026-03-01 1", "2026-03-01 5", "2026-03-01 21", "00:01:00 42"], main);
        Assert.Equal(["00:00:40 a 64"], late);
    }

    [Fact]
    public async Task Sessions_end_where_no_row_comes_for_a_gap_and_merge_where_one_comes_between()
    {
        var rows = Rows((0, "a", 1), (18, "a", 2), (9, "a", 4), (28, "a", 8), (40, "b", 16));

        Assert.Equal(
            ["a 2026-03-01 00:00:28 7", "a 00:00:28 00:00:38 8", "b 00:00:40 00:00:50 16"],
            await Streamed.RowsAsync(TableStream.Of(rows, rowsPerBatch: 2)
                .Window(StreamWindow.Session(TimeSpan.FromSeconds(10)), Time with { OutOfOrderness = TimeSpan.FromSeconds(10) }, ["key"])
                .Aggregate("SESSION_START() as s, SESSION_END() as e, SUM(x) as sum")));
    }

    [Fact]
    public async Task A_session_that_a_late_row_prolongs_ends_once_more()
    {
        // [0, 10) is computed at 12; the row at 8 comes late but allowed, and the session lasts to 18.
        var rows = Rows((0, "a", 1), (12, "b", 2), (8, "a", 4), (18, "b", 8), (200, "b", 16));

        Assert.Equal(
            ["a 00:00:10 1", "a 00:00:18 5", "b 00:00:28 10", "b 00:03:30 16"],
            await Streamed.RowsAsync(TableStream.Of(rows, rowsPerBatch: 5)
                .Window(StreamWindow.Session(TimeSpan.FromSeconds(10)), Time, ["key"], TimeSpan.FromSeconds(100))
                .Aggregate("SESSION_END() as e, SUM(x) as sum")));
    }

    [Fact]
    public async Task Windows_of_rows_end_with_their_last_row_and_the_stream_ends_those_left()
    {
        var rows = Rows((0, "a", 1), (0, "b", 2), (0, "a", 4), (0, "a", 8), (0, "b", 16), (0, "b", 32), (0, "a", 64));

        Assert.Equal(
            ["a 5", "b 18", "a 72", "b 32"],
            await Streamed.RowsAsync(TableStream.Of(rows, rowsPerBatch: 3)
                .Window(StreamWindow.Count(2), keys: ["key"]).Aggregate("SUM(x) as sum")));
        Assert.Equal(
            ["1", "5", "13", "76", "72", "64"], // The last two are those that the end of the stream cuts off.
            await Streamed.RowsAsync(TableStream.Of(rows.Where<string>("key", key => key == "a"), rowsPerBatch: 3)
                .Window(StreamWindow.Count(3, 1)).Aggregate("SUM(x) as sum")));
    }

    [Fact]
    public async Task A_global_window_is_computed_when_the_stream_ends() => Assert.Equal(
        ["a 5 2", "b 2 1"],
        await Streamed.RowsAsync(TableStream.Of(Rows((0, "b", 2), (0, "a", 1), (0, "a", 4)), rowsPerBatch: 1)
            .Window(StreamWindow.Global, keys: ["key"]).Aggregate("SUM(x) as sum, COUNT(*) as n")));

    [Fact]
    public async Task Any_fold_is_computed_of_a_window()
    {
        var rows = Rows((0, "a", 1), (59, "a", 3), (60, "a", 4));
        var output = new Schema(new Field("start", DataType.DateTimeOffset), new Field("x", DataType.Double));
        var stream = TableStream.Of(rows, rowsPerBatch: 3).Window(StreamWindow.Tumbling(TimeSpan.FromMinutes(1)), Time, ["key"]).Fold(
            new Collect(),
            output,
            (list, span) => Table.Of("start", [.. list.Select(_ => span.Start!.Value)]).With("x", list.ToArray()));

        Assert.Equal(["a 2026-03-01 1", "a 2026-03-01 3", "a 00:01:00 4"], await Streamed.RowsAsync(stream));
    }

    [Fact]
    public void Sessions_need_what_merges() => Assert.Contains(
        "IAggregator",
        Assert.Throws<ArgumentException>(() => TableStream.Of(Rows((0, "a", 1)), 1)
            .Window(StreamWindow.Session(TimeSpan.FromSeconds(1)), Time)
            .Fold(new Collect(), new Schema(), (_, _) => Table.Empty(new Schema()))).Message);

    [Fact]
    public void Windows_that_leave_rows_between_them_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(
        () => StreamWindow.Sliding(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));

    [Fact]
    public void Windows_of_time_need_times()
    {
        var stream = TableStream.Of(Rows((0, "a", 1)), 1);

        Assert.Throws<ArgumentException>(() => stream.Window(StreamWindow.Tumbling(TimeSpan.FromSeconds(1))));
        Assert.Contains("'key' holds String", Assert.Throws<SchemaException>(() => stream
            .Window(StreamWindow.Tumbling(TimeSpan.FromSeconds(1)), "key").Aggregate("COUNT(*) as n")).Message);
    }

    [Fact]
    public async Task A_row_without_a_time_is_refused_by_its_number()
    {
        var rows = Table.Of<DateTimeOffset?>("time", Day, null);

        Assert.Contains("'time' has no value in row 1", (await Assert.ThrowsAsync<RowException>(() => Streamed.RowsAsync(
            TableStream.Of(rows, 2).Window(StreamWindow.Tumbling(TimeSpan.FromSeconds(1)), Time).Aggregate("COUNT(*) as n")))).Message);
    }

    internal static Table Rows(params (int Second, string Key, int X)[] rows) => Table
        .Of("time", [.. rows.Select(row => Day.AddSeconds(row.Second))])
        .With("key", [.. rows.Select(row => row.Key)])
        .With("x", [.. rows.Select(row => row.X)]);

    sealed class Collect : IFold<List<double>>
    {
        public List<double> Start(Schema schema) => [];

        public List<double> Update(List<double> state, Table batch)
        {
            state.AddRange(batch.Values<int>("x").ToArray().Select(x => (double)x));
            return state;
        }
    }
}
