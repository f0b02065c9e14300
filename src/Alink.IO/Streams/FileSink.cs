using System.Globalization;

namespace Alink.IO;

/// <summary>Writes the rows of each epoch to a file of its own, whole or not at all.</summary>
/// <remarks>
/// <para>
/// The files are called <c>part-000000000012.csv</c> by the number of the epoch. Each is written beside its place under a
/// name that begins with a point, flushed to the disk, and renamed; what a crash left there is deleted before the next one.
/// So every file of the folder that a reader sees is complete, and together they hold every row once.
/// </para>
/// <para>
/// An epoch whose file is there already is compared with it, and changes nothing; where they differ, the folder is one of
/// another job and that is an error. Two jobs must not write into one folder. A full disk is an <see cref="IOException"/>
/// that names the epoch; the rows stay in the job's checkpoint, and are written when it goes on.
/// </para>
/// <para>Made by <see cref="Csv.Sink"/>, <see cref="JsonLines.Sink"/>, <see cref="ParquetFile.Sink"/> and
/// <see cref="DataFile.Sink"/>.</para>
/// </remarks>
public sealed class FileSink : IStreamSink
{
    readonly string _folder;
    readonly string _extension;
    readonly Action<Table, Stream, CancellationToken> _write;
    bool _isClean;

    /// <param name="folder">Where the files go; it is made if it is not there.</param>
    /// <param name="extension">What their names end in, with a point.</param>
    /// <param name="write">Writes the rows of an epoch.</param>
    internal FileSink(string folder, string extension, Action<Table, Stream, CancellationToken> write) =>
        (_folder, _extension, _write) = (Path.GetFullPath(folder), extension, write);

    /// <summary>The path of the file of an epoch.</summary>
    public string PathOf(long epoch) => Path.Combine(_folder, NameOf(epoch));

    /// <inheritdoc/>
    /// <exception cref="IOException">The disk is full, or the folder cannot be written to.</exception>
    /// <exception cref="DataFormatException">There is a file of this epoch that holds other rows.</exception>
    public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
    {
        var path = PathOf(epoch);
        var temporary = Path.Combine(_folder, $".{NameOf(epoch)}.tmp");
        try
        {
            Clean();
            try
            {
                using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
                {
                    _write(Table.Concat(rows), file, cancellation);
                    file.Flush(flushToDisk: true);
                }

                if (!File.Exists(path))
                {
                    File.Move(temporary, path);
                    FolderFlush.Run(_folder);
                }
                else if (!AreSame(temporary, path))
                {
                    throw new DataFormatException(
                        $"Epoch {epoch} was written before with other rows: the folder is of another job, or of one that began anew. "
                        + "Give this job a folder of its own, or delete the file to have it written again.",
                        path);
                }
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Epoch {epoch} could not be written to {path}, and nothing of it was. {exception.Message}", exception);
        }

        return default;
    }

    string NameOf(long epoch) => $"part-{epoch.ToString("D12", CultureInfo.InvariantCulture)}{_extension}";

    /// <summary>Deletes what a crash has left.</summary>
    void Clean()
    {
        if (_isClean)
        {
            return;
        }

        Directory.CreateDirectory(_folder);
        foreach (var left in Directory.EnumerateFiles(_folder, $".part-*{_extension}.tmp"))
        {
            File.Delete(left);
        }

        _isClean = true;
    }

    static bool AreSame(string left, string right)
    {
        using var one = File.OpenRead(left);
        using var other = File.OpenRead(right);
        if (one.Length != other.Length)
        {
            return false;
        }

        var (first, second) = (new byte[1 << 16], new byte[1 << 16]);
        while (true)
        {
            var read = one.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
            var others = other.ReadAtLeast(second, second.Length, throwOnEndOfStream: false);
            if (!first.AsSpan(0, read).SequenceEqual(second.AsSpan(0, others)))
            {
                return false;
            }

            if (read == 0)
            {
                return true;
            }
        }
    }
}
