using System.Text;
using Alink.IO;

namespace Alink.Tests.IO;

public class RecordParserTest
{
    static readonly Schema Schema = SchemaText.Parse("x LONG, name STRING, y DOUBLE");

    [Fact]
    public void Json_objects_fill_one_table_after_the_other()
    {
        var parser = RecordParser.Json(Schema);

        Assert.Equal([1, 2], Read(parser, "{\"x\":1,\"name\":\"a\",\"y\":2}", "{\"y\":0.5,\"z\":[1],\"x\":2}").Values<long>("x").ToArray());
        Assert.Equal([3], Read(parser, "{\"x\":3}").Values<long>("x").ToArray());
    }

    [Fact]
    public void A_bad_record_leaves_no_trace_and_its_row_comes_again()
    {
        var parser = RecordParser.Json(Schema);
        parser.Reserve(2);

        Assert.NotNull(parser.Parse(0, "{\"name\":\"bad\",\"x\":\"1\"}"u8, out var column, out var text));
        Assert.Equal(("x", "1"), (column, Encoding.UTF8.GetString(text)));
        Assert.Null(parser.Parse(0, "{\"x\":7}"u8, out _, out _));

        var rows = parser.Build(1);
        Assert.Equal([7], rows.Values<long>("x").ToArray());
        Assert.True(rows.Data("name").IsMissing(0));
    }

    [Theory]
    [InlineData("1,a,2.5", "a")]
    [InlineData("1,\"a\",2.5\n", "a")]
    [InlineData("1,\"a,\"\"b\n\",2.5\r\n", "a,\"b\n")]
    [InlineData("1,\"NA\",2.5", "NA")]
    [InlineData("1,\"\", 2.5", "")]
    [InlineData(" 1 ,é,\"2.5\"", "é")]
    public void Csv_is_read_as_it_is_from_files(string record, string name)
    {
        var rows = Read(RecordParser.Csv(Schema), record);
        using var folder = new Scratch();
        File.WriteAllText(folder["rows.csv"], record);
        var file = Csv.Read(folder["rows.csv"], new CsvOptions { Schema = Schema, HasHeader = false });

        Assert.Equal((1, name, 2.5), (rows.Values<long>("x")[0], rows.Values<string>("name")[0], rows.Values<double>("y")[0]));
        Assert.Equal(file.Values<string>("name")[0], name);
    }

    [Theory]
    [InlineData("1,,2.5", "name")]
    [InlineData("1,NA,2.5", "name")]
    [InlineData("1,a,", "y")]
    [InlineData("1,a,\"null\"", "y")]
    public void Words_for_nothing_are_missing_values(string record, string column) =>
        Assert.True(Read(RecordParser.Csv(Schema), record).Data(column).IsMissing(0));

    [Theory]
    [InlineData("1,a", "has 2 fields, and there should be 3", null)]
    [InlineData("1,a,2,", "has 4 fields", null)]
    [InlineData("", "has 1 fields", null)]
    [InlineData("1,\"a,2", "quote is not closed", null)]
    [InlineData("1,\"a\"b,2", "text stands before or after the quotes", null)]
    [InlineData("1,a\"b,2", "text stands before or after the quotes", null)]
    [InlineData("1,a,2\n2,b,3", "more than one row", null)]
    [InlineData("1.5,a,2", "", "x")]
    public void Malformed_csv_is_refused(string record, string reason, string? column)
    {
        var parser = RecordParser.Csv(Schema);
        parser.Reserve(1);

        Assert.Contains(reason, parser.Parse(0, Encoding.UTF8.GetBytes(record), out var where, out _));
        Assert.Equal(column, where);
    }

    [Fact]
    public void Text_must_be_utf8()
    {
        var parser = RecordParser.Text("message");
        parser.Reserve(1);

        Assert.NotNull(parser.Parse(0, [0xFF], out var column, out _));
        Assert.Equal("message", column);
        Assert.Equal("é", Read(parser, "é").Values<string>("message")[0]);
    }

    static Table Read(RecordParser parser, params string[] records)
    {
        parser.Reserve(records.Length);
        for (var row = 0; row < records.Length; row++)
        {
            Assert.Null(parser.Parse(row, Encoding.UTF8.GetBytes(records[row]), out _, out _));
        }

        return parser.Build(records.Length);
    }
}
