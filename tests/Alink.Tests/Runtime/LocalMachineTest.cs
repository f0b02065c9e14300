using System.Diagnostics;
using Alink.Runtime;

namespace Alink.Tests.Runtime;

public class LocalMachineTest
{
    /// <summary>Numbers of lanes around the powers of two, each with several numbers of workers.</summary>
    public static IEnumerable<object[]> LanesAndWorkers =>
        from lanes in new[] { 0, 1, 2, 3, 5, 63, 64, 65 }
        from workers in new[] { 1, 2, 7 }
        select new object[] { lanes, workers };

    [Fact]
    public async Task Five_lanes_merge_as_written_by_hand() => Assert.Equal(
        "(((0...+1...)+(2...+3...))+4...)",
        await Rows.Of(5).AggregateAsync(new Spelling(), Rows.On(new LocalMachine(1))));

    [Theory]
    [MemberData(nameof(LanesAndWorkers))]
    public async Task A_pass_merges_in_the_tree_whatever_the_workers(int lanes, int workers) => Assert.Equal(
        Spelling.Expected(lanes),
        await Rows.Of(lanes).AggregateAsync(new Spelling(), Rows.On(new LocalMachine(workers))));

    [Theory]
    [MemberData(nameof(LanesAndWorkers))]
    public async Task Residents_merge_in_the_tree_whatever_the_workers(int lanes, int workers)
    {
        var residents = await Rows.Of(lanes).ResideAsync(
            batches => batches.Aggregate("", new Spelling().Update), _ => 0, Rows.On(new LocalMachine(workers)));

        Assert.Equal(lanes, residents.Lanes);
        Assert.Equal(Spelling.Expected(lanes), await residents.AggregateAsync(
            () => "",
            (state, lane, text) => state + (text.StartsWith($"{lane}", StringComparison.Ordinal) ? text : "?"),
            new Spelling().Merge));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task The_failure_of_the_lowest_lane_is_thrown_as_it_is(int workers)
    {
        using var later = new ManualResetEventSlim(initialState: workers == 1);
        var rows = Rows.Of(20, (lane, _) =>
        {
            if (lane == 3)
            {
                later.Set();
                throw new InvalidOperationException("lane 3");
            }

            if (lane == 2)
            {
                later.Wait(); // Lane 3 has failed before lane 2 does.
                throw new TrainingException("lane 2");
            }
        });

        var failure = await Assert.ThrowsAsync<TrainingException>(
            async () => await rows.AggregateAsync(new Spelling(), Rows.On(new LocalMachine(workers))));

        Assert.Equal("lane 2", failure.Message);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(5, 2)]
    public async Task A_cancelled_pass_reads_no_further_batch(int lanes, int workers)
    {
        using var source = new CancellationTokenSource();
        var (read, after) = (0, 0);
        var rows = Rows.Of(lanes, (_, _) =>
        {
            Interlocked.Add(ref after, source.IsCancellationRequested ? 1 : 0);
            if (Interlocked.Increment(ref read) == 1)
            {
                source.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await rows.AggregateAsync(new Spelling(), Rows.On(new LocalMachine(workers), source.Token)));
        Assert.True(after < workers, $"{after} batches were begun after the end.");
    }

    [Fact]
    public async Task A_pass_cancelled_before_it_begins_reads_nothing()
    {
        var rows = Rows.Of(3, (_, _) => Assert.Fail("A batch was read."));

        var context = Rows.On(LocalMachine.Default, new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await rows.AggregateAsync(new Spelling(), context));
    }

    [Fact]
    public async Task The_context_learns_the_rows_of_a_pass()
    {
        var context = Rows.On(new LocalMachine(2));

        await Rows.Of(5).AggregateAsync(new Spelling(), context);
        Assert.Equal(20, context.Rows);
        await Rows.Of(7).ResideAsync(batches => batches.Count(), _ => 0, context);
        Assert.Equal(28, context.Origin().Rows);
    }

    [Fact]
    public async Task A_long_pass_tells_how_far_it_is()
    {
        var heard = new List<TrainingProgress>();
        var context = Rows.On(new LocalMachine(2)) with { Progress = new Listener(heard.Add) };
        context.Report(3, 0.5);

        await Table.Of(Rows.Number, new int[400_000]).AggregateAsync(new Counting(), context);

        Assert.Equal(new(Stage: "", 3, 0.5, 0), heard[0]);
        Assert.Equal(3, heard.Count - 1); // 400,000 / 2^17.
        Assert.All(heard.Skip(1), progress => Assert.Equal(0.5, progress.Loss));
        Assert.All(heard.Skip(1), progress => Assert.InRange(progress.Rows, 1 << 17, 400_000));
    }

    [Fact]
    public async Task A_pass_over_one_lane_stays_on_its_thread_and_costs_microseconds()
    {
        const int passes = 2_000;
        var rows = Table.Of(Rows.Number, 1, 2, 3);
        var context = Rows.On(new LocalMachine(8));
        var thread = Environment.CurrentManagedThreadId;
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var clock = Stopwatch.StartNew();
            for (var pass = 0; pass < passes; pass++)
            {
                Assert.Equal(3, await rows.AggregateAsync(new Counting(), context));
            }

            best = clock.Elapsed < best ? clock.Elapsed : best;
        }

        Assert.Equal(thread, Environment.CurrentManagedThreadId);
        Assert.True(best / passes < TimeSpan.FromMicroseconds(50), $"A pass took {best / passes}.");
    }

    sealed class Listener(Action<TrainingProgress> heard) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => heard(value);
    }

    sealed class Counting : IAggregator<long>
    {
        public long Start(Schema schema) => 0;

        public long Update(long state, Table batch) => state + batch.RowCount;

        public long Merge(long left, long right) => left + right;
    }
}
