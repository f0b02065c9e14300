using Alink.Runtime;
using CsCheck;
using static Alink.Tests.Runtime.Streams.WindowTest;

namespace Alink.Tests.Runtime.Streams;

public sealed class WindowCutsTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Any_cut_of_the_rows_gives_the_windows_that_a_plain_computation_gives()
    {
        var row = Gen.Select(Gen.Int[0, 120], Gen.Int[0, 2].Select(k => "abc"[k..(k + 1)]), Gen.Int[0, 3]);
        var cases = Gen.Select(row.List[1, 60], Gen.Int[1, 30], Gen.Int[1, 30], Gen.Int[0, 20], Gen.Int[1, 60], Gen.Bool);
        cases.Sample(
            (rows, size, slide, delay, rowsPerBatch, isSession) =>
            {
                slide = Math.Min(size, slide);
                var table = WindowTest.Rows([.. rows.Select(r => (r.Item1, r.Item2, 1 << r.Item3))]);
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
            return WindowTest.Rows([.. Enumerable.Range(0, 600)
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
}
