using System.Text;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Streams;

public sealed class RejectedRowsTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Bad_records_go_aside_and_rows_go_on_in_order()
    {
        var (rows, rejected) = (new ListSink(), new ListSink());
        var source = TableStream.From(new Records("1 a 2", "b 3"), new() { MostShare = 0.5 });
        await new StreamJob().Write(source.Select(batch => batch), rows).Write(source.Side("rejected"), rejected).RunAsync();

        Assert.Equal(["1", "2", "3"], rows.Rows);
        Assert.Equal(["p 1 x No number. a -", "p 3 x No number. b -"], rejected.Rows);
    }

    [Fact]
    public async Task What_is_no_utf8_comes_as_base64()
    {
        var rejected = new ListSink();

        await new StreamJob()
            .Write(TableStream.From(new Records("1 \u00ff"), new() { MostShare = 0.5 }).Side("rejected"), rejected).RunAsync();

        Assert.Equal(["p 1 x No number. - /w=="], rejected.Rows);
    }

    [Theory]
    [InlineData("1 1 a", 0.34, 3, null)]
    [InlineData("1 1 a", 0.33, 3, 1)]
    [InlineData("1 1 a", 0.33, 4, 1)] // The stream is over.
    [InlineData("a 1 1|1 1 1", 0.33, 4, null)] // Three records are too few to judge, and of six it is one.
    [InlineData("a a 1|1 1 1", 0.33, 4, 2)]
    [InlineData("1 1 1 1|1 1 1 1|1 1 1 1|a a a 1", 0.33, 4, 4)] // The first rows are forgotten.
    [InlineData("1 1 1 1|1 1 1 1|1 1 1 1|a a 1 1", 0.33, 4, null)]
    [InlineData("a b c d", 1, 1, null)]
    [InlineData("1 1 1 a", 0, 100, 1)]
    public async Task The_share_is_held_against_the_limit_over_the_last_records(string epochs, double share, int records, int? fails)
    {
        var limit = new RejectLimit { MostShare = share, Records = records };
        var written = new List<long>();
        var job = new StreamJob().Write(
            TableStream.From(new Records(epochs.Split('|')), limit).Side("rejected"), new DelegateSink((epoch, _) => written.Add(epoch)));

        if (fails is null)
        {
            await job.RunAsync();
            return;
        }

        var error = await Assert.ThrowsAsync<DataFormatException>(() => job.RunAsync());
        Assert.Contains("above MostShare", error.Message);
        Assert.Contains("No number.", error.Message);
        Assert.DoesNotContain((long)fails, written);
    }

    [Fact]
    public async Task So_many_in_all_and_no_more_through_any_crash()
    {
        string[] epochs = ["a 1 1 1", "2 b 2 2", "3 3 c 3", "4 4 4 d"];
        var limit = new RejectLimit { MostShare = 0.5, MostRecords = 3 };
        var rejected = new ListSink();
        StreamJob Job(bool fails) => new StreamJob { Options = new() { Checkpoints = _folder, Trigger = StreamTrigger.EveryRows(4) } }
            .Write(TableStream.From(new Records(epochs), limit).Side("rejected"), new DelegateSink(async (epoch, rows, cancellation) =>
            {
                await rejected.WriteAsync(epoch, rows, cancellation);
                if (fails)
                {
                    throw new IOException("The machine has failed.");
                }
            }));

        for (var crash = 0; crash < 3; crash++)
        {
            await Assert.ThrowsAsync<IOException>(() => Job(fails: true).RunAsync());
        }

        var error = await Assert.ThrowsAsync<DataFormatException>(() => Job(fails: false).RunAsync());

        Assert.Contains("4 records were rejected, above MostRecords = 3. The last one: No number. Found: 'd'", error.Message);
        Assert.Equal(["a", "b", "c"], rejected.Rows.Select(row => row.Split(' ')[^2]));
    }

    [Fact]
    public async Task A_job_that_a_record_has_failed_goes_on_once_it_is_given_a_limit()
    {
        var (rows, sums, rejected) = (new ListSink(), new ListSink(), new ListSink());
        var source = new Records("1 2", "3 a", "4 5");
        StreamJob Job(params RejectLimit[] limits)
        {
            var job = new StreamJob { Options = new() { Checkpoints = _folder, Trigger = StreamTrigger.EveryRows(2) } };
            var stream = limits is [var limit] ? TableStream.From(source, limit) : TableStream.From(source);
            job = limits is [] ? job : job.Write(stream.Side("rejected"), rejected);
            return job.Write(stream, rows).Write(stream.Through(new RunningSum()), sums);
        }

        Assert.Contains("No number.", (await Assert.ThrowsAsync<DataFormatException>(() => Job().RunAsync())).Message);
        Assert.Equal(["1", "2"], rows.Rows);

        await Job(new RejectLimit { MostShare = 0.5, MostRecords = 1 }).RunAsync();

        Assert.Equal(["1", "2", "3", "4", "5"], rows.Rows);
        Assert.Equal(["3", "6", "15"], sums.Rows);
        Assert.Equal(["p 3 x No number. a -"], rejected.Rows);
        await Job(new RejectLimit { MostShare = 0.4 }).RunAsync();
        Assert.Contains("another job", (await Assert.ThrowsAsync<DataFormatException>(() => Job().RunAsync())).Message);
    }

    [Fact]
    public async Task Sources_keep_their_places_when_the_second_is_given_a_limit()
    {
        var rows = new ListSink();
        var (first, second) = (new Records("1 2", "3 4"), new Records("10 20 30", "a 40"));
        StreamJob Job(bool rejects)
        {
            var job = new StreamJob { Options = new() { Checkpoints = _folder, Trigger = StreamTrigger.EveryRows(5) } };
            var limited = rejects ? TableStream.From(second, new RejectLimit { MostShare = 0.5 }) : TableStream.From(second);
            job = rejects ? job.Write(limited.Side("rejected"), new ListSink()) : job;
            return job.Write(TableStream.Union(TableStream.From(first), limited), rows);
        }

        await Assert.ThrowsAsync<DataFormatException>(() => Job(rejects: false).RunAsync());
        await Job(rejects: true).RunAsync();

        Assert.Equal(["1", "2", "10", "20", "30", "3", "4", "40"], rows.Rows);
    }

    [Fact]
    public async Task Their_number_is_told()
    {
        var told = new List<double>();
        var progress = new Told(value => told.Add(value.Values["rejected"]));

        await new StreamJob { Options = new() { Progress = progress } }
            .Run(TableStream.From(new Records("1 a 1", "1 b c 1"), new() { MostShare = 0.5 })).RunAsync();

        Assert.Equal([1, 3], told);
    }

    [Fact]
    public void A_stream_without_a_limit_has_no_rejected_records() => Assert.Contains(
        "There is no output 'rejected'",
        Assert.Throws<ArgumentException>(() => TableStream.From(new Records("1")).Side("rejected")).Message);

    [Fact]
    public void A_limit_is_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RejectLimit { MostShare = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RejectLimit { Records = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new RejectLimit { MostRecords = -1 });
    }

    /// <summary>The sum of all rows so far, after each batch.</summary>
    sealed class RunningSum : IStreamOperator<long>
    {
        public Schema Transform(Schema input) => input;

        public long Start(Schema input) => 0;

        public ValueTask<long> UpdateAsync(long state, StreamBatch batch, StreamOutput output)
        {
            state += batch.Rows.Values<long>("x").ToArray().Sum();
            output.Add(Table.Of("x", state));
            return new(state);
        }
    }

    sealed class Told(Action<StreamProgress> told) : IProgress<StreamProgress>
    {
        public void Report(StreamProgress value) => told(value);
    }

    /// <summary>Epochs of words, of which those that are no numbers are rejected; a position counts words.</summary>
    sealed class Records(params string[] epochs) : IRejectingSource
    {
        public Schema Schema { get; } = new(new Field("x", DataType.Int64));

        public ValueTask<StreamPlan> PlanAsync(IReadOnlyDictionary<string, long> positions, long rows, CancellationToken cancellation)
        {
            var (at, epoch) = (positions.GetValueOrDefault("p"), 0);
            for (var before = 0L; before < at; epoch++)
            {
                before += Words(epoch).Length;
            }

            return new(new StreamPlan([new("p", at, at + Words(epoch).Length, Words(epoch).Length)], HasEnded: epoch == epochs.Length - 1));
        }

        public IEnumerable<Table> Read(StreamRange range, CancellationToken cancellation) =>
            Read(range, record => throw new DataFormatException(record.Reason, "records"), cancellation);

        public IEnumerable<Table> Read(StreamRange range, Action<RejectedRecord> reject, CancellationToken cancellation)
        {
            var words = string.Join(' ', epochs).Split(' ');
            List<long> numbers = [];
            for (var i = range.From; i < range.To; i++)
            {
                if (long.TryParse(words[i], out var number))
                {
                    numbers.Add(number);
                }
                else
                {
                    reject(new(i, "x", "No number.", Encoding.Latin1.GetBytes(words[i])));
                }
            }

            yield return Table.Of("x", numbers.ToArray());
        }

        public ValueTask WaitAsync(TimeProvider time, CancellationToken cancellation) => default;

        string[] Words(int epoch) => epochs[epoch].Split(' ');
    }
}
