using System.Globalization;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Tests.IO.Streams;

/// <summary>Files in, operators, files out: whatever happens on the way, the output is the same to the byte.</summary>
public sealed class FileJobTest : IDisposable
{
    const int Rows = 2000;

    static readonly Schema Pairs = new(new Field("n", DataType.Int64), new Field("t", DataType.String));

    readonly Scratch _scratch = new();

    public FileJobTest()
    {
        Directory.CreateDirectory(_scratch["in"]);
        for (var file = 0; file < 3; file++)
        {
            _scratch.File($"in/{file}.csv", "n,t\n" + string.Concat(Enumerable.Range(0, Rows).Select(
                n => string.Create(CultureInfo.InvariantCulture, $"{(file * Rows) + n},{(n % 5 == 0 ? "\"a\nb\"" : "c")}\n"))));
        }
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(".csv")]
    [InlineData(".jsonl")]
    [InlineData(".parquet")]
    public async Task A_job_that_fails_before_and_after_each_write_leaves_the_files_of_an_undisturbed_run(string extension)
    {
        await Job("calm", DataFile.Sink(_scratch["calm"], extension)).RunAsync();
        for (var epoch = 1; epoch <= 9; epoch++)
        {
            foreach (var after in (bool[])[false, true])
            {
                var failing = new Failing(DataFile.Sink(_scratch["disturbed"], extension), epoch, after);
                await Assert.ThrowsAsync<IOException>(() => Job("disturbed", failing).RunAsync());
            }
        }

        await Job("disturbed", DataFile.Sink(_scratch["disturbed"], extension)).RunAsync();

        AssertSame(9);
    }

    [Fact]
    public async Task A_job_that_is_cancelled_at_any_epoch_leaves_the_files_of_an_undisturbed_run()
    {
        await Job("calm", Csv.Sink(_scratch["calm"])).RunAsync();
        for (var epoch = 1; epoch <= 9; epoch++)
        {
            using var cancelled = new CancellationTokenSource();
            var sink = new Failing(Csv.Sink(_scratch["disturbed"]), epoch, after: epoch % 2 == 0, cancelled);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Job("disturbed", sink).RunAsync(cancelled.Token));
        }

        await Job("disturbed", Csv.Sink(_scratch["disturbed"])).RunAsync();

        AssertSame(9);
    }

    [Fact]
    public async Task A_full_disk_stops_the_job_which_writes_what_is_missing_when_it_goes_on()
    {
        await Job("calm", Csv.Sink(_scratch["calm"])).RunAsync();
        var full = _scratch["disturbed/.part-000000000004.csv.tmp"];
        var sink = new Failing(Csv.Sink(_scratch["disturbed"]), 3, after: true, act: () => File.CreateSymbolicLink(full, "/dev/full"));
        var error = await Assert.ThrowsAsync<IOException>(() => Job("disturbed", sink).RunAsync());
        Assert.Contains("Epoch 4 could not be written", error.Message);
        Assert.Equal(3, Directory.GetFiles(_scratch["disturbed"]).Length);

        await Job("disturbed", Csv.Sink(_scratch["disturbed"])).RunAsync();

        AssertSame(9);
    }

    [Fact]
    public async Task A_job_follows_what_another_writes()
    {
        await Job("calm", Csv.Sink(_scratch["calm"])).RunAsync();
        var second = new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(1000) } };
        await second.Write(TableStream.From(Csv.Stream(_scratch["calm"], null, new() { Ends = true })), JsonLines.Sink(_scratch["again"]))
            .RunAsync();

        var rows = JsonLines.Open(_scratch["again"]).ToTable();
        Assert.Equal(3 * Rows, rows.RowCount);
        Assert.Equal(6, Directory.GetFiles(_scratch["again"]).Length);
        Assert.Equal(Csv.Open(_scratch["calm"]).ToTable().Values<long>("sum").ToArray(), rows.Values<long>("sum").ToArray());
    }

    StreamJob Job(string name, IStreamSink sink)
    {
        var source = Csv.Stream(_scratch["in"], new() { Schema = Pairs }, new() { Ends = true, RangeBytes = 500 });
        var stream = TableStream.From(source).Through(new RunningSum());
        return new StreamJob
        {
            Options = new() { Trigger = StreamTrigger.EveryRows(700), Checkpoints = _scratch[$"{name}-checkpoints"], Workers = 3 },
        }.Write(stream, sink);
    }

    void AssertSame(int files)
    {
        var names = Directory.GetFiles(_scratch["calm"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(files, names.Length);
        Assert.Equal(names, Directory.GetFiles(_scratch["disturbed"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(_scratch["calm"], name!)), File.ReadAllBytes(Path.Combine(_scratch["disturbed"], name!))));
    }

    /// <summary>Beside each row the sum of all numbers so far: a row lost or taken twice shows in every row after it.</summary>
    sealed class RunningSum : IStreamOperator<long>
    {
        public Schema Transform(Schema input) => input.With<long>("sum");

        public long Start(Schema input) => 0;

        public ValueTask<long> UpdateAsync(long state, StreamBatch batch, StreamOutput output)
        {
            var sums = batch.Rows.Values<long>("n").ToArray();
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] = state += sums[i];
            }

            output.Add(batch.Rows.With("sum", sums));
            return new(state);
        }
    }

    /// <summary>Fails, or cancels the job, before or after the write of an epoch.</summary>
    sealed class Failing(IStreamSink sink, long at, bool after, CancellationTokenSource? cancel = null, Action? act = null) : IStreamSink
    {
        public async ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
        {
            if (epoch == at && !after)
            {
                Fail(cancellation);
            }

            await sink.WriteAsync(epoch, rows, cancellation);
            if (epoch == at && after)
            {
                Fail(cancellation);
            }
        }

        void Fail(CancellationToken cancellation)
        {
            cancel?.Cancel();
            act?.Invoke();
            cancellation.ThrowIfCancellationRequested();
            if (act is null)
            {
                throw new IOException("The machine has failed.");
            }
        }
    }
}
