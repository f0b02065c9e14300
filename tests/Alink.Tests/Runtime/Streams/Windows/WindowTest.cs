using Alink.Runtime;
using CsCheck;

namespace Alink.Tests.Runtime.Streams;

public sealed class WindowTest : IDisposable
{
    static readonly DateTimeOffset Day = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly EventTime Time = "time";

    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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

    [Fact]
    public void Any_cut_of_the_rows_gives_the_windows_that_a_plain_computation_gives()
    {
        var row = Gen.Select(Gen.Int[0, 120], Gen.Int[0, 2].Select(k => "abc"[k..(k + 1)]), Gen.Int[0, 3]);
        var cases = Gen.Select(row.List[1, 60], Gen.Int[1, 30], Gen.Int[1, 30], Gen.Int[0, 20], Gen.Int[1, 60], Gen.Bool);
        cases.Sample(
            (rows, size, slide, delay, rowsPerBatch, isSession) =>
            {
                slide = Math.Min(size, slide);
                var table = Rows([.. rows.Select(r => (r.Item1, r.Item2, 1 << r.Item3))]);
                var time = Time with { OutOfOrderness = TimeSpan.FromSeconds(delay) };
                var windows = isSession ? StreamWindow.Session(TimeSpan.FromSeconds(size))
                    : StreamWindow.Sliding(TimeSpan.FromSeconds(size), TimeSpan.FromSeconds(slide));
                var stream = TableStream.Of(table, rowsPerBatch).Window(windows, time, ["key"])
                    .Aggregate("TUMBLE_START() as s, TUMBLE_END() as e, SUM(x) as sum, COUNT(*) as n");
                var whole = TableStream.Of(table, rows.Count).Window(windows, time, ["key"])
                    .Aggregate("TUMBLE_START() as s, TUMBLE_END() as e, SUM(x) as sum, COUNT(*) as n");

                var (main, late) = Streamed.RowsAsync(stream, "late").GetAwaiter().GetResult();
                var (expected, expectedLate) = isSession ? PlainSessions(rows, size, delay) : Plain(rows, size, slide, delay);
                Assert.Equal(expected.Order(), main.Order());
                Assert.Equal(expectedLate, late.Length);
                Assert.Equal(Streamed.RowsAsync(whole).GetAwaiter().GetResult(), main);
            },
            iter: 150);
    }

    [Theory]
    [InlineData("sliding")]
    [InlineData("session")]
    [InlineData("count")]
    [InlineData("over")]
    [InlineData("distinct")]
    public async Task Any_cut_of_the_rows_gives_the_same_bytes_of_state(string kind)
    {
        var checkpoints = new List<byte[]>();
        foreach (var rowsPerBatch in (int[])[1, 7, 600])
        {
            var folder = Path.Combine(_folder, $"{rowsPerBatch}");
            var options = new StreamOptions
            {
                Trigger = StreamTrigger.EveryRows(500),
                Checkpoints = folder,
                Time = new ManualTime(),
            };
            await new StreamJob { Options = options }.Run(Operator(kind, TableStream.Of(Scattered, rowsPerBatch))).RunAsync();
            checkpoints.Add(await File.ReadAllBytesAsync(Directory.GetFiles(folder, "checkpoint-*").Min()!));
        }

        Assert.True(checkpoints[0].Length > 500);
        Assert.Equal(checkpoints[0], checkpoints[1]);
        Assert.Equal(checkpoints[0], checkpoints[2]);
    }

    [Theory]
    [InlineData("sliding")]
    [InlineData("session")]
    [InlineData("count")]
    [InlineData("over")]
    [InlineData("distinct")]
    public async Task A_job_that_goes_on_from_a_checkpoint_after_every_epoch_writes_what_one_that_runs_on_does(string kind)
    {
        var (expected, sink) = (new ListSink(), new ListSink());
        var options = new StreamOptions { Trigger = StreamTrigger.EveryRows(60) };
        await new StreamJob { Options = options }.Write(Operator(kind, TableStream.Of(Scattered, 7)), expected).RunAsync();
        for (var epoch = 0; epoch < 10; epoch++)
        {
            var job = new StreamJob { Options = options with { Checkpoints = _folder } };
            job.Write(Operator(kind, TableStream.Of(Scattered, 11)), sink).Stop();
            await job.RunAsync();
        }

        Assert.InRange(expected.Rows.Count, 50, 10_000);
        Assert.Equal(expected.Rows, sink.Rows);
    }

