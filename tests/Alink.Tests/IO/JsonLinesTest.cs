using System.Text;
using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public sealed class JsonLinesTest : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    Table Read(string content, JsonLinesOptions? options = null) => JsonLines.Read(_scratch.File("rows.jsonl", content), options);

    string Error(string content, JsonLinesOptions? options = null) =>
        Assert.Throws<DataFormatException>(() => Read(content, options)).Message;

    [Fact]
    public void Columns_and_types_are_inferred_in_the_order_of_their_names()
    {
        var table = Read(
            "{\"whole\":1,\"number\":2,\"text\":\"a\\n\\u00e4\",\"flag\":true,\"day\":\"2026-11-22\",\"v\":[1,2.5],\"none\":null}\n\n"
            + "{\"flag\":false,\"number\":\"NaN\",\"whole\":-3,\"v\":[3,4],\"late\":\"x\"}\r\n");

        Assert.Equal(
            ["whole: Int64", "number: Double", "text: String?", "flag: Boolean", "day: DateTimeOffset?", "v: Vector[2]", "none: String?", "late: String?"],
            table.Schema.Fields.Select(field => field.ToString()));
        Assert.Equal([1L, -3], table.Values<long>("whole").ToArray());
        Assert.Equal([2, double.NaN], table.Values<double>("number").ToArray());
        Assert.Equal("a\nä", table.Values<string>("text")[0]);
        Assert.Equal("[3 4]", table.Values<Vector>("v")[1].ToString());
        Assert.True(table.Data("late").IsMissing(0));
    }

    [Fact]
    public void Any_table_is_read_back_as_it_was_written() => AnyTable.Of().Sample(
        table =>
        {
            JsonLines.Write(table, _scratch["any.jsonl"]);
            AnyTable.AssertSame(table, JsonLines.Read(_scratch["any.jsonl"], new JsonLinesOptions { Schema = table.Schema }));
        },
        iter: 300,
        threads: 1);

    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":1\n", "line 2: The text is not a JSON object of numbers, texts, booleans and arrays of numbers: it breaks at byte")]
    [InlineData("{\"a\":1}\n{\"a\":1} x\n", "line 2: The text is not a JSON object")]
    [InlineData("{\"a\":1}\n[1]\n", "line 2: The text is not a JSON object. Found: '[1]'.")]
    [InlineData("{\"a\":1}\n{\"a\":1.5}\n", "line 2, column 'a': The text is not a whole number of 64 bits. Found: '1.5'.")]
    [InlineData("{\"a\":1}\n{\"a\":\"1\"}\n", "line 2, column 'a': The value is a text, and the column holds Int64. Found: '1'.")]
    [InlineData("{\"a\":1}\n{\"a\":true}\n", "The value is a boolean, and the column holds Int64.")]
    [InlineData("{\"a\":1}\n{\"a\":{}}\n", "The value is an object, and the column holds Int64.")]
    [InlineData("{\"a\":1}\n{\"a\":[1]}\n", "The value is an array, and the column holds Int64.")]
    [InlineData("{\"a\":1}\n{\"a\":1,\"a\":2}\n", "line 2, column 'a': The name stands twice.")]
    [InlineData("{\"a\":1}\n{\"b\":1}\n", "line 2: The name is not among the columns that the first rows have shown. Found: 'b'.")]
    [InlineData("{\"a\":1.5}\n{\"a\":1e400}\n", "line 2, column 'a': The number is beyond the range of Double. Found: '1e400'.")]
    [InlineData("{\"a\":[1]}\n{\"a\":[1,2]}\n", "line 2, column 'a': The vector has length 2, and those of this column have 1.")]
    [InlineData("{\"a\":[1]}\n{\"a\":[null]}\n", "Number 1 of the array is null")]
    [InlineData("{\"a\":[1]}\n{\"a\":[[1]]}\n", "line 2, column 'a': Number 1 of the array is an array")]
    [InlineData("{\"a\":\"x\"}\n{\"a\":\"\\ud800\"}\n", "line 2, column 'a': The text is not valid UTF-8, or half of a surrogate pair.")]
    [InlineData("\n", "The file has no rows that could show the columns, and no schema is given.")]
    public void Malformed_rows_are_refused_by_line_and_column(string content, string message) =>
        Assert.Contains(message, Error(content, new JsonLinesOptions { SampleRows = 1 }));

    [Fact]
    public void Text_that_is_not_utf8_is_refused() => Assert.Contains(
        "line 2, column 't': The text is not valid UTF-8.",
        Assert.Throws<DataFormatException>(() => JsonLines.Read(_scratch.File(
            "x.jsonl", [.. "{\"t\":\"a\"}\n{\"t\":\""u8, 0xC3, 0x28, .. "\"}\n"u8]))).Message);

    [Fact]
    public void A_schema_leaves_out_other_names() => Assert.Equal(
        [2.0], Read("{\"a\":{\"b\":[1]},\"n\":2}\n", new JsonLinesOptions { Schema = new Schema(new Field("n", DataType.Double)) }).Values<double>("n").ToArray());

    [Fact]
    public void A_value_that_may_not_be_missing_is_asked_for() => Assert.Contains(
        "line 1, column 'n': The value is missing",
        Error("{}\n", new JsonLinesOptions { Schema = new Schema(new Field("n", DataType.Double)) }));

    [Fact]
    public void Bad_rows_are_set_aside_and_counted()
    {
        var bad = new BadRows();
        var table = Read("{\"a\":1,\"v\":[1]}\n{\"a\":2,\"v\":[1,2]}\n{\"a\":\n{\"a\":4,\"v\":[4]}\n{\"v\":[5],\"a\":\"x\"}\n", new JsonLinesOptions { SetAside = bad });

        Assert.Equal([1L, 4], table.Values<long>("a").ToArray());
        Assert.Equal(["[1]", "[4]"], table.Values<Vector>("v").ToArray().Select(vector => vector.ToString()));
        Assert.Equal([2L, 3, 5], bad.Rows.Select(row => row.Line));
    }

    [Fact]
    public void Text_is_written_readably()
    {
        JsonLines.Write(Table.Of<string>("t", "ä\"\n", null!).With<double>("x", double.NaN, 0.1), _scratch["x.jsonl"]);

        Assert.Equal("{\"t\":\"ä\\\"\\n\",\"x\":\"NaN\"}\n{\"t\":null,\"x\":0.1}\n", File.ReadAllText(_scratch["x.jsonl"], Encoding.UTF8));
    }
}
