using Alink.Runtime;

namespace Alink.Tests.Runtime.Streams;

public class LookUpTest
{
    static readonly Table Ids = Table.Of("id", [.. Enumerable.Range(0, 6)]);

    [Fact]
    public async Task Answers_come_in_the_order_of_the_rows_whatever_the_order_in_which_they_are_given()
    {
        var store = new Store();
        var run = Streamed.RowsAsync(TableStream.Of(Ids, rowsPerBatch: 2).LookUpAsync(store.AskAsync));
        await store.AskedAsync(6); // Across batches.
        foreach (var id in (int[])[3, 5, 1, 0, 4, 2])
        {
            store.Answer(id);
        }

        Assert.Equal(["0 name 0", "1 name 1", "2 name 2", "3 name 3", "4 name 4", "5 name 5"], await run);
    }

    [Fact]
    public async Task Without_order_answers_come_as_they_are_given()
    {
        var store = new Store();
        var run = Streamed.RowsAsync(TableStream.Of(Ids, rowsPerBatch: 2)
            .LookUpAsync(store.AskAsync, new LookUp { IsOrdered = false, Capacity = 3 }));
        await store.AskedAsync(3);
        store.Answer(2);
        await store.AskedAsync(4);
        store.Answer(3);
        await store.AskedAsync(5);
        store.Answer(1);
        await store.AskedAsync(6);
        foreach (var id in (int[])[0, 4, 5])
        {
            store.Answer(id);
        }

        var rows = await run;
        Assert.Equal(["2 name 2", "3 name 3", "1 name 1"], rows[..3]);
        Assert.Equal(["0 name 0", "4 name 4", "5 name 5"], rows[3..].Order());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_more_requests_are_on_their_way_than_there_is_capacity_for(bool isOrdered)
    {
        var store = new Store();
        var run = Streamed.RowsAsync(TableStream.Of(Ids, rowsPerBatch: 6)
            .LookUpAsync(store.AskAsync, new LookUp { IsOrdered = isOrdered, Capacity = 2 }));
        for (var id = 0; id < 6; id++)
        {
            await store.AskedAsync(Math.Min(6, id + 2));
            store.Answer(id);
        }

        await run;
        Assert.Equal(2, store.Most);
    }

    [Fact]
    public async Task All_are_answered_by_the_end_of_an_epoch()
    {
        var store = new Store();
        var sink = new ListSink();
        var run = new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(2) } }
            .Write(TableStream.Of(Ids, rowsPerBatch: 2).LookUpAsync(store.AskAsync), sink).RunAsync();
        for (var epoch = 0; epoch < 3; epoch++)
        {
            await store.AskedAsync((2 * epoch) + 2);
            Assert.Equal(2 * epoch, sink.Rows.Count);
            Assert.Equal((2 * epoch) + 2, store.Asked);
            store.Answer((2 * epoch) + 1);
            store.Answer(2 * epoch);
        }

