using System.Collections.Immutable;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Streams;

public sealed class StreamJobTest : IDisposable
{
    static readonly Table Numbers = Table.Of("x", [.. Enumerable.Range(0, 1000).Select(x => (double)x)]);

    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Rows_run_through_transforms_and_operators_into_a_sink_in_epochs()
    {
        var sink = new Collected();
        var stream = TableStream.Of(Numbers, rowsPerBatch: 7)
            .Select(rows => rows.With<double, double>("y", "x", x => 2 * x))
            .Through(new Sum("y"));

        await new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(300) } }.Write(stream, sink).RunAsync();

        Assert.Equal([1, 2, 3, 4], sink.Epochs.Keys);
        Assert.Equal([300, 300, 300, 100], sink.Epochs.Values.Select(rows => rows.Length));
        Assert.Equal(999 * 1000, sink.All[^1]);
    }

    [Fact]
    public async Task A_stream_is_enumerated_batch_by_batch()
    {
        var rows = 0;
        await foreach (var batch in TableStream.Of(Numbers, rowsPerBatch: 64))
        {
            rows += batch.RowCount;
        }

        Assert.Equal(1000, rows);
    }

    [Fact]
    public async Task Whoever_stops_reading_a_stream_ends_it()
    {
        await foreach (var batch in TableStream.Of(Numbers, rowsPerBatch: 64))
        {
            Assert.Equal(64, batch.RowCount);
            break;
        }
    }

    [Fact]
    public async Task A_stream_feeds_several_others_and_several_become_one()
    {
        var (small, all) = (new Collected(), new Collected());
        var numbers = TableStream.Of(Numbers, rowsPerBatch: 100);
        var few = numbers.Select(rows => rows.Where<double>("x", x => x < 10));
        var job = new StreamJob().Write(few, small).Write(TableStream.Union(numbers, few), all);

        await job.RunAsync();

        Assert.Equal(10, small.All.Count);
        Assert.Equal(1010, all.All.Count);
    }

    [Fact]
    public async Task A_side_output_takes_what_the_operator_puts_there()
    {
        var (odd, even) = (new Collected(), new Collected());
        var split = TableStream.Of(Numbers, rowsPerBatch: 100).Through(new OddAside());

        await new StreamJob().Write(split, even).Write(split.Side("odd"), odd).RunAsync();

        Assert.All(odd.All, x => Assert.Equal(1, x % 2));
        Assert.All(even.All, x => Assert.Equal(0, x % 2));
        Assert.Equal(1000, odd.All.Count + even.All.Count);
    }

    [Fact]
    public void A_side_output_that_is_not_there_is_refused_with_the_nearest() => Assert.Contains(
        "'odd'",
        Assert.Throws<ArgumentException>(
            () => TableStream.Of(Numbers, rowsPerBatch: 100).Through(new OddAside()).Side("ood")).Message);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_job_that_fails_anywhere_goes_on_from_its_checkpoint_and_counts_every_row_once(int place)
    {
        var expected = new Collected();
        await Job(expected, failAt: -1).RunAsync();
        var sink = new Collected();
        for (var fail = 0; fail < 3; fail++)
        {
            await Assert.ThrowsAsync<IOException>(() => Job(sink, failAt: (fail * 3) + place).RunAsync());
        }

        await Job(sink, failAt: -1).RunAsync();

        Assert.Equal(expected.Epochs.Values.SelectMany(x => x), sink.Epochs.Values.SelectMany(x => x));
        Assert.Equal(expected.Epochs.Keys, sink.Epochs.Keys);

        StreamJob Job(Collected collected, int failAt)
        {
            var folder = collected == expected ? Path.Combine(_folder, "undisturbed") : Path.Combine(_folder, "disturbed");
            collected.FailAt = failAt;
            return new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(110), Checkpoints = folder } }
                .Write(TableStream.Of(Numbers, rowsPerBatch: 50).Through(new Sum("x")), collected);
        }
    }

    [Fact]
    public async Task A_restart_strategy_goes_on_within_one_run()
    {
        var sink = new Collected { FailAt = 2, FailsOnce = true };
        var job = new StreamJob
        {
            Options = new()
            {
                Trigger = StreamTrigger.EveryRows(200),
                Checkpoints = _folder,
                Restart = RestartStrategy.Fixed(1, TimeSpan.Zero),
            },
        };

        await job.Write(TableStream.Of(Numbers, rowsPerBatch: 50).Through(new Sum("x")), sink).RunAsync();

        Assert.Equal(1000, sink.All.Count);
        Assert.Equal(999 * 500, sink.All[^1]);
    }

    [Fact]
    public void Waits_grow_by_their_factor_up_to_the_longest()
    {
        var strategy = RestartStrategy.Exponential();

        Assert.Equal([1, 1.5, 2.25], Enumerable.Range(1, 3).Select(attempt => strategy.DelayOf(attempt).TotalSeconds));
        Assert.Equal(TimeSpan.FromMinutes(1), strategy.DelayOf(5000));
    }

    [Fact]
    public async Task A_damaged_last_checkpoint_falls_back_to_the_one_before_and_nothing_comes_twice()
    {
        var sink = new Collected { FailAt = 4 };
        await Assert.ThrowsAsync<IOException>(() => Job().RunAsync());
        var last = Directory.GetFiles(_folder, "checkpoint-*").Max()!;
        var bytes = await File.ReadAllBytesAsync(last);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(last, bytes);
        sink.FailAt = -1;

        await Job().RunAsync();

        Assert.Equal([1, 2, 3, 4, 5], sink.Epochs.Keys);
        Assert.Equal(999 * 500, sink.All[^1]);

        StreamJob Job() => new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(200), Checkpoints = _folder } }
            .Write(TableStream.Of(Numbers, rowsPerBatch: 50).Through(new Sum("x")), sink);
    }

    [Fact]
    public async Task Checkpoints_that_are_all_damaged_are_no_reason_to_begin_anew()
    {
        await new StreamJob { Options = new() { Checkpoints = _folder } }
            .Write(TableStream.Of(Numbers, rowsPerBatch: 50), new Collected()).RunAsync();
        foreach (var file in Directory.GetFiles(_folder, "checkpoint-*"))
        {
            await File.WriteAllBytesAsync(file, []);
        }

        var job = new StreamJob { Options = new() { Checkpoints = _folder } }
            .Write(TableStream.Of(Numbers, rowsPerBatch: 50), new Collected());

        Assert.Contains("None of the checkpoints is whole", (await Assert.ThrowsAsync<DataFormatException>(() => job.RunAsync())).Message);
    }

    [Fact]
    public async Task Checkpoints_of_another_job_are_refused()
    {
        await new StreamJob("one") { Options = new() { Checkpoints = _folder } }
            .Write(TableStream.Of(Numbers, rowsPerBatch: 50), new Collected()).RunAsync();
        var other = new StreamJob("one") { Options = new() { Checkpoints = _folder } }
            .Write(TableStream.Of(Numbers, rowsPerBatch: 50).Through(new Sum("x")), new Collected());

        Assert.Contains("another job", (await Assert.ThrowsAsync<DataFormatException>(() => other.RunAsync())).Message);
    }

    [Fact]
    public async Task A_job_that_has_ended_ends_at_once_when_it_is_begun_again()
    {
        var sink = new Collected();
        for (var run = 0; run < 2; run++)
        {
            await new StreamJob { Options = new() { Checkpoints = _folder } }
                .Write(TableStream.Of(Numbers, rowsPerBatch: 50), sink).RunAsync();
        }

        Assert.Equal(1000, sink.All.Count);
    }

    /// <summary>Adds up a column: each row comes out as the sum of the rows up to it.</summary>
    sealed class Sum(string column) : IStreamOperator<double>
    {
        public Schema Transform(Schema input) => new(new Field("x", DataType.Double));

        public double Start(Schema input) => 0;

        public ValueTask<double> UpdateAsync(double state, StreamBatch batch, StreamOutput output)
        {
            var sums = new double[batch.Rows.RowCount];
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] = state += batch.Rows.Values<double>(column)[i];
            }

            output.Add(Table.Of("x", sums));
            return new(state);
        }
    }

    sealed class OddAside : IStreamOperator<int>
    {
        public Schema Transform(Schema input) => input;

        public ImmutableSortedDictionary<string, Schema> Sides(Schema input) =>
            ImmutableSortedDictionary<string, Schema>.Empty.Add("odd", input);

        public int Start(Schema input) => 0;

        public ValueTask<int> UpdateAsync(int state, StreamBatch batch, StreamOutput output)
        {
            output.Add(batch.Rows.Where<double>("x", x => x % 2 == 0));
            output.Add("odd", batch.Rows.Where<double>("x", x => x % 2 != 0));
            return new(state);
        }
    }

    /// <summary>Collects the values of the column x; it can fail, once, before or after it has taken an epoch.</summary>
    sealed class Collected : IStreamSink
    {
        public SortedDictionary<long, double[]> Epochs { get; } = [];

        public List<double> All => [.. Epochs.Values.SelectMany(rows => rows)];

        public int FailAt { get; set; } = -1;

        public bool FailsOnce { get; init; }

        public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
        {
            if (epoch == FailAt)
            {
                FailAt = FailsOnce ? -1 : FailAt;
                throw new IOException("The disk is full.");
            }

            double[] values = [.. rows.SelectMany(table => table.Values<double>("x").ToArray())];
            if (Epochs.TryGetValue(epoch, out var before))
            {
                Assert.Equal(before, values);
            }

            Epochs[epoch] = values;
            return default;
        }
    }
}
