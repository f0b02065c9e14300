using Alink.IO;
using static Alink.Tests.IO.Streams.GrowingFilesTest;

namespace Alink.Tests.IO.Streams;

public sealed class GrowingParquetTest : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Parquet_files_count_once_they_are_complete_and_are_cut_at_any_row()
    {
        ParquetFile.Write(Range(0, 100), _scratch["a.parquet"], new() { RowGroupRows = 30 });
        ParquetFile.Write(Range(100, 50), _scratch["b.parquet"], new() { RowGroupRows = 30 });
        var whole = File.ReadAllBytes(_scratch["b.parquet"]);
        File.WriteAllBytes(_scratch["b.parquet"], whole[..^20]);
        var source = ParquetFile.Stream(_scratch.Folder);
        var positions = new Dictionary<string, long>();

        List<long> rows = [];
        for (var epoch = 0; epoch < 9; epoch++)
        {
            var some = Numbers(source, positions, most: 17);
            Assert.Equal(epoch < 5 ? 17 : epoch == 5 ? 15 : 0, some.Length);
            rows.AddRange(some);
        }

        File.WriteAllBytes(_scratch["b.parquet"], whole);
        rows.AddRange(Numbers(source, positions));

        Assert.Equal(Enumerable.Range(0, 150).Select(n => (long)n), rows);
    }

    [Fact]
    public void A_parquet_file_that_is_finished_and_cannot_be_read_is_an_error()
    {
        ParquetFile.Write(Range(0, 100), _scratch["a.parquet"]);
        var source = ParquetFile.Stream(_scratch.Folder, null, Ending);
        Numbers(source, []);
        _scratch.File("b.parquet", "PAR1 and then nothing");

        Assert.Contains("b.parquet", Assert.Throws<DataFormatException>(() => Numbers(source, [])).Message);
    }

    [Fact]
    public void A_parquet_file_of_other_columns_or_fewer_rows_is_refused()
    {
        ParquetFile.Write(Range(0, 100), _scratch["a.parquet"]);
        var source = ParquetFile.Stream(_scratch.Folder);
        var positions = new Dictionary<string, long>();
        Numbers(source, positions);
        ParquetFile.Write(Range(0, 90), _scratch["a.parquet"]);
        Assert.Contains("read to row 100, and holds 90", Assert.Throws<DataFormatException>(() => Numbers(source, positions)).Message);

        ParquetFile.Write(Table.Of("m", 1L), _scratch["a.parquet"]);
        Assert.Contains("a.parquet", Assert.Throws<SchemaException>(() => Numbers(source, [])).Message);
    }
}