        await run;
    }

    [Fact]
    public async Task A_record_that_is_not_there_leaves_its_columns_without_values()
    {
        var rows = TableStream.Of(Ids.Head(2), rowsPerBatch: 2).LookUpAsync(
            (row, _) => Task.FromResult(row.Get<int>("id") == 0 ? null : new { Name = "Ada", Age = 36 }));

        Assert.Equal(["0 - -", "1 Ada 36"], await Streamed.RowsAsync(rows));
    }

    [Fact]
    public async Task Several_rows_go_into_one_request_and_answers_have_any_number_of_rows()
    {
        List<int> sizes = [];
        var stream = TableStream.Of(Ids, rowsPerBatch: 4).LookUpAsync(
            (rows, _) =>
            {
                sizes.Add(rows.RowCount);
                return Task.FromResult(rows.Where<int>("id", id => id % 2 == 0));
            },
            Ids.Schema,
            new() { RowsPerRequest = 3 });

        Assert.Equal(["0", "2", "4"], await Streamed.RowsAsync(stream));
        Assert.Equal([3, 1, 2], sizes);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_fails_the_job_or_comes_out_beside()
    {
        foreach (var aside in (bool[])[false, true])
        {
            var (clock, store) = (new ManualTime(), new Store());
            var options = new LookUp { Timeout = TimeSpan.FromSeconds(10), SetsTimeoutsAside = aside, Time = clock };
            var run = Streamed.RowsAsync(TableStream.Of(Ids.Head(3), rowsPerBatch: 3).LookUpAsync(store.AskAsync, options), "timeout");
            await store.AskedAsync(3);
            store.Answer(0);
            store.Answer(2);
            await clock.TimersAsync();
            clock.Advance(TimeSpan.FromSeconds(10));
            if (aside)
            {
                var (main, late) = await run;
                Assert.Equal(["0 name 0", "2 name 2"], main);
                Assert.Equal(["1"], late);
            }
            else
            {
                Assert.Contains("within 00:00:10", (await Assert.ThrowsAsync<TimeoutException>(() => run)).Message);
            }
        }
    }

    [Fact]
    public async Task A_request_that_fails_is_made_again_after_waits_that_grow()
    {
        var clock = new ManualTime();
        List<double> asked = [];
        var options = new LookUp { Time = clock, Retry = RestartStrategy.Exponential(3) };
        var run = Streamed.RowsAsync(TableStream.Of(Ids.Head(1), rowsPerBatch: 1).LookUpAsync(Ask, options));
        foreach (var wait in (double[])[1, 1.5, 2.25])
        {
            await clock.TimersAsync(2); // The wait, and the limit of the whole.
            clock.Advance(TimeSpan.FromSeconds(wait));
        }

        Assert.Equal(["0 found"], await run);
        Assert.Equal([0, 1, 2.5, 4.75], asked);

        Task<Named?> Ask(Row row, CancellationToken cancellation)
        {
            asked.Add((clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalSeconds);
            return asked.Count < 4 ? throw new IOException("No connection.") : Task.FromResult<Named?>(new("found"));
        }
    }

    [Fact]
    public async Task Attempts_end_with_their_number_with_their_time_and_with_errors_that_stay()
    {
        var asked = 0;
        Task<Named?> Ask(Row row, CancellationToken cancellation)
        {
            asked++;
            throw new IOException("No connection.");
        }

        var stream = TableStream.Of(Ids.Head(1), rowsPerBatch: 1);
        var twice = new LookUp { Retry = RestartStrategy.Fixed(2, TimeSpan.Zero) };
        await Assert.ThrowsAsync<IOException>(() => Streamed.RowsAsync(stream.LookUpAsync(Ask, twice)));
        Assert.Equal(3, asked);
        await Assert.ThrowsAsync<IOException>(
            () => Streamed.RowsAsync(stream.LookUpAsync(Ask, twice with { RetryAfter = error => error is TimeoutException })));
        Assert.Equal(4, asked);

        var clock = new ManualTime();
        var run = Streamed.RowsAsync(stream.LookUpAsync(
            Ask, new LookUp { Time = clock, Timeout = TimeSpan.FromSeconds(5), Retry = RestartStrategy.Fixed(99, TimeSpan.FromSeconds(2)) }));
        for (var wait = 0; wait < 3; wait++)
        {
            await clock.TimersAsync(2);
            clock.Advance(TimeSpan.FromSeconds(2));
        }

        await Assert.ThrowsAsync<TimeoutException>(() => run);
        Assert.Equal(7, asked);
    }

    [Fact]
    public async Task A_job_that_goes_on_after_an_error_asks_again_about_the_whole_epoch()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var (failed, asked) = (false, 0);
        var options = new StreamOptions { Checkpoints = folder, Restart = RestartStrategy.Fixed(1, TimeSpan.Zero) };
        var rows = await Streamed.RowsAsync(TableStream.Of(Ids.Head(2), rowsPerBatch: 2).LookUpAsync(Ask), options);

        Assert.Equal(["0 x", "1 x"], rows);
        Assert.Equal(4, asked);
        Directory.Delete(folder, recursive: true);

        Task<Named?> Ask(Row row, CancellationToken cancellation)
        {
            asked++;
            if (!failed && row.Get<int>("id") == 1)
            {
                failed = true;
                throw new IOException("No connection.");
            }

            return Task.FromResult<Named?>(new("x"));
        }
    }

    [Fact]
    public async Task Rows_stay_with_their_partition()
    {
        static Table At(params int[] seconds) => Table.Of("time", [.. seconds.Select(second => DateTimeOffset.UnixEpoch.AddSeconds(second))]);
        var source = new ListedSource([("a", At(0, 100)), ("b", At(1, 61))]);
        var stream = TableStream.From(source)
            .LookUpAsync((rows, _) => Task.FromResult(rows), source.Schema)
            .Window(StreamWindow.Tumbling(TimeSpan.FromMinutes(1)), "time").Aggregate("COUNT(*) as n");

        var progress = new Reports();
        var (main, late) = await Streamed.RowsAsync(stream, "late", new() { Progress = progress });

        Assert.Equal(["2", "2"], main);
        Assert.Empty(late);
        Assert.Equal(61_000, progress.Values!["watermark"]); // That of b, which is behind.
    }

    sealed record Named(string Name);

    sealed class Reports : IProgress<StreamProgress>
    {
        public IReadOnlyDictionary<string, double>? Values { get; private set; }

        public void Report(StreamProgress value) => Values = value.Values;
    }

    /// <summary>Answers when it is told to.</summary>
    sealed class Store
    {
        readonly SortedDictionary<int, TaskCompletionSource<Named?>> _requests = [];
        readonly SemaphoreSlim _asked = new(0);
        int _open;

        public int Asked { get; private set; }

        public int Most { get; private set; }

        public Task<Named?> AskAsync(Row row, CancellationToken cancellation)
        {
            lock (_requests)
            {
                var answer = new TaskCompletionSource<Named?>(TaskCreationOptions.RunContinuationsAsynchronously);
                _requests.Add(row.Get<int>("id"), answer);
                Asked++;
                Most = Math.Max(Most, ++_open);
                _asked.Release();
                return answer.Task;
            }
        }

        public async Task AskedAsync(int count)
        {
            while (Asked < count)
            {
                Assert.True(await _asked.WaitAsync(TimeSpan.FromSeconds(30)));
            }
        }

        public void Answer(int id)
        {
            lock (_requests)
            {
                _open--;
                _requests[id].SetResult(new($"name {id}"));
            }
        }
    }
}
