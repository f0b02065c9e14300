using Alink.Operators;

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
        Assert.Subset(operators, ways.Where(way => !way.Contains("Triple", StringComparison.Ordinal)).Select(way => $"{way}StreamOp").ToHashSet());
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
