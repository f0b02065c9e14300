using Alink.IO;

namespace Alink.Tests.IO.Streams;

public sealed class FileSinkTest : IDisposable
{
    static readonly Table Some = Table.Of("n", 1L, 2L).With("t", "a", "b");

    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Each_epoch_is_a_file_of_its_own_in_any_format()
    {
        foreach (var extension in (string[])[".csv", ".tsv", ".jsonl", ".parquet"])
        {
            var folder = _scratch[extension[1..]];
            var sink = DataFile.Sink(folder, extension);
            await sink.WriteAsync(1, [Some, Some], default);
            await sink.WriteAsync(12, [Some], default);

            Assert.Equal(
                [$"part-000000000001{extension}", $"part-000000000012{extension}"],
                Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.Equal([1L, 2, 1, 2, 1, 2], DataFile.Open(folder).ToTable().Values<long>("n").ToArray());
            Assert.Equal([1L, 2], DataFile.Read(sink.PathOf(12)).Values<long>("n").ToArray());
        }
    }

    [Fact]
    public async Task The_same_epoch_again_changes_nothing()
    {
        await Csv.Sink(_scratch.Folder).WriteAsync(3, [Some], default);
        var written = File.GetLastWriteTimeUtc(_scratch["part-000000000003.csv"]);

        await Csv.Sink(_scratch.Folder).WriteAsync(3, [Some], default);

        Assert.Equal(["part-000000000003.csv"], _scratch.Names);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_scratch["part-000000000003.csv"]));
    }

    [Fact]
    public async Task An_epoch_that_another_job_wrote_is_refused_and_stays()
    {
        await Csv.Sink(_scratch.Folder).WriteAsync(3, [Some], default);

        var error = await Assert.ThrowsAsync<DataFormatException>(
            async () => await Csv.Sink(_scratch.Folder).WriteAsync(3, [Some.Slice(0, 1)], default));

        Assert.Contains("part-000000000003.csv: Epoch 3 was written before with other rows", error.Message);
        Assert.Equal("n,t\n1,a\n2,b\n", await File.ReadAllTextAsync(_scratch["part-000000000003.csv"]));
    }

    [Fact]
    public async Task What_a_crash_has_left_is_deleted_and_never_seen_by_readers()
    {
        await Csv.Sink(_scratch.Folder).WriteAsync(1, [Some], default);
        _scratch.File(".part-000000000002.csv.tmp", "n,t\n1,");

        Assert.Equal(2, Csv.Open(_scratch.Folder).ToTable().RowCount);
        await Csv.Sink(_scratch.Folder).WriteAsync(3, [Some], default);

        Assert.Equal(["part-000000000001.csv", "part-000000000003.csv"], _scratch.Names);
    }

    /// <summary>Linux keeps a device that is always full: what is written to it fails as on a full disk.</summary>
    [Fact]
    public async Task A_full_disk_is_an_error_that_names_the_epoch_and_leaves_nothing()
    {
        Assert.True(File.Exists("/dev/full"), "This test writes to /dev/full, which this system has not.");
        var sink = Csv.Sink(_scratch.Folder);
        await sink.WriteAsync(1, [Some], default);
        File.CreateSymbolicLink(_scratch[".part-000000000002.csv.tmp"], "/dev/full");

        var error = await Assert.ThrowsAsync<IOException>(async () => await sink.WriteAsync(2, [Some], default));

        Assert.Contains("Epoch 2 could not be written to", error.Message);
        Assert.Contains("No space left on device", error.Message);
        Assert.Equal(["part-000000000001.csv"], _scratch.Names);
        await sink.WriteAsync(2, [Some], default);
        Assert.Equal(["part-000000000001.csv", "part-000000000002.csv"], _scratch.Names);
    }

    [Fact]
    public async Task A_cancelled_write_leaves_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Csv.Sink(_scratch.Folder).WriteAsync(1, [Some], new CancellationToken(canceled: true)));

        Assert.Empty(_scratch.Names);
    }

    [Fact]
    public void An_ending_that_tells_no_format_is_refused() =>
        Assert.Contains("'.xls'", Assert.Throws<DataFormatException>(() => DataFile.Sink(_scratch.Folder, ".xls")).Message);
}
