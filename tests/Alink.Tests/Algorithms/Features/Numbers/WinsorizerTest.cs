using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Algorithms;

public class WinsorizerTest
{
    static readonly Table Rows = Table.Of<double?>("x", 50, 10, null, 30, 20, 40).With<Vector>(
        "v", [1.0, 0.0], [2.0, 0.0], [3.0, 0.0], [4.0, -7.0], [5.0, 8.0], [600.0, 0.0]);

    [Fact] // By hand: of 5 numbers the second and fourth, of 6 the second and fifth.
    public void Outer_numbers_come_to_the_quantiles()
    {
        var model = new Winsorizer { Columns = ["x", "v"], Lower = 0.3, Upper = 0.8 }.Fit(Rows);
        var made = model.Transform(Rows);

        Assert.Equal([20, 2, 0], model.Least.ToArray());
        Assert.Equal([40, 5, 0], model.Greatest.ToArray());
        Assert.Equal([0, 1, 3], model.Starts.ToArray());
        Assert.Equal([40.0, 20.0, null, 30.0, 20.0, 40.0], Enumerable.Range(0, 6).Select(row => (double?)made.Data("x_winsorized").Boxed(row)));
        Assert.Equal("[5 0]", made.Values<Vector>("v_winsorized")[5].ToString());
        Assert.Equal("[2 0]", made.Values<Vector>("v_winsorized")[0].ToString());
    }

    [Fact]
    public void Sparse_rows_teach_the_same_and_stay_sparse_where_0_stays_0()
    {
        var rows = Rows.With("v", [.. Rows.Values<Vector>("v").ToArray().Select(row => Vector.Sparse(
            2, row[1] == 0 ? [0] : new[] { 0, 1 }, row[1] == 0 ? [row[0]] : row.ToArray()))]);

        var model = new Winsorizer { Columns = ["v"], Lower = 0, Upper = 0.8 }.Fit(rows);

        Assert.Equal([1, -7], model.Least.ToArray());
        Assert.Equal([5, 0], model.Greatest.ToArray());
        Assert.True(model.Transform(rows).Values<Vector>("v_winsorized")[0].IsDense); // The least of the first is 1.
        Assert.False((model with { Least = [0, -7] }).Transform(rows).Values<Vector>("v_winsorized")[0].IsDense);
    }

    [Fact]
    public void What_cannot_teach_is_refused_in_words()
    {
        Assert.Contains("Column 'x' has no numbers in feature 0", Assert.Throws<TrainingException>(
            () => new Winsorizer { Columns = ["x"] }.Fit(Rows.Slice(2, 1))).Message);
        Assert.Contains("Column 'x' has no values", Assert.Throws<TrainingException>(
            () => new Winsorizer { Columns = ["x"] }.Fit(Rows.Slice(0, 0))).Message);
        Assert.Contains("they were 0.5 and 0.5", Assert.Throws<ArgumentOutOfRangeException>(
            () => new Winsorizer { Columns = ["x"], Lower = 0.5, Upper = 0.5 }.Fit(Rows)).Message);
        Assert.Contains("length 1; the model takes length 2", Assert.Throws<SchemaException>(
            () => new Winsorizer { Columns = ["v"] }.Fit(Rows).Transform(Table.Of<Vector>("v", [1.0]))).Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_stream_is_tamed_as_row_by_row(bool isSparse)
    {
        var winsorizer = new Winsorizer { Columns = ["x", "features"], Lower = 0.1, Upper = 0.9, RelativeError = 0.1 };
        var random = new Random(9);
        var rows = Table.Of<double?>("x", [.. Enumerable.Range(0, 300).Select(i => i % 4 == 0 ? (double?)null : random.NextDouble() - 0.5)])
            .With("features", [.. Enumerable.Range(0, 300).Select(i => Vector.Of([random.Next(5) - 2, i < 2 ? double.NaN : random.NextDouble() * i]))]);
        rows = isSparse ? rows.Sparse() : rows;

        var simpleState = RowByRow.Advance(winsorizer, winsorizer.Start(rows.Schema), rows, out var simple);
        var state = winsorizer.Advance(winsorizer.Start(rows.Schema), rows.Slice(0, 111), out var first);
        state = winsorizer.Advance(state, rows.Slice(111, 189), out var second);

        Assert.Equal(Shown(simple), Shown(first).Concat(Shown(second)));
        Assert.Equal(StateCodec.Write(simpleState), StateCodec.Write(state));

        static IEnumerable<string> Shown(Table table) => Enumerable.Range(0, table.RowCount).Select(row =>
            $"{table.Data("x_winsorized").Boxed(row)} {string.Join(' ', ((Vector?)table.Data("features_winsorized").Boxed(row))?.ToArray() ?? [])}");
    }
}
