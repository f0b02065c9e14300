using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Runtime.Streams;

public class KeyedStreamTest
{
    static readonly Schema Counts = new(new Field("key", DataType.String), new Field("n", DataType.Int64));

    [Fact]
    public async Task Each_key_has_a_state_of_its_own() => Assert.Equal(
        ["a 1", "b 1", "a 2", "a 3", "b 2"],
        await Streamed.RowsAsync(Counted(TableStream.Of(Rows((0, "a"), (0, "b"), (0, "a"), (0, "a"), (0, "b")), 2), null, null)));

    [Fact]
    public async Task A_state_lives_for_so_long_after_its_last_row_by_event_time()
    {
        var rows = Rows((0, "a"), (9, "a"), (18, "a"), (28, "a"), (30, "b"), (37, "a"), (100, "b"));
        foreach (var rowsPerBatch in (int[])[1, 3, 7])
        {
            Assert.Equal(
                ["a 1", "a 2", "a 3", "a 1", "b 1", "a 2", "b 1"],
                await Streamed.RowsAsync(Counted(TableStream.Of(rows, rowsPerBatch), "time", TimeSpan.FromSeconds(10))));
        }
    }

    [Fact]
    public async Task Without_event_time_states_live_by_the_time_of_the_epochs()
    {
        var clock = new ManualTime();
        var source = new ListedSource([("", Rows((0, "a")))], [("", Rows((0, "a"), (0, "a")))], [("", Rows((0, "a"), (0, "b")))], [("", Rows((0, "a")))]);
        var sink = new ListSink();
        var advance = new Advancing(sink, clock, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(9));

        await new StreamJob { Options = new() { Time = clock } }
            .Write(Counted(TableStream.From(source), null, TimeSpan.FromSeconds(10)), advance).RunAsync();

        Assert.Equal(["a 1", "a 2", "a 3", "a 1", "b 1", "a 2"], sink.Rows);
    }

    [Fact]
    public async Task States_that_are_over_leave_the_checkpoints()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var rows = Rows([.. Enumerable.Range(0, 3000).Select(i => (i, $"key {i}"))]);
        var options = new StreamOptions { Trigger = StreamTrigger.EveryRows(1000), Checkpoints = folder };

        await new StreamJob { Options = options }
            .Run(Counted(TableStream.Of(rows, 100), "time", TimeSpan.FromSeconds(20))).RunAsync();

        Assert.All(Directory.GetFiles(folder, "checkpoint-*"), file => Assert.InRange(new FileInfo(file).Length, 100, 5000));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_row_of_a_key_that_was_there_a_while_ago_is_kept_again()
    {
        var rows = Rows((0, "a"), (5, "a"), (9, "b"), (10, "a"), (19, "a"), (20, "a"));

        Assert.Equal(
            ["1970-01-01 a", "00:00:09 b", "00:00:10 a", "00:00:20 a"],
            await Streamed.RowsAsync(TableStream.Of(rows, 4).KeyBy(["key"], "time").Distinct(TimeSpan.FromSeconds(10))));
    }

    [Fact]
    public async Task Each_key_learns_by_itself_and_rows_keep_their_order()
    {
        var rows = Rows((0, "a"), (1, "b"), (2, "a"), (3, "b"), (4, "a"), (60, "a"), (61, "a"))
            .With("x", Vectors(1, 10, 3, 30, 5, 7, 9));
        var scaler = new StandardScaler { Features = "x", Output = "scaled" };
        foreach (var rowsPerBatch in (int[])[1, 2, 7])
        {
            var scaled = await Streamed.RowsAsync(TableStream.Of(rows, rowsPerBatch).KeyBy(["key"], "time")
                .Learn(scaler, TimeSpan.FromSeconds(30)).Select(made => made.Select("key", "scaled")));

            // Each row is scaled by the rows of its key up to it; what a had learnt is over after 30 seconds.
            Assert.Equal(["a [0]", "b [0]", "a [1]", "b [1]", "a [1.224744871391589]", "a [0]", "a [1]"], scaled);
        }
    }

    [Fact]
    public void Vectors_are_no_keys() => Assert.Contains(
        "'x' holds vectors",
        Assert.Throws<SchemaException>(() => TableStream.Of(Table.Of("x", Vectors(1)), 1).KeyBy(["x"]).Distinct(TimeSpan.FromDays(1))).Message);

    static Vector[] Vectors(params double[] values) => [.. values.Select(value => (Vector)new[] { value })];

    static TableStream Counted(TableStream stream, EventTime? time, TimeSpan? timeToLive) => stream.KeyBy(["key"], time).Process(
        Counts,
        () => 0L,
        (count, _, output) =>
        {
            output.CopyRow();
            output["n"].Set(count + 1);
            output.Add();
            return count + 1;
        },
        timeToLive);

    static Table Rows(params (int Second, string Key)[] rows) => Table
        .Of("time", [.. rows.Select(row => DateTimeOffset.UnixEpoch.AddSeconds(row.Second))])
        .With("key", [.. rows.Select(row => row.Key)]);

    /// <summary>Lets time pass after each epoch.</summary>
    sealed class Advancing(IStreamSink sink, ManualTime clock, params TimeSpan[] after) : IStreamSink
    {
        public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
        {
            clock.Advance(after.ElementAtOrDefault((int)epoch - 1));
            return sink.WriteAsync(epoch, rows, cancellation);
        }
    }
}
