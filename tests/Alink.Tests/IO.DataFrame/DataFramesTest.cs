using Alink.IO;
using CsCheck;
using Microsoft.Data.Analysis;
using Microsoft.ML.Data;

namespace Alink.Tests.IO;

public class DataFramesTest
{
    /// <summary>As it comes back: a moment in UTC, and a sparse vector without zeros left out as dense.</summary>
    static Table Kept(Table table) => table.Schema.Fields.Aggregate(table, (kept, field) => table.Data(field.Name) switch
    {
        FixedColumn<DateTimeOffset> moments => kept.With(
            field, new FixedColumn<DateTimeOffset>(Array.ConvertAll(moments.ToArray(), moment => moment.ToUniversalTime()), moments.Validity)),
        VectorColumn { IsDense: false } vectors => kept.With(field, Kept(vectors)),
        _ => kept,
    });

    static ColumnData Kept(VectorColumn vectors)
    {
        var builder = new VectorColumnBuilder();
        for (var row = 0; row < vectors.Length; row++)
        {
            builder.Append(vectors[row].Values.Length == vectors.Width ? vectors[row].ToArray() : vectors[row]);
        }

        return builder.Build();
    }

    [Fact]
    public void Any_table_comes_back() => AnyTable.Of(70).Sample(table => AnyTable.AssertSame(Kept(table), Table.From(table.ToDataFrame())), iter: 2000);

    [Fact]
    public void A_missing_vector_is_an_empty_one()
    {
        var vectors = VectorColumn.Of(Vector.Sparse(5, new[] { 1 }, new[] { 2.0 }), Vector.Sparse(5, new[] { 4 }, new[] { 3.0 }));
        var rows = Table.Of("i", 1, 2, 3).With(new Field("v", DataType.Vector) { IsNullable = true }, vectors.Gather([0, -1, 1]));
        var frame = rows.ToDataFrame();

        Assert.Equal([5, 0, 5], ((VBufferDataFrameColumn<double>)frame["v"]).Select(vector => vector.Length));
        Assert.Equal(1, ((VBufferDataFrameColumn<double>)frame["v"])[2].GetValues().Length);
        AnyTable.AssertSame(rows, Table.From(frame));
    }

    [Fact]
    public void A_slice_is_a_frame_of_its_own_rows()
    {
        var rows = Table.Of<double?>("x", 1, null, 3, 4).With("t", "a", null, "c", "d").With<bool?>("b", true, false, null, true).Slice(1, 3);
        var frame = rows.ToDataFrame();

        AnyTable.AssertSame(rows, Table.From(frame));
        Assert.Equal([1L, 1L, 1L], frame.Columns.Select(column => column.NullCount));
        frame["x"][1] = 9.0; // A copy: the table stays as it was.
        Assert.Equal(3.0, rows.Values<double>("x")[1]);
    }

    [Fact]
    public void A_frame_holds_what_the_table_holds()
    {
        var frame = Table.Of<int?>("n", 1, null, 3)
            .With("t", "a", "b", null)
            .With("m", row => new DateTimeOffset(2026, 2, row.Index + 1, 3, 0, 0, TimeSpan.FromHours(3)))
            .With("v", Vector.Of([1, 2]), Vector.Of([3, 4]), Vector.Of([5, 6]))
            .ToDataFrame();

        Assert.Equal([typeof(int), typeof(string), typeof(DateTime), typeof(VBuffer<double>)], frame.Columns.Select(column => column.DataType));
        Assert.Equal(2.0, frame["n"].Mean());
        Assert.Equal(new DateTime(2026, 2, 2, 0, 0, 0, DateTimeKind.Utc), frame["m"][1]);
        Assert.Equal("a", frame["t"][0]);
        Assert.Equal(2, frame.Filter(frame["n"].ElementwiseIsNotNull()).Rows.Count);
    }

    [Fact]
    public void Types_that_tables_have_not_become_the_next_that_they_have()
    {
        var table = Table.From(new DataFrame(
            new SByteDataFrameColumn("tiny", [-3, 4]), new UInt16DataFrameColumn("word", [65_535, 1]), new UInt32DataFrameColumn("long", [4_000_000_000, 1]),
            new UInt64DataFrameColumn("big", [5UL, null]), new DecimalDataFrameColumn("price", [12.34m, -1m]), new CharDataFrameColumn("letter", ['ä', null]),
            new DateTimeDataFrameColumn("day", [new DateTime(2026, 2, 3), new DateTime(2026, 2, 3, 4, 0, 0, DateTimeKind.Local)]),
            new VBufferDataFrameColumn<float>("v", [new VBuffer<float>(3, 1, [0.5f], [2]), default])));

        Assert.Equal(
            [DataType.Int32, DataType.Int32, DataType.Int64, DataType.Int64, DataType.Double, DataType.String, DataType.DateTimeOffset, DataType.Vector],
            table.Schema.Fields.Select(field => field.Type));
        Assert.Equal([-3, 65_535, 4_000_000_000L, 5L, 12.34, "ä"], table.Schema.Fields.Take(6).Select((field, i) => table.Data(field.Name).Boxed(0)));
        Assert.True(table.Data("big").IsMissing(1) && table.Data("letter").IsMissing(1) && table.Data("v").IsMissing(1));
        Assert.Equal(new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero), table.Values<DateTimeOffset>("day")[0]);
        Assert.Equal(new DateTimeOffset(new DateTime(2026, 2, 3, 4, 0, 0, DateTimeKind.Local)).UtcDateTime, table.Values<DateTimeOffset>("day")[1].UtcDateTime);
        Assert.Equal("[3: 2:0.5]", table.Values<Vector>("v")[0].ToString());
        Assert.Equal(3, table.Schema["v"].VectorLength);
    }

    [Fact]
    public void What_does_not_fit_is_told_by_column_and_row()
    {
        Assert.Equal("Column 'n', row 1: 18446744073709551615 does not fit Int64.", Assert.Throws<RowException>(() =>
            Table.From(new DataFrame(new UInt64DataFrameColumn("n", [1, ulong.MaxValue])))).Message);
        Assert.Equal("Column 'v', row 1: The vector has length 1; those before it have 2.", Assert.Throws<RowException>(() =>
            Table.From(new DataFrame(new VBufferDataFrameColumn<double>("v", [new VBuffer<double>(2, [1, 2]), new VBuffer<double>(1, [1])])))).Message);
        Assert.StartsWith("Column 's' of the data frame holds VBuffer", Assert.Throws<SchemaException>(() =>
            Table.From(new DataFrame(new VBufferDataFrameColumn<int>("s", [new VBuffer<int>(1, [1])])))).Message);
    }

    [Fact]
    public void No_rows_and_no_columns_are_tables_too()
    {
        Assert.Equal(0, Table.From(new DataFrame()).RowCount);
        AnyTable.AssertSame(Table.Of<double>("x"), Table.From(Table.Of<double>("x").ToDataFrame()));
    }
}
