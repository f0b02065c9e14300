using Alink.Runtime;

namespace Alink.Tests.Runtime.Streams;

public class EventTimeTest
{
    static readonly EventTime Time = "time";

    [Fact]
    public async Task The_watermark_is_that_of_the_partition_that_is_behind()
    {
        // Partition b is read after a, and its rows are not late, although those of a are much later.
        var source = new ListedSource([("a", Rows(0, 100)), ("b", Rows(1, 61))], [("a", Rows(101)), ("b", Rows(121))]);
        var (main, late) = await Streamed.RowsAsync(Minutes(TableStream.From(source), Time), "late");

        Assert.Equal(["1970-01-01 2", "00:01:00 3", "00:02:00 1"], main);
        Assert.Empty(late);
    }

    [Fact]
    public async Task Sources_with_partitions_of_one_name_do_not_take_each_other_s_watermark()
    {
        var late = TableStream.Union(TableStream.Of(Rows(0, 100), 1), TableStream.Of(Rows(1, 61), 1));

        Assert.Equal(["1970-01-01 2", "00:01:00 2"], await Streamed.RowsAsync(Minutes(late, Time)));
    }

    [Fact]
    public async Task A_partition_that_is_idle_for_too_long_holds_nothing_back_until_it_has_rows_again()
    {
        var clock = new ManualTime();
        var idle = Time with { Idle = TimeSpan.FromMinutes(5) };
        var source = new ListedSource(
            [("a", Rows(0)), ("b", Rows(1))], [("a", Rows(70))], [("a", Rows(130))], [("b", Rows(2, 140))], [("a", Rows(200)), ("b", Rows(190))]);
        var stream = Minutes(TableStream.From(source), idle);
        var sink = new EpochSink { Then = () => clock.Advance(TimeSpan.FromMinutes(3)) };
        var late = new ListSink();

        await new StreamJob { Options = new() { Time = clock } }
            .Write(TableStream.Union(stream, stream.Side("late").Select(_ => Table.Empty(stream.Schema))), sink)
            .Write(stream.Side("late"), late).Write(TableStream.From(source).Select(Ticks), sink).RunAsync();

        // At the third epoch b has been silent for 6 minutes: the first two minutes are computed; b's next row is late.
        Assert.Equal(["3: 1970-01-01 2", "3: 00:01:00 1", "5: 00:02:00 2", "5: 00:03:00 2"], sink.Rows.Where(row => !row.EndsWith(" tick", StringComparison.Ordinal)));
        Assert.Equal(["00:00:02"], late.Rows);

        static Table Ticks(Table rows) => Table.Of("start", [.. rows.Rows.Select(_ => DateTimeOffset.UnixEpoch)])
            .With("n", [.. rows.Rows.Select(_ => "tick")]);
    }

