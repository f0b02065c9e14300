using Alink.IO;
using Alink.Operators;
using Alink.Runtime;
using Alink.Tests.IO;

namespace Alink.Tests.Operators;

public class ConvertOperatorsTest
{
    [Fact]
    public void There_is_an_operator_for_every_way()
    {
        string[] formats = ["Columns", "Kv", "Csv", "Json", "Vector", "Triple"];
        var operators = typeof(BatchOperator).Assembly.GetExportedTypes().Select(type => type.Name).ToHashSet();
        var ways = (from left in formats from right in formats where left != right select $"{left}To{right}").ToArray();

        Assert.Equal(30, ways.Length);
        Assert.Subset(operators, ways.Select(way => $"{way}BatchOp").ToHashSet());
        Assert.Subset(operators, ways.Select(way => $"{way}StreamOp").ToHashSet());
    }

    [Fact]
    public void Triples_of_a_rows_own_number_come_back()
    {
        var rows = Table.Of("id", 4, 9).With("csv", "1,\"a,b\"", ",");

        var triples = new MemSourceBatchOp(rows)
            .Link(new CsvToTripleBatchOp().SetCsvCol("csv").SetSchemaStr("x int, t string").SetReservedCols("id").SetTripleRowCol("id"));
        var back = triples.Link(new TripleToCsvBatchOp().SetTripleRowCol("id").SetSchemaStr("x int, t string").SetCsvCol("csv")).Collect();

        Assert.Equal([4, 4], triples.Collect().Values<int>("id").ToArray());
        Assert.Equal(["1,\"a,b\""], back.Values<string>("csv").ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Triples_of_a_stream_are_those_of_the_table_however_it_is_cut(int batch)
    {
        var rows = Table.Of<double?>("x", 1.5, null, -0.0, 4, null).With<string>("t", "a", "b", null!, "c", null!);
        const string schema = "x double, t string";

        var triples = new MemSourceStreamOp(rows).Link(new ColumnsToTripleStreamOp().SetSelectedCols("x", "t").SetReservedCols());
        var made = await CollectAsync(triples, batch);
        var back = await CollectAsync(new MemSourceStreamOp(made).Link(new TripleToColumnsStreamOp().SetSchemaStr(schema)), batch);

        AnyTable.AssertSame(rows.ColumnsToTriples(["x", "t"]), made);
        AnyTable.AssertSame(rows.Head(4).With("row", 0L, 1, 2, 3).Select("row", "x", "t"), back);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Triples_of_a_row_that_do_not_stand_together_make_two_rows(int batch)
    {
        var triples = Table.Of("row", 7, 7, 8, 7, 8, 8).With("column", "x", "y", "x", "x", "x", "y").With("value", "1", "2", "3", "4", "5", "6");

        var rows = await CollectAsync(
            new MemSourceStreamOp(triples).Link(new TripleToCsvStreamOp().SetSchemaStr("x int, y int").SetReservedCols()), batch);

        Assert.Equal([7, 8, 7, 8], rows.Values<int>("row").ToArray());
        Assert.Equal(["1,2", "3,", "4,", "5,6"], rows.Values<string>("csv").ToArray());
    }

    [Fact]
    public async Task Triples_of_a_streams_own_number_keep_it()
    {
        var made = await CollectAsync(
            new MemSourceStreamOp(Table.Of("id", 5, 9).With("x", 1, 2))
                .Link(new ColumnsToTripleStreamOp().SetSelectedCols("x").SetReservedCols("id").SetTripleRowCol("id")), 1);

        Assert.Equal([5, 9], made.Values<int>("id").ToArray());
    }

    static async Task<Table> CollectAsync(StreamOperator rows, int batch)
    {
        var tables = new List<Table>();
        rows.Link(new StreamSinkStreamOp(new DelegateSink((_, batches) => tables.AddRange(batches))));
        await StreamOperator.ExecuteAsync(new() { Trigger = StreamTrigger.EveryRows(batch) });
        return Table.Concat(tables);
    }

    [Fact]
    public void Rows_of_a_stream_are_led_one_by_one()
    {
        var rows = Table.Of("kv", "a=1;b=x", "b=y");
        var text = new StringWriter();
        var way = new KvToJsonStreamOp().SetKvCol("kv").SetKvColDelimiter(";").SetKvValDelimiter("=").SetReservedCols();

        new MemSourceStreamOp(rows).Link(way.SetSchemaStr("a double, b string")).Print(text);
        StreamOperator.Execute();

        Assert.Contains("{\"a\":1,\"b\":\"x\"}", text.ToString());
        Assert.Contains("{\"a\":null,\"b\":\"y\"}", text.ToString());
        new MemSourceStreamOp(rows).Link(new KvToJsonStreamOp()).Print(text);
        Assert.Contains("call SetSchemaStr first", Assert.Throws<InvalidOperationException>(() => StreamOperator.Execute()).Message);
    }
}
