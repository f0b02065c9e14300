using Alink.IO;
using Alink.Operators;
using Alink.Runtime;

namespace Alink.Tests.Operators;

public sealed class RejectingSourcesTest : IDisposable
{
    static readonly RejectLimit Half = new() { MostShare = 0.5 };

    readonly string _folder = Directory.CreateTempSubdirectory("alink-rejects").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Lines_that_cannot_be_read_come_out_of_the_side_output()
    {
        Assert.Equal(("1 3", "two"), await RunAsync(Lines().SetRejectLimit(Half), source => source));
    }

    [Fact]
    public async Task Records_of_any_source_do()
    {
        File.WriteAllText(At("rows.jsonl"), """
            {"x":1}
            {"x":"two"}
            {"x":3}
            """);
        var json = JsonLines.Stream(At("rows.jsonl"), new() { Schema = SchemaText.Parse("x int") }, new() { Ends = true });

        Assert.Equal(
            ("1 3", "{\"x\":\"two\"}"), await RunAsync(new StreamSourceStreamOp(json).SetRejectLimit(Half), source => source));
    }

    [Fact]
    public async Task A_source_that_is_slowed_down_hands_them_over_as_well() => Assert.Equal(
        ("1 3", "two"),
        await RunAsync(Lines().SetRejectLimit(Half), source => new SpeedControlStreamOp().SetTimeInterval(1e-6).LinkFrom(source)));

    [Fact]
    public async Task Too_many_end_the_job_and_without_a_limit_the_first()
    {
        Lines().SetRejectLimit(new() { MostShare = 0.3 }).Link(StreamOperatorsTest.Into([]));
        Assert.Contains("above MostShare", (await Assert.ThrowsAsync<DataFormatException>(() => StreamOperator.ExecuteAsync())).Message);

        Assert.Equal(0, Lines().GetSideOutputCount());
        Lines().Link(StreamOperatorsTest.Into([]));
        Assert.Contains("two", (await Assert.ThrowsAsync<DataFormatException>(() => StreamOperator.ExecuteAsync())).Message);
    }

    [Fact]
    public void A_source_without_records_takes_no_limit() => Assert.Contains(
        "TableSource has no records that cannot be read",
        Assert.Throws<InvalidOperationException>(
            () => new StreamSourceStreamOp(new TableSource(Table.Of("x", 1))).SetRejectLimit(Half).Stream()).Message);

    CsvSourceStreamOp Lines()
    {
        File.WriteAllText(At("rows.csv"), "1\ntwo\n3\n");
        return new CsvSourceStreamOp().SetFilePath(At("rows.csv")).SetSchemaStr("x int");
    }

    /// <summary>The rows of an operator, and the texts of its side output.</summary>
    static async Task<(string Rows, string Rejected)> RunAsync(SourceStreamOp source, Func<SourceStreamOp, StreamOperator> through)
    {
        var (rows, rejected) = (new List<Table>(), new List<Table>());
        var last = through(source);
        last.Link(StreamOperatorsTest.Into(rows));
        last.GetSideOutput().Link(StreamOperatorsTest.Into(rejected));
        await StreamOperator.ExecuteAsync();
        return (
            string.Join(' ', rows.SelectMany(table => table.Values<int>("x").ToArray())),
            string.Join(' ', rejected.SelectMany(table => table.Values<string>("text").ToArray())));
    }

    string At(string name) => Path.Combine(_folder, name);
}
