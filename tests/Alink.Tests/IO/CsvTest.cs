using System.IO.Compression;
using System.Text;
using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public sealed class CsvTest : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    Table Read(string content, CsvOptions? options = null) => Csv.Read(_scratch.File("rows.csv", content), options);

    string Error(string content, CsvOptions? options = null) =>
        Assert.Throws<DataFormatException>(() => Read(content, options)).Message;

    [Fact]
    public void Types_are_inferred()
    {
        var table = Read(
            "whole,number,flag,day,text,zip,id,none\n"
            + "1,1.5,true,2026-11-22,a,007,12345678901234567890,\n"
            + "-2,NaN,FALSE,2026-11-22T18:30:00+02:00,,123,1,\n");

        Assert.Equal(
            [
                DataType.Int64, DataType.Double, DataType.Boolean, DataType.DateTimeOffset, DataType.String, DataType.String,
                DataType.String, DataType.String,
            ],
            table.Schema.Fields.Select(field => field.Type));
        Assert.Equal([1L, -2], table.Values<long>("whole").ToArray());
        Assert.Equal([1.5, double.NaN], table.Values<double>("number").ToArray());
        Assert.Equal([true, false], table.Values<bool>("flag").ToArray());
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), table.Values<DateTimeOffset>("day")[0]);
        Assert.True(new DateTimeOffset(2026, 11, 22, 18, 30, 0, TimeSpan.FromHours(2)).EqualsExact(table.Values<DateTimeOffset>("day")[1]));
        Assert.Equal("a|", string.Join('|', table.Values<string>("text").ToArray()));
        Assert.Equal(["007", "123"], table.Values<string>("zip").ToArray());
        Assert.Equal(["12345678901234567890", "1"], table.Values<string>("id").ToArray());
    }

    [Fact]
    public void Only_columns_where_a_value_is_missing_are_nullable_after_reading()
    {
        var table = Read("a,b\n1,\n2,3\n");

        Assert.False(table.Schema["a"].IsNullable);
        Assert.True(table.Schema["b"].IsNullable);
        Assert.Equal(["b"], table.Schema.Fields.Where(field => table.Data(field.Name).HasMissing).Select(field => field.Name));
    }

    [Fact]
    public void A_missing_value_and_empty_text_differ() =>
        Assert.Equal(
            "-||NA|-",
            string.Join('|', Read("t,n\n,1\n\"\",2\n\"NA\",3\nNA,4\n").Values<string>("t").ToArray().Select(text => text ?? "-")));

    [Fact]
    public void Quotes_line_ends_and_spaces_of_text_are_kept()
    {
        var table = Read("\uFEFFa,b\r\n\" x\",\"say \"\"hi\"\"\"\r\n\"line\r\nend\", y \r\n");

        Assert.Equal([" x", "line\r\nend"], table.Values<string>("a").ToArray());
        Assert.Equal(["say \"hi\"", " y "], table.Values<string>("b").ToArray());
    }

    [Fact]
    public void Spaces_around_numbers_are_no_part_of_them() =>
        Assert.Equal([2.5, -1], Read("a,b\n1,\t2.5 \n1, -1\n").Values<double>("b").ToArray());

    [Fact]
    public void Separators_comments_and_escapes_are_options()
    {
        var table = Read("# made by hand\na;b\n1\\;2;x\n", new CsvOptions { Separator = ';', Comment = '#', Escape = '\\' });

        Assert.Equal("1;2", table.Values<string>("a")[0]);
        Assert.Equal("x", table.Values<string>("b")[0]);
    }

    [Fact]
    public void Words_and_formats_are_options()
    {
        var table = Read("n,yes,day\n?,y,20261122\n1,n,20261123\n", new CsvOptions
        {
            NullWords = ["?"],
            TrueWords = ["y"],
            FalseWords = ["n"],
            DateFormats = ["yyyyMMdd"],
        });

        Assert.True(table.Data("n").IsMissing(0));
        Assert.Equal([true, false], table.Values<bool>("yes").ToArray());
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero), table.Values<DateTimeOffset>("day")[1]);
    }

    [Fact]
    public void Without_a_header_columns_are_called_by_their_place() =>
        Assert.Equal(["f0", "f1"], Read("1,2\n", new CsvOptions { HasHeader = false }).Schema.Fields.Select(field => field.Name));

    [Fact]
    public void A_schema_picks_columns_by_name()
    {
        var schema = new Schema(new Field("c", DataType.Single), new Field("a", DataType.Double));
        var table = Read("a,b,c\n1,x,2.5\n", new CsvOptions { Schema = schema });

        Assert.Equal(schema, table.Schema);
        Assert.Equal(2.5f, table.Values<float>("c")[0]);
        Assert.Equal(1, table.Values<double>("a")[0]);
    }

    [Fact]
    public void Vectors_are_read_where_the_schema_says_so()
    {
        var schema = new Schema(new Field("v", DataType.Vector) { IsNullable = true });
        var table = Read("v\n\"1, 2\t3\"\n\n$3$2:5 0:1\n1:7\n", new CsvOptions { Schema = schema });

        Assert.Equal(["[3: 0:1 1:2 2:3]", null, "[3: 0:1 2:5]", "[3: 1:7]"], Enumerable.Range(0, 4).Select(row => table.Data("v").Boxed(row)?.ToString()));
    }

    [Fact]
    public void A_sparse_vector_of_any_length_takes_the_memory_of_what_it_stores()
    {
        var schema = new Schema(new Field("v", DataType.Vector) { IsNullable = true }, new Field("n", DataType.Int64));
        var table = Read("v,n\n,1\n,2\n$2000000000$5:1.5,3\n,4\n", new CsvOptions { Schema = schema });

        Assert.Equal("[2000000000: 5:1.5]", table.Data("v").Boxed(2)!.ToString());
        Assert.True(table.Data("v").IsMissing(0));
        Assert.InRange(table.Data("v").Bytes, 0, 1000);
    }

    [Fact]
    public void A_column_of_few_texts_holds_codes_and_one_of_many_does_not()
    {
        var many = Enumerable.Range(0, 5000).Select(i => i % 10 == 9 ? null : $"t{i}").ToArray();
        var rows = string.Concat(many.Index().Select(row => $"{row.Index % 7},{row.Item}\n"));
        var schema = new Schema(new Field("few", DataType.String), new Field("many", DataType.String) { IsNullable = true });
        var table = Read("few,many\n" + rows, new CsvOptions { Schema = schema });

        Assert.Equal(7, ((StringColumn)table.Data("few")).Dictionary!.Length);
        Assert.Null(((StringColumn)table.Data("many")).Dictionary);
        Assert.Equal(string.Join('|', many), string.Join('|', table.Values<string>("many").ToArray()));
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"{i % 7}"), table.Values<string>("few").ToArray());
    }

    [Fact]
    public void Gzip_is_known_by_its_first_bytes()
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionMode.Compress))
        {
            gzip.Write("a\n5\n"u8);
        }

        Assert.Equal(5, Csv.Read(_scratch.File("rows.csv", bytes.ToArray())).Values<long>("a")[0]);
    }

    [Theory]
    [InlineData("rows.csv")]
    [InlineData("rows.csv.gz")]
    public void Any_table_is_read_back_as_it_was_written(string name) => AnyTable.Of().Sample(
        table =>
        {
            foreach (var options in new CsvOptions[] { new(), new() { Separator = '\t', HasHeader = false, Comment = '#' } })
            {
                Csv.Write(table, _scratch[name], options);
                var schema = options.HasHeader ? table.Schema
                    : new Schema([.. table.Schema.Fields.Select((field, i) => field with { Name = $"f{i}" })]);
                var read = Csv.Read(_scratch[name], options with { Schema = schema });
                AnyTable.AssertSame(
                    new Table(schema, [.. table.Schema.Fields.Select(field => table.Data(field.Name))]), read);
            }
        },
        iter: 200,
        threads: 1);

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

    [Fact]
    public void Bad_rows_are_set_aside_and_counted()
    {
        var bad = new BadRows(kept: 3);
        var schema = new Schema(
            new Field("n", DataType.Double), new Field("t", DataType.String) { IsNullable = true }, new Field("v", DataType.Vector), new Field("k", DataType.Int32));
        var table = Read(
            "n,t,v,k\n1,a,1 2,1\n2,b,1 2,x\n3,c\n,d,1 2,1\n5,NA,1 2 3,5\n6,f\"f,1 2,6\n7,g,3 4,7\n8,h,3 4,\"8\n",
            new CsvOptions { Schema = schema, SetAside = bad });

        Assert.Equal([1.0, 7], table.Values<double>("n").ToArray());
        // The missing text of the row before, which was set aside for another column, leaves no trace.
        Assert.Equal("a|g", string.Join('|', table.Values<string>("t").ToArray()));
        Assert.Equal([3.0, 4], table.Values<Vector>("v")[1].ToArray());
        Assert.Equal([1, 7], table.Values<int>("k").ToArray());
        Assert.Equal(6, bad.Count);
        Assert.Equal([3L, 4, 5], bad.Rows.Select(row => row.Line));
        Assert.Equal(["k", null, "n"], bad.Rows.Select(row => row.Column));
        Assert.Equal("The text is not a whole number of 32 bits.", bad.Rows[0].Reason);
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_no_other()
    {
        var path = _scratch.File("rows.csv", "a\n1\n");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(
            () => Csv.Write(Table.Of<double>("b", 1.0), path, cancellation: cancelled.Token));

        Assert.Equal("a\n1\n", File.ReadAllText(path));
        Assert.Equal(["rows.csv"], _scratch.Names);
    }

    [Fact]
    public void Numbers_are_written_shortest()
    {
        Csv.Write(Table.Of<double>("a", 0.1, 1e-5, 1e300, -0.0, double.NaN, double.NegativeInfinity, 3), _scratch["x.csv"]);

        Assert.Equal("a\n0.1\n1E-05\n1E+300\n-0\nNaN\n-Infinity\n3\n", File.ReadAllText(_scratch["x.csv"]));
    }
}