    static Table Scattered
    {
        get
        {
            var random = new Random(7);
            return Rows([.. Enumerable.Range(0, 600)
                .Select(i => ((i / 3) + random.Next(40), $"k{random.Next(5)}", random.Next(9)))]);
        }
    }

    static TableStream Operator(string kind, TableStream stream)
    {
        var time = Time with { OutOfOrderness = TimeSpan.FromSeconds(20) };
        var lateness = TimeSpan.FromSeconds(10);
        var aggregates = WindowAggregate.Parse("SUM(x) as s, MEDIAN(x) as m, LISTAGG(key) as l");
        return kind switch
        {
            "sliding" => stream
                .Window(StreamWindow.Sliding(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(20)), time, ["key"], lateness)
                .Aggregate(aggregates),
            "session" => stream.Window(StreamWindow.Session(TimeSpan.FromSeconds(4)), time, ["key"], lateness).Aggregate(aggregates),
            "count" => stream.Window(StreamWindow.Count(7, 3), keys: ["key"]).Aggregate(aggregates),
            "over" => stream.OverTime(TimeSpan.FromSeconds(9), aggregates, time, ["key"]),
            _ => stream.KeyBy(["key", "x"], time).Distinct(TimeSpan.FromSeconds(10)),
        };
    }

    static (List<string> Rows, int Late) Plain(List<(int Time, string Key, int X)> rows, int size, int slide, int delay)
    {
        var (latest, late) = (int.MinValue, 0);
        var windows = new Dictionary<(string, int), List<int>>();
        foreach (var (time, key, x) in rows)
        {
            var any = false;
            for (var start = (-40 * slide) - (int)(Day.ToUnixTimeSeconds() % slide); start <= time; start += slide)
            {
                if (time < start + size && (latest == int.MinValue || latest - delay < start + size))
                {
                    any = true;
                    windows.TryAdd((key, start), []);
                    windows[(key, start)].Add(1 << x);
                }
            }

            late += any ? 0 : 1;
            latest = Math.Max(latest, time);
        }

        return ([.. windows.Select(w => Shown(w.Key.Item1, w.Key.Item2, w.Key.Item2 + size, w.Value))], late);
    }

    static (List<string> Rows, int Late) PlainSessions(List<(int Time, string Key, int X)> rows, int gap, int delay)
    {
        var (latest, late) = (-10_000, 0);
        var open = new List<(string Key, int Start, int End, List<int> Values)>();
        var done = new List<string>();
        foreach (var (time, key, x) in rows)
        {
            var touched = open.Where(s => s.Key == key && s.End > latest - delay && time < s.End && s.Start < time + gap).ToList();
            if (touched.Count == 0 && time + gap <= latest - delay)
            {
                late++;
            }
            else
            {
                open.RemoveAll(touched.Contains);
                open.Add((key, touched.Select(s => s.Start).Append(time).Min(), touched.Select(s => s.End).Append(time + gap).Max(),
                    [.. touched.SelectMany(s => s.Values), 1 << x]));
            }

            latest = Math.Max(latest, time);
        }

        return ([.. open.Select(s => Shown(s.Key, s.Start, s.End, s.Values))], late);
    }

    static string Shown(string key, int start, int end, List<int> values) =>
        $"{key} {Moment(start)} {Moment(end)} {values.Sum()} {values.Count}";

    static string Moment(int second)
    {
        var time = Day.AddSeconds(second);
        return time.ToString(time.TimeOfDay == default ? "yyyy-MM-dd" : "HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
    }

    static Table Rows(params (int Second, string Key, int X)[] rows) => Table
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
