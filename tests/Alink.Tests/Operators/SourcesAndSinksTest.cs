using Alink.IO;
using Alink.Operators;

namespace Alink.Tests.Operators;

public sealed class SourcesAndSinksTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink-operators").FullName;

    [Fact]
    public void Rows_of_any_values_are_a_table()
    {
        var rows = new MemSourceBatchOp(
            [[1, 2, 0.5f, "a", true, "1 2"], [null, 3L, 1, null, false, Vector.Of([3.0, 4.0])]],
            "i int, l bigint, d double, s string, b boolean not null, v vector(2)").Collect();

        Assert.Equal("i: Int32?, l: Int64?, d: Double?, s: String?, b: Boolean, v: Vector[2]?", rows.Schema.ToString());
        Assert.Equal([1, null], rows.Rows.Select(row => (int?)row["i"]));
        Assert.Equal([0.5, 1], rows.Values<double>("d").ToArray());
        Assert.Equal([4.0], [rows.Values<Vector>("v")[1][1]]);
        Assert.Contains("Row 1 has 1 values", Assert.Throws<SchemaException>(() => new MemSourceBatchOp([[1, 2], [1]], "a int, b int")).Message);
        Assert.Contains("In row 0, a Double stands in column 'a' of Int32: '1.5'", Assert.Throws<SchemaException>(() => new MemSourceBatchOp([[1.5]], "a int")).Message);
    }

    [Fact]
    public void Whole_numbers_come_one_after_the_other()
    {
        Assert.Equal([3L, 4, 5], new NumSeqSourceBatchOp(3, 5).Collect().Values<long>("num").ToArray());
        Assert.Equal(0, new NumSeqSourceBatchOp(3, 2).Collect().RowCount);
    }

    [Fact]
    public void Sinks_that_are_linked_are_written_by_one_run_and_read_back()
    {
        var table = Table.Of("x", 1.5, 2.5).With("s", "a;b", "c\td");
        var source = new TableSourceBatchOp(table);
        source.Link(new CsvSinkBatchOp().SetFilePath(At("rows.csv")).SetFieldDelimiter(';'));
        source.Link(new TsvSinkBatchOp().SetFilePath(At("rows.tsv")));
        source.Link(new ParquetSinkBatchOp().SetFilePath(At("rows.parquet")));
        source.Link(new FileSinkBatchOp().SetFilePath(At("rows.jsonl.gz")));
        source.Select("s").Link(new TextSinkBatchOp().SetFilePath(At("rows.txt")));
        var vectors = Table.Of("label", 1.0, 0.0).With<Vector>("features", [1.0, 2.0], [3.0, 4.0]);
        new TableSourceBatchOp(vectors).Link(new LibSvmSinkBatchOp().SetFilePath(At("rows.svm")));

        Assert.Empty(Directory.GetFiles(_folder));
        BatchOperator.Execute();

        Assert.Equal("x;s\n1.5;\"a;b\"\n2.5;c\td\n", File.ReadAllText(At("rows.csv")));
        Same(table, new CsvSourceBatchOp().SetFilePath(At("rows.csv")).SetFieldDelimiter(';').SetIgnoreFirstLine(true));
        Same(table, new TsvSourceBatchOp().SetFilePath(At("rows.tsv")).SetIgnoreFirstLine(true).SetSchemaStr("x double, s string"));
        Same(table, new ParquetSourceBatchOp().SetFilePath(At("rows.parquet")));
        Same(table, new FileSourceBatchOp().SetFilePath(At("rows.jsonl.gz")));
        Same(table.Select("s").Rename("s", "line"), new TextSourceBatchOp().SetFilePath(At("rows.txt")).SetTextCol("line"));
        Assert.Equal([3.0, 4.0], new LibSvmSourceBatchOp().SetFilePath(At("rows.svm")).Collect().Values<Vector>("features")[1].ToArray());
    }

    [Fact]
    public void What_has_no_file_and_what_is_no_line_is_refused()
    {
        Assert.Contains("call SetFilePath first", Assert.Throws<InvalidOperationException>(() => new CsvSourceBatchOp().Collect()).Message);
        new MemSourceBatchOp(Table.Of("s", "a\nb")).Link(new TextSinkBatchOp().SetFilePath(At("x.txt")));
        Assert.Contains("several lines", Assert.Throws<RowException>(BatchOperator.Execute).Message);
        new MemSourceBatchOp(Table.Of("x", 1)).Link(new TextSinkBatchOp().SetFilePath(At("x.txt")));
        Assert.Throws<SchemaException>(BatchOperator.Execute);
        new MemSourceBatchOp(Table.Of("x", 1)).Link(new ParquetSinkBatchOp());
        Assert.Contains("call SetFilePath first", Assert.Throws<InvalidOperationException>(BatchOperator.Execute).Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string At(string name) => Path.Combine(_folder, name);

    static void Same(Table expected, BatchOperator node) => Assert.Equal(expected.Format(), node.Collect().Format());
}
