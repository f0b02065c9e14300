using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Streams;

public sealed class AsyncSourceTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Records_become_rows() => Assert.Equal(
        ["0 a0", "1 a1", "2 a2"], await Streamed.RowsAsync(TableStream.From(Count(0, 3))));

    [Fact]
    public async Task Tables_become_rows_of_which_each_epoch_has_as_many_as_its_trigger_says()
    {
        var sink = new Epochs();
        await new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(4) } }
            .Write(TableStream.From(Table.Of("x", 0).Schema, Tables()), sink).RunAsync();

        Assert.Equal(["0 1 2 3", "4 5 6 7", "8 9"], sink.Values);

        static async IAsyncEnumerable<Table> Tables()
        {
            foreach (var (first, count) in ((int, int)[])[(0, 3), (3, 0), (3, 6), (9, 1)])
            {
                await Task.Yield();
                yield return Table.Of("x", [.. Enumerable.Range(first, count)]);
            }
        }
    }

    [Fact]
    public async Task A_burst_of_rows_waits_its_turn_and_none_is_asked_for_before_it_is_needed()
    {
        var taken = 0;
        var sink = new Epochs();
        sink.Before = epoch => Assert.Equal(Math.Min(95, 10 * epoch), taken); // Those of this epoch, and no more.
        await new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(10) } }
            .Write(TableStream.From(Burst()), sink).RunAsync();

        Assert.Equal(10, sink.Values.Count);
        Assert.Equal(string.Join(' ', Enumerable.Range(90, 5)), sink.Values[^1]);

        async IAsyncEnumerable<Number> Burst()
        {
            for (; taken < 95;)
            {
                yield return new(taken++, "");
            }

            await Task.CompletedTask;
        }
    }

    [Fact]
    public async Task It_waits_until_rows_come_and_a_stop_takes_those_that_came()
    {
        var channel = Channel.CreateUnbounded<Number>();
        var sink = new Epochs();
        var job = new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(2) } };
        var run = job.Write(TableStream.From(channel.Reader.ReadAllAsync()), sink).RunAsync();
        channel.Writer.TryWrite(new(1, "a"));
        channel.Writer.TryWrite(new(2, "b"));
        await sink.WrittenAsync();
        channel.Writer.TryWrite(new(3, "c"));
        job.Stop();
        await run;

        Assert.Equal("1 2", sink.Values[0]);
        Assert.InRange(sink.Values.Count, 1, 2); // The third came before the stop, or it did not.
        Assert.False(channel.Reader.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_part_of_an_epoch_is_flushed_by_a_stop()
    {
        var source = new Signalled(AsyncSource.Of(Count(0, 3, thenWaits: true)));
        var sink = new Epochs();
        var job = new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(100), Checkpoints = _folder } };
        var run = job.Write(TableStream.From(source), sink).RunAsync();
        await source.WaitsAsync();
        Assert.Empty(sink.Values);
        job.Stop();
        await run;

        Assert.Equal(["0 1 2"], sink.Values);
    }

    [Fact]
    public async Task A_time_that_the_trigger_gives_begins_an_epoch_with_the_rows_there_are()
    {
        var clock = new ManualTime();
        var source = new Signalled(AsyncSource.Of(Count(0, 3, thenWaits: true)));
        var sink = new Epochs();
        var job = new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(100, TimeSpan.FromSeconds(10)), Time = clock } };
        var run = job.Write(TableStream.From(source), sink).RunAsync();
        await clock.TimersAsync();
        clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Empty(sink.Values);
        clock.Advance(TimeSpan.FromSeconds(1));
        await sink.WrittenAsync();
        job.Stop();
        await run;

        Assert.Equal(["0 1 2"], sink.Values);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_crash_rows_come_again_only_from_a_function_that_begins_at_a_position(bool replays)
    {
        var sink = new Epochs { FailAt = 3 };
        var first = replays ? AsyncSource.Of(from => Count((int)from, 10 - (int)from)) : AsyncSource.Of(Count(0, 10));
        await Assert.ThrowsAsync<IOException>(() => Job(first).RunAsync()); // The third epoch stands in a checkpoint.
        sink.FailAt = -1;
        var again = replays ? AsyncSource.Of(from => Count((int)from, 10 - (int)from)) : AsyncSource.Of(Count(6, 4));

        await Job(again).RunAsync();

        Assert.Equal(["0 1", "2 3", "4 5", "6 7", "8 9"], sink.Values);

        StreamJob Job(AsyncSource source) =>
            new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(2), Checkpoints = _folder } }
                .Write(TableStream.From(source), sink);
    }

    [Fact]
    public async Task An_epoch_that_was_planned_before_a_crash_has_the_same_rows_after_it()
    {
        var fails = true;
        var sink = new Epochs();
        await Assert.ThrowsAsync<IOException>(() => Job().RunAsync());
        Assert.Equal(["0 1 2"], sink.Values);
        fails = false;

        await Job().RunAsync();

        Assert.Equal(["0 1 2", "3 4 5", "6 7 8", "9"], sink.Values);

        StreamJob Job() => new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(3), Checkpoints = _folder } }
            .Write(
                TableStream.From(AsyncSource.Of(from => Count((int)from, 10 - (int)from)))
                    .Select(rows => fails && rows.RowCount > 0 && rows.Values<int>("x")[0] == 3 ? throw new IOException() : rows),
                sink);
    }

    [Fact]
    public async Task It_has_not_ended_while_rows_are_left_that_were_taken_before()
    {
        var source = AsyncSource.Of(Count(0, 3));
        var none = new Dictionary<string, long>();

        Assert.True((await source.PlanAsync(none, 10, default)).HasEnded);
        Assert.False((await source.PlanAsync(none, 2, default)).HasEnded);
    }

    [Fact]
    public async Task A_source_that_is_disposed_of_ends_its_enumerable()
    {
        var ended = false;
        var source = AsyncSource.Of(Waits());
        var signalled = new Signalled(source);
        var job = new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(100) } };
        var run = job.Write(TableStream.From(signalled), new Epochs()).RunAsync();
        await signalled.WaitsAsync();
        job.Stop();
        await run;
        Assert.False(ended);

        await source.DisposeAsync();

        Assert.True(ended);

        async IAsyncEnumerable<Number> Waits([EnumeratorCancellation] CancellationToken cancellation = default)
        {
            try
            {
                yield return new(1, "a");
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            finally
            {
                ended = true;
            }
        }
    }

    [Fact]
    public async Task An_error_of_the_enumerable_is_the_job_s()
    {
        var stream = TableStream.From(Fails());

        Assert.Equal("The line is dead.", (await Assert.ThrowsAsync<IOException>(() => Streamed.RowsAsync(stream))).Message);

        static async IAsyncEnumerable<Number> Fails()
        {
            yield return new(1, "a");
            await Task.Yield();
            throw new IOException("The line is dead.");
        }
    }

    [Fact]
    public async Task A_rate_is_kept_by_the_clock_and_rows_that_were_not_read_in_time_follow()
    {
        var clock = new ManualTime();
        var sink = new Epochs();
        var source = new TableSource(Table.Of("x", [.. Enumerable.Range(0, 12)])).AtRate(2, clock);
        var run = new StreamJob { Options = new() { Time = clock } }.Write(TableStream.From(source), sink).RunAsync();
        foreach (var (seconds, rows) in ((double, int)[])[(0.5, 1), (0.5, 2), (2, 6), (3, 12)])
        {
            await clock.TimersAsync();
            clock.Advance(TimeSpan.FromSeconds(seconds));
            await sink.RowsAsync(rows);
            Assert.Equal(rows, sink.Count);
        }

        await run;
    }

    sealed record Number(int X, string Name);

    static async IAsyncEnumerable<Number> Count(int first, int count, bool thenWaits = false)
    {
        for (var x = first; x < first + count; x++)
        {
            yield return new(x, $"a{x}");
        }

        if (thenWaits)
        {
            await Task.Delay(Timeout.Infinite);
        }
    }

    /// <summary>Tells when it is waited for.</summary>
    sealed class Signalled(AsyncSource source) : IStreamSource
    {
        readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Schema Schema => source.Schema;

        public Task WaitsAsync() => _waits.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public ValueTask<StreamPlan> PlanAsync(IReadOnlyDictionary<string, long> positions, long rows, CancellationToken cancellation) =>
            source.PlanAsync(positions, rows, cancellation);

        public IEnumerable<Table> Read(StreamRange range, CancellationToken cancellation) => source.Read(range, cancellation);

        public ValueTask WaitAsync(TimeProvider time, CancellationToken cancellation)
        {
            _waits.TrySetResult();
            return source.WaitAsync(time, cancellation);
        }
    }

    /// <summary>Collects the values of the first column, epoch by epoch.</summary>
    sealed class Epochs : IStreamSink
    {
        readonly SemaphoreSlim _written = new(0);
        readonly SortedDictionary<long, string> _values = [];

        public List<string> Values => [.. _values.Values];

        public int Count { get; private set; }

        public long FailAt { get; set; } = -1;

        public Action<long>? Before { get; set; }

        public async Task WrittenAsync() => Assert.True(await _written.WaitAsync(TimeSpan.FromSeconds(30)));

        public async Task RowsAsync(int rows)
        {
            while (Count < rows)
            {
                await WrittenAsync();
            }
        }

        public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
        {
            Before?.Invoke(epoch);
            if (epoch == FailAt)
            {
                throw new IOException("The disk is full.");
            }

            _values[epoch] = string.Join(' ', rows.SelectMany(table => table.Rows.Select(row => row[table.Schema.Fields[0].Name])));
            Count += rows.Sum(table => table.RowCount);
            _written.Release();
            return default;
        }
    }
}
