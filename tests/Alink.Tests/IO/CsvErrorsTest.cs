using System.IO.Compression;
using System.Text;
using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public sealed class CsvErrorsTest : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    Table Read(string content, CsvOptions? options = null) => Csv.Read(_scratch.File("rows.csv", content), options);

    string Error(string content, CsvOptions? options = null) =>
        Assert.Throws<DataFormatException>(() => Read(content, options)).Message;

    [Theory]
    [InlineData("a,b\n1,2\n3\n", "line 3: The row has 1 fields, and there should be 2. Found: '3'.")]
    [InlineData("a,b\n1,2\n3,4,5\n", "line 3: The row has 3 fields, and there should be 2. Found: '3,4,5'.")]
    [InlineData("a,b\n1,x\n3,\"y\n", "line 3: A quote is not closed. Found: '3,\"y")]
    [InlineData("a,b\n1,x\n3,y\"z\n", "line 3: A quote stands inside a field that has none around it. Found: '3,y\"z'.")]
    [InlineData("a,b\n1,x\n3,\"y\"z\n", "line 3: Text follows the closing quote of a field. Found: '3,\"y\"z'.")]
    [InlineData("a,a\n1,2\n", "line 1, column 'a': The column's name stands twice.")]
    [InlineData("", "The file is empty; there is no header.")]
    [InlineData("n\n1e400\n", "line 2, column 'n': The number is beyond the range of Double. Found: '1e400'.")]
    public void Malformed_files_are_refused(string content, string message) => Assert.Contains(message, Error(content));

    [Theory]
    [InlineData(DataType.Double, "x", "The text is not a number. Found: 'x'.")]
    [InlineData(DataType.Double, "1;5", "The text is not a number.")]
    [InlineData(DataType.Double, "\"1,5\"", "The text is not a number. Found: '1,5'.")]
    [InlineData(DataType.Single, "1e39", "beyond the range of Single")]
    [InlineData(DataType.Single, "x", "The text is not a number.")]
    [InlineData(DataType.Int64, "1.0", "not a whole number of 64 bits")]
    [InlineData(DataType.Int64, "9223372036854775808", "not a whole number of 64 bits")]
    [InlineData(DataType.Int32, "2147483648", "not a whole number of 32 bits")]
    [InlineData(DataType.Boolean, "1", "not a boolean: true or false")]
    [InlineData(DataType.DateTimeOffset, "2026-02-29", "not a date or a moment of ISO 8601")]
    [InlineData(DataType.Vector, "1 2 x", "The text is not a vector: A number is missing or malformed. It is at place 5 of the field.")]
    [InlineData(DataType.Int64, "", "The value is missing, and the schema says that it never is.")]
    public void A_value_of_another_type_is_refused_by_line_and_column(DataType type, string text, string message)
    {
        var schema = new Schema(new Field("k", DataType.Int64), new Field("v", type));
        Assert.Contains("line 3, column 'v': ", Error($"k,v\n0,{Fine(type)}\n1,{text}\n2,x\n", new CsvOptions { Schema = schema }));
        Assert.Contains(message, Error($"k,v\n0,{Fine(type)}\n1,{text}\n2,x\n", new CsvOptions { Schema = schema }));
    }

    static string Fine(DataType type) => type switch
    {
        DataType.Boolean => "true",
        DataType.DateTimeOffset => "2026-02-28",
        DataType.Vector => "1 2 3",
        _ => "7",
    };

    [Fact]
    public void Types_are_strict_after_the_sample() => Assert.Contains(
        "line 4, column 'n': The text is not a whole number of 64 bits. Found: '1.5'.",
        Error("n\n1\n2\n1.5\n", new CsvOptions { SampleRows = 2 }));

    [Fact]
    public void Text_that_is_not_utf8_is_refused() => Assert.Contains(
        "line 2, column 't': The text is not valid UTF-8.",
        Assert.Throws<DataFormatException>(() => Csv.Read(_scratch.File("x.csv", [.. "t\na"u8, 0xC3, 0x28, .. "\n"u8]))).Message);

    [Theory]
    [InlineData("NaN")]
    [InlineData("-inf")]
    public void Numbers_that_are_not_finite_are_refused_where_they_are_not_allowed(string text) => Assert.Contains(
        "line 3, column 'n': The number is not finite, and such numbers are not allowed here.",
        Error($"n\n1.5\n{text}\n", new CsvOptions { AllowNonFinite = false }));

    [Fact]
    public void A_column_that_the_header_has_not_is_named_with_the_nearest() => Assert.Contains(
        "column 'lable': The schema asks for a column that the header has not. Did you mean 'label'?",
        Error("label\n1\n", new CsvOptions { Schema = new Schema(new Field("lable", DataType.Int64)) }));

    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Contains(
        "none.csv: There is no such file.", Assert.Throws<DataFormatException>(() => Csv.Read(_scratch["none.csv"])).Message);

    [Fact]
    public void A_row_that_never_ends_is_refused_before_it_fills_the_memory() => Assert.Contains(
        "The row is longer than MaxRowBytes = 1024",
        Error("a,b\n1,2\n3,\"" + new string('x', 2_000_000) + "\n4,5\n", new CsvOptions { MaxRowBytes = 1024 }));

    [Fact]
    public void More_columns_than_allowed_are_refused() => Assert.Contains(
        "There are 3 columns, above MaxColumns = 2.", Error("a,b,c\n", new CsvOptions { MaxColumns = 2 }));

    [Fact]
    public void Corrupt_and_truncated_gzip_is_refused()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Range(0, 9999).Select(i => $"{i},{i * 7919}\n"))));
        }

        var whole = bytes.ToArray();
        var corrupt = whole.ToArray();
        corrupt[whole.Length / 2] ^= 0x55;
        Assert.Equal(19_998, Csv.Read(_scratch.File("x.gz", [.. whole, .. whole]), new CsvOptions { SetAside = new(), SampleRows = 10 }).RowCount);
        foreach (var broken in new[] { whole[..(whole.Length / 2)], corrupt, [.. whole, .. whole[..^20]] })
        {
            Assert.Contains("x.gz", Assert.Throws<DataFormatException>(() => Csv.Read(_scratch.File("x.gz", broken))).Message);
        }
    }
}
