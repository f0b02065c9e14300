using Alink.IO;
using CsCheck;

namespace Alink.Tests.IO;

public sealed class ParquetFileTest : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("alink-parquet").FullName;

    string File => Path.Combine(_folder, "rows.parquet");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ParquetCompression.Snappy)]
    [InlineData(ParquetCompression.Zstd)]
    [InlineData(ParquetCompression.Gzip)]
    [InlineData(ParquetCompression.None)]
    public void Every_type_comes_back_with_its_missing_values(ParquetCompression compression)
    {
        var rows = Table
            .Of<bool?>("b", true, null, false)
            .With<int?>("i", int.MinValue, null, int.MaxValue)
            .With("l", long.MinValue, 0, long.MaxValue)
            .With<float?>("f", float.Epsilon, null, float.MaxValue)
            .With("d", double.NaN, double.NegativeInfinity, -0.0)
            .With<double?>("n", double.Epsilon, null, double.MaxValue)
            .With("s", "", null, "naïve \"quoted\"\n日本")
            .With<DateTimeOffset?>("t", DateTimeOffset.UnixEpoch.AddTicks(10), null, new DateTimeOffset(2024, 2, 29, 23, 59, 59, TimeSpan.Zero))
            .With("v", Vector.Of([1.0, double.NaN]), Vector.Of([0.0, -1.5]), Vector.Of([1e300, 2.0]))
            .With("x", Vector.Sparse(5, new[] { 1, 4 }, new[] { 1.5, 2.5 }), Vector.Sparse(5, default, default), Vector.Sparse(5, new[] { 0 }, new[] { -1.0 }));

        ParquetFile.Write(rows, File, new() { Compression = compression });

        Same(rows, ParquetFile.Read(File));
    }

    [Fact]
    public void Several_row_groups_are_read_as_one_table()
    {
        var rows = Table.Of("id", [.. Enumerable.Range(0, 1000)])
            .With<string>("s", row => row.Index % 7 == 0 ? null! : $"text {row.Index % 5}")
            .With<double?>("n", row => row.Index % 3 == 0 ? null : row.Index / 3.0)
            .With<Vector>("v", row => Vector.Of([row.Index, -row.Index]));

        ParquetFile.Write(rows, File, new() { RowGroupRows = 300 });

        Same(rows, ParquetFile.Read(File));
    }

    [Fact]
    public void Row_groups_are_lanes_that_hold_every_row_once()
    {
        var rows = Table.Of("id", [.. Enumerable.Range(0, 30_000)]);
        ParquetFile.Write(rows, File, new() { RowGroupRows = 7_000 });
        ParquetFile.Write(rows.Slice(0, 10), Path.Combine(_folder, "rows2.parquet"));

        var files = ParquetFile.Open(_folder);

        Assert.Equal(30_010, files.ReadAll().Sum(batch => batch.RowCount));
        Assert.Equal("id: Int32", files.Schema.ToString());
    }

    [Fact]
    public void A_missing_vector_comes_back_missing()
    {
        var builder = new VectorColumnBuilder();
        builder.Append([1.0, 2.0]);
        builder.AppendMissing();
        var rows = Table.Of("id", 1, 2).With(new Field("v", DataType.Vector) { IsNullable = true }, builder.Build());

        ParquetFile.Write(rows, File);

        Same(rows, ParquetFile.Read(File));
    }

    [Fact]
    public void Every_double_comes_back_to_the_bit() => Gen.Double.Array[1, 200].Sample(
        numbers =>
        {
            ParquetFile.Write(Table.Of("x", numbers), File);
            Assert.Equal(
                numbers.Select(BitConverter.DoubleToInt64Bits),
                ParquetFile.Read(File).Values<double>("x").ToArray().Select(BitConverter.DoubleToInt64Bits));
        },
        iter: 30, threads: 1);

    [Fact]
    public void Only_the_columns_asked_for_are_read()
    {
        ParquetFile.Write(Table.Of("a", 1).With("b", 2).With("c", 3), File);

        Assert.Equal("c: Int32, a: Int32", ParquetFile.Read(File, new() { Columns = ["c", "a"] }).Schema.ToString());
        Assert.Contains("Did you mean 'b'", Assert.Throws<SchemaException>(() => ParquetFile.Read(File, new() { Columns = ["bb"] })).Message);
    }

    [Fact]
    public void No_rows_keep_their_columns()
    {
        ParquetFile.Write(Table.Of("a", 1).With("s", "x").Slice(0, 0), File);

        Assert.Equal((0, 2), (ParquetFile.Read(File).RowCount, ParquetFile.Read(File).Schema.Fields.Length));
    }

    [Fact]
    public void Every_truncation_and_any_flipped_byte_is_an_error_that_names_the_file_or_reads_as_a_table()
    {
        ParquetFile.Write(Table.Of("a", 1.0, 2.0).With("s", "x", "y").With("v", Vector.Of([1.0]), Vector.Of([2.0])), File);
        var bytes = System.IO.File.ReadAllBytes(File);
        for (var length = 0; length < bytes.Length; length += 7)
        {
            System.IO.File.WriteAllBytes(File, bytes[..length]);
            Assert.Equal(File, Assert.Throws<DataFormatException>(() => ParquetFile.Read(File)).File);
        }

        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var flipped = bytes.ToArray();
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
            System.IO.File.WriteAllBytes(File, flipped);
            try
            {
                ParquetFile.Read(File);
            }
            catch (DataFormatException error)
            {
                Assert.Equal(File, error.File);
            }
            catch (SchemaException)
            {
                // A flipped letter of a name may make two columns of one name.
            }
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x15, 2, 0x15, 2, 0 }, "Field 2 of a structure is of another type.")]
    [InlineData(new byte[] { 0x15, 2, 0x19, 0x15, 2, 0 }, "The elements of a list are of another type.")]
    public void A_footer_of_other_types_sends_no_decoder_round_in_circles(byte[] footer, string message)
    {
        System.IO.File.WriteAllBytes(
            File, [.. "PAR1"u8, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8]);

        Assert.Contains(message, Assert.Throws<DataFormatException>(() => ParquetFile.Read(File)).Message);
    }

    [Fact]
    public void A_column_that_says_it_holds_more_than_its_pages_takes_no_memory()
    {
        // 100 and 8191 as the footer writes them; its counts of rows and of values agree, and those of the pages stay.
        ReadOnlySpan<byte> few = [0xC8, 0x01], many = [0xFE, 0x7F];
        ParquetFile.Write(Table.Of("x", Enumerable.Range(0, 100).ToArray()), File, new() { Compression = ParquetCompression.None });
        var bytes = System.IO.File.ReadAllBytes(File);
        var footer = bytes.AsSpan(bytes.Length - 8 - BitConverter.ToInt32(bytes, bytes.Length - 8));
        for (var place = footer.IndexOf(few); place >= 0; place = footer.IndexOf(few))
        {
            many.CopyTo(footer[place..]);
        }

        System.IO.File.WriteAllBytes(File, bytes);

        Assert.Contains(
            "The column says it holds 8191 values; its pages hold 100.",
            Assert.Throws<DataFormatException>(() => ParquetFile.Read(File)).Message);
    }

    [Fact]
    public void Another_format_and_a_file_that_is_not_there_are_named()
    {
        System.IO.File.WriteAllText(File, "a,b\n1,2\n");

        Assert.Contains("not a Parquet file", Assert.Throws<DataFormatException>(() => ParquetFile.Read(File)).Message);
        Assert.Contains("There is no such file", Assert.Throws<DataFormatException>(() => ParquetFile.Read(File + "x")).Message);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_no_other()
    {
        ParquetFile.Write(Table.Of("a", 1), File);
        var broken = Table.Of("a", 1).With(new Field("n", DataType.Double), new FixedColumn<double>(new[] { 1.0 }, Validity.Where(1, _ => true)));

        Assert.Throws<SchemaException>(() => ParquetFile.Write(broken, File));
        Assert.Equal([File], Directory.GetFiles(_folder));
        Assert.Equal(1, ParquetFile.Read(File).RowCount);
    }

    static void Same(Table expected, Table actual)
    {
        Assert.Equal(expected.Schema.Fields.Select(field => (field.Name, field.Type)), actual.Schema.Fields.Select(field => (field.Name, field.Type)));
        foreach (var field in expected.Schema.Fields)
        {
            Assert.Equal(
                Enumerable.Range(0, expected.RowCount).Select(row => expected.Data(field.Name).Boxed(row)?.ToString()),
                Enumerable.Range(0, actual.RowCount).Select(row => actual.Data(field.Name).Boxed(row)?.ToString()));
        }
    }
}
