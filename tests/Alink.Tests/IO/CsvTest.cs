using System.IO.Compression;
using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public sealed class CsvTest : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    Table Read(string content, CsvOptions? options = null) => Csv.Read(_scratch.File("rows.csv", content), options);

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
