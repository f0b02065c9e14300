using Alink.Runtime;

namespace Alink.Tests.Runtime.Streams;

public class BackPressureTest
{
    [Fact]
    public async Task A_slow_sink_holds_the_source_back_and_nothing_is_dropped()
    {
        var source = new Counting(new TableSource(Table.Of("x", [.. Enumerable.Range(0, 50)])) { RowsPerBatch = 2 });
        var sink = new Slow();
        var run = new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(10) } }
            .Write(TableStream.From(source), sink).RunAsync();
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            await sink.CalledAsync();
            Assert.Equal(epoch, source.Plans); // No epoch is even planned while one is written,
            Assert.Equal(10 * epoch, source.Rows); // and no row read that is not of it.
            sink.Go();
        }

        await run;
        Assert.Equal(Enumerable.Range(0, 50), sink.Values);
    }

    [Fact]
    public async Task A_slow_sink_holds_the_other_sinks_of_its_job_back_as_well()
    {
        var (slow, quick) = (new Slow(), new ListSink());
        var numbers = TableStream.Of(Table.Of("x", [.. Enumerable.Range(0, 30)]), 5);
        var run = new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(10) } }
            .Write(numbers, quick).Write(numbers, slow).RunAsync();
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            await slow.CalledAsync();
            Assert.Equal(10 * epoch, quick.Rows.Count);
            slow.Go();
        }

        await run;
    }

    [Fact]
    public async Task A_burst_beyond_the_most_rows_of_an_epoch_is_taken_in_several()
    {
        var epochs = new List<int>();
        var sink = new Slow { Written = epochs.Add, Free = true };
        await new StreamJob { Options = new() { Trigger = new StreamTrigger { MostRows = 8 } } }
            .Write(TableStream.Of(Table.Of("x", [.. Enumerable.Range(0, 20)]), 3), sink).RunAsync();

        Assert.Equal([8, 8, 4], epochs);
        Assert.Equal(Enumerable.Range(0, 20), sink.Values);
    }

    /// <summary>Counts plans and the rows read.</summary>
    sealed class Counting(IStreamSource source) : IStreamSource
    {
        public int Plans { get; private set; }

        public int Rows { get; private set; }

        public Schema Schema => source.Schema;

        public ValueTask<StreamPlan> PlanAsync(IReadOnlyDictionary<string, long> positions, long rows, CancellationToken cancellation)
        {
            Plans++;
            return source.PlanAsync(positions, rows, cancellation);
        }

        public IEnumerable<Table> Read(StreamRange range, CancellationToken cancellation) =>
            source.Read(range, cancellation).Select(rows =>
            {
                Rows += rows.RowCount;
                return rows;
            });

        public ValueTask WaitAsync(TimeProvider time, CancellationToken cancellation) => source.WaitAsync(time, cancellation);
    }

    /// <summary>Writes when it is told to.</summary>
    sealed class Slow : IStreamSink
    {
        readonly SemaphoreSlim _called = new(0);
        readonly SemaphoreSlim _go = new(0);

        public List<int> Values { get; } = [];

        public Action<int>? Written { get; init; }

        public bool Free { get; init; }

        public async Task CalledAsync() => Assert.True(await _called.WaitAsync(TimeSpan.FromSeconds(30)));

        public void Go() => _go.Release();

        public async ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
        {
            _called.Release();
            if (!Free)
            {
                Assert.True(await _go.WaitAsync(TimeSpan.FromSeconds(30), cancellation));
            }

            Values.AddRange(rows.SelectMany(table => table.Values<int>("x").ToArray()));
            Written?.Invoke(rows.Sum(table => table.RowCount));
        }
    }
}