    [Fact]
    public async Task Idleness_is_heeded_where_no_rows_come_at_all()
    {
        var clock = new ManualTime();
        var source = new WaitingSource(Rows(0), Rows(70));
        var sink = new EpochSink();
        var job = new StreamJob
        {
            Options = new() { Time = clock, Trigger = StreamTrigger.Every(TimeSpan.FromMinutes(1)) },
        };
        var run = job.Write(Minutes(TableStream.From(source), Time with { Idle = TimeSpan.FromMinutes(3) }), sink).RunAsync();
        for (var minute = 0; minute < 5; minute++)
        {
            await clock.TimersAsync();
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        await sink.WrittenAsync;
        job.Stop();
        await run;

        Assert.Equal(["1970-01-01 1"], sink.Rows.Select(row => row[3..])); // Partition a has one row, and stays silent.
    }

    [Fact]
    public async Task Windows_of_windows_take_the_time_of_windows()
    {
        var source = new ListedSource([("a", Rows(0, 30, 100)), ("b", Rows(1, 61, 200))]);
        var perMinute = Minutes(TableStream.From(source), Time);

        var perHour = perMinute.Window(StreamWindow.Tumbling(TimeSpan.FromHours(1)), "start").Aggregate("SUM(n) as n, COUNT(*) as minutes");

        Assert.Equal(["6 3"], await Streamed.RowsAsync(perHour));
    }

    [Fact]
    public async Task The_watermark_and_late_rows_are_reported()
    {
        var progress = new Reports();
        await Streamed.RowsAsync(
            Minutes(TableStream.Of(Rows(0, 100, 3), 1), Time with { OutOfOrderness = TimeSpan.FromSeconds(10) }),
            new() { Progress = progress });

        Assert.Equal(90_000, progress.Last!.Values["watermark"]);
        Assert.Equal(1, progress.Last.Values["late rows"]);
    }

    [Fact]
    public async Task A_stop_leaves_windows_open_and_the_next_run_goes_on_with_them()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var sink = new EpochSink();
        StreamJob Job() => new StreamJob { Options = new() { Checkpoints = folder } }.Write(
            Minutes(TableStream.From(new ListedSource([("a", Rows(0))], [("a", Rows(30))], [("a", Rows(61))])), Time), sink);
        var first = Job();
        first.Stop();
        await first.RunAsync();
        Assert.Empty(sink.Rows);

        await Job().RunAsync();

        Assert.Equal(["3: 1970-01-01 2", "3: 00:01:00 1"], sink.Rows);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Windows_of_other_settings_do_not_go_on_from_a_checkpoint()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        Task Run(int seconds) => new StreamJob { Options = new() { Checkpoints = folder } }.Run(TableStream.Of(Rows(0), 1)
            .Window(StreamWindow.Tumbling(TimeSpan.FromSeconds(seconds)), Time).Aggregate("COUNT(*) as n")).RunAsync();
        await Run(60);

        Assert.Contains("another job", (await Assert.ThrowsAsync<DataFormatException>(() => Run(61))).Message);
        Directory.Delete(folder, recursive: true);
    }

    static TableStream Minutes(TableStream stream, EventTime time) => stream
        .Window(StreamWindow.Tumbling(TimeSpan.FromMinutes(1)), time).Aggregate("TUMBLE_START() as start, COUNT(*) as n");

    static Table Rows(params int[] seconds) =>
        Table.Of("time", [.. seconds.Select(second => DateTimeOffset.UnixEpoch.AddSeconds(second))]);

    sealed class Reports : IProgress<StreamProgress>
    {
        public StreamProgress? Last { get; private set; }

        public void Report(StreamProgress value) => Last = value;
    }

    /// <summary>Collects rows with the number of their epoch.</summary>
    sealed class EpochSink : IStreamSink
    {
        readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        long _last;

        public Action? Then { get; init; }

        public List<string> Rows { get; } = [];

        public Task WrittenAsync => _written.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public async ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
        {
            var list = new ListSink();
            await list.WriteAsync(epoch, rows, cancellation);
            Rows.AddRange(list.Rows.Select(row => $"{epoch}: {row}"));
            _written.TrySetResult();
            if (epoch != _last)
            {
                Then?.Invoke();
            }

            _last = epoch;
        }
    }

    /// <summary>Two partitions: one with a row, and one with a later row; and then nothing comes, without an end.</summary>
    sealed class WaitingSource(Table silent, Table last) : IStreamSource
    {
        public Schema Schema => silent.Schema;

        public ValueTask<StreamPlan> PlanAsync(
            IReadOnlyDictionary<string, long> positions, long rows, CancellationToken cancellation) =>
            new(new StreamPlan(positions.Count > 0 ? (positions["b"] == 1 ? [new("b", 1, 2, 1)] : [])
                : [new("a", 0, 1, 1), new("b", 0, 1, 1)]));

        public IEnumerable<Table> Read(StreamRange range, CancellationToken cancellation) =>
            [range.Partition == "a" ? silent : last];

        public async ValueTask WaitAsync(TimeProvider time, CancellationToken cancellation) =>
            await Task.Delay(Timeout.Infinite, cancellation);
    }
}
