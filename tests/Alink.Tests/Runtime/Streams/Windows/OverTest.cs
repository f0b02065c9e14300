using System.Collections.Immutable;
using Alink.Runtime;
using CsCheck;

namespace Alink.Tests.Runtime.Streams;

public class OverTest
{
    static readonly EventTime Time = new("time") { OutOfOrderness = TimeSpan.FromSeconds(5) };

    [Fact]
    public async Task A_row_looks_back_at_so_many_rows_of_its_key()
    {
        var rows = Rows((0, "a", 1), (1, "a", 2), (2, "b", 4), (3, "a", 8), (4, "a", 16));

        Assert.Equal(
            ["a 1 1 -", "a 2 3 1", "b 4 4 -", "a 8 11 3", "a 16 26 10"],
            await Over(rows, stream => stream.OverCount(2, WindowAggregate.Parse("SUM(x) as s, SUM_PRECEDING(x) as p"), keys: ["key"])));
    }

    [Fact]
    public async Task A_row_looks_back_for_so_long_and_both_ends_count() => Assert.Equal(
        ["a 1 1", "a 2 3", "a 4 7", "a 8 14"],
        await Over(
            Rows((0, "a", 1), (5, "a", 2), (10, "a", 4), (11, "a", 8)),
            stream => stream.OverTime(TimeSpan.FromSeconds(10), WindowAggregate.Parse("SUM(x) as s"), Time)));

    [Fact]
    public async Task Rows_out_of_order_come_out_in_the_order_of_time_and_late_ones_beside()
    {
        var rows = Rows((3, "a", 1), (1, "a", 2), (9, "a", 4), (4, "a", 8), (3, "a", 16));
        foreach (var rowsPerBatch in (int[])[1, 2, 5])
        {
            var stream = TableStream.Of(rows, rowsPerBatch)
                .OverCount(null, WindowAggregate.Parse("LISTAGG(x, '+') as all"), Time).Select(made => made.Drop("time"));
            var side = TableStream.Of(rows, rowsPerBatch).OverCount(null, WindowAggregate.Parse("COUNT(*) as n"), Time).Side("late");

            Assert.Equal(["a 2 2", "a 1 2+1", "a 8 2+1+8", "a 4 2+1+8+4"], await Streamed.RowsAsync(stream));
            Assert.Equal(["00:00:03 a 16"], await Streamed.RowsAsync(side));
        }
    }

    [Fact]
    public async Task Vectors_wait_as_they_are()
    {
        var table = Rows((3, "a", 1), (1, "b", 2), (2, "c", 3))
            .With("v", Sparse([1], [0.5]), Sparse([], []), Sparse([0, 2], [1, 2]));
        List<string> vectors = [];
        await foreach (var batch in TableStream.Of(table, 1).OverCount(1, [WindowAggregate.Count()], Time))
        {
            vectors.AddRange(batch.Rows.Select(row => $"{row.Get<string>("key")} {row.Get<Vector>("v")}"));
        }

        Assert.Equal(
            [$"b {Sparse([], [])}", $"c {Sparse([0, 2], [1, 2])}", $"a {Sparse([1], [0.5])}"], vectors);
    }

    [Fact]
    public void Any_cut_of_the_rows_gives_what_a_plain_computation_gives()
    {
        var row = Gen.Select(Gen.Int[0, 60], Gen.Int[0, 2].Select(k => "abc"[k..(k + 1)]), Gen.Int[0, 9]);
        Gen.Select(row.List[1, 50], Gen.Int[0, 12], Gen.Int[1, 50]).Sample(
            (rows, span, rowsPerBatch) =>
            {
                var got = Streamed.RowsAsync(TableStream.Of(Rows([.. rows]), rowsPerBatch)
                    .OverTime(TimeSpan.FromSeconds(span), WindowAggregate.Parse("SUM(x) as s, COUNT_PRECEDING(x) as n, MEDIAN(x) as m"), Time, ["key"])
                    .Select(made => made.Drop("time"))).GetAwaiter().GetResult();

                Assert.Equal(Plain(rows, span), got);
            },
            iter: 150);
    }

    static Vector Sparse(int[] indices, double[] values) => Vector.Sparse(3, indices, values);

    static string[] Plain(List<(int Time, string Key, int X)> rows, int span)
    {
        var latest = -100;
        var kept = rows.Where(row =>
        {
            var isLate = row.Time < latest - 5;
            latest = Math.Max(latest, row.Time);
            return !isLate;
        }).OrderBy(row => row.Time).ToList(); // Stable.
        return [.. kept.Select((row, i) =>
        {
            var back = kept.Take(i + 1).Where(r => r.Key == row.Key && r.Time >= row.Time - span).Select(r => r.X).ToList();
            var sorted = back.Order().ToList();
            var median = (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0;
            return FormattableString.Invariant($"{row.Key} {row.X} {back.Sum()} {back.Count - 1} {median}");
        })];
    }

    static Task<string[]> Over(Table rows, Func<TableStream, TableStream> over) =>
        Streamed.RowsAsync(over(TableStream.Of(rows, rowsPerBatch: 2)).Select(made => made.Drop("time")));

    static Table Rows(params (int Second, string Key, int X)[] rows) => Table
        .Of("time", [.. rows.Select(row => DateTimeOffset.UnixEpoch.AddSeconds(row.Second))])
        .With("key", [.. rows.Select(row => row.Key)])
        .With("x", [.. rows.Select(row => row.X)]);
}
