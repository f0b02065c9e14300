using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>How the columns of a Parquet file are compressed.</summary>
public enum ParquetCompression
{
    /// <summary>Snappy: fast, and read everywhere.</summary>
    Snappy,

    /// <summary>Zstandard at its fastest level: smaller.</summary>
    Zstd,

    /// <summary>Gzip at its fastest level.</summary>
    Gzip,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>How Parquet is read and written.</summary>
public sealed record ParquetOptions
{
    /// <summary>The columns to read, in order; empty for all.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>How columns are compressed when written.</summary>
    public ParquetCompression Compression { get; init; }

    /// <summary>How many rows are written in one row group, which is read as a whole; at
    /// least 1. Default: 131,072.</summary>
    public int RowGroupRows { get; init => field = Require.AtLeast(1, value); } = 1 << 17;
}

/// <summary>Reads and writes Parquet files.</summary>
/// <remarks>
/// A vector is a list of doubles, all of one length; a sparse one is a group of its length, a list of indices and a list of
/// values. A moment is written in microseconds of UTC. Whole numbers of 8 and 16 bits are read as such of 32, decimals as
/// doubles.
/// </remarks>
public static class ParquetFile
{
    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataFormatException">The file is not there, is corrupt or cut off, or holds a column of another
    /// kind: file and column are named.</exception>
    public static Table Read(string path, ParquetOptions? options = null, CancellationToken cancellation = default) =>
        ReadAsync(path, options, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc cref="Read"/>
    public static async Task<Table> ReadAsync(
        string path, ParquetOptions? options = null, CancellationToken cancellation = default)
    {
        var file = await ParquetInput.OpenAsync(path, options ?? new(), cancellation).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            return await file.ReadAsync(0, file.Groups, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a file, a folder of files, or the files that a pattern such as <c>folder/*.parquet</c> means, to
    /// be read in lanes.</summary>
    /// <remarks>A row group is read as a whole, so it must fit in memory.</remarks>
    /// <exception cref="DataFormatException">There is no such file, or the files are not of one schema.</exception>
    public static PartitionedFiles Open(string path, ParquetOptions? options = null)
    {
        var files = FileSet.Of(path);
        return new(files, new ParquetFiles(files, options ?? new()));
    }

    /// <summary>Writes rows to a file, whole or not at all: a file that was there stays
    /// until the new one is complete.</summary>
    /// <param name="rows">The rows: a table or any other dataset.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static void Write(
        IDataset rows, string path, ParquetOptions? options = null, CancellationToken cancellation = default) =>
        OutputFile.Write(path, stream =>
            ParquetOutput.WriteAsync(rows, stream, options ?? new(), cancellation).GetAwaiter().GetResult());

    /// <inheritdoc cref="Write"/>
    public static Task WriteAsync(
        IDataset rows, string path, ParquetOptions? options = null, CancellationToken cancellation = default) =>
        Task.Run(() => Write(rows, path, options, cancellation), cancellation);

    /// <summary>Follows the files of a folder as a stream: each file counts once it is complete.</summary>
    /// <param name="path">The folder, a file, or a pattern such as <c>folder/*.parquet</c>.</param>
    /// <param name="options">How they are read; null for the defaults.</param>
    /// <param name="growing">How they are followed; null for the defaults.</param>
    /// <param name="schema">The columns; null for those of the first file.</param>
    /// <exception cref="DataFormatException">There is no such folder, or no complete file
    /// yet that shows the columns.</exception>
    public static GrowingFiles Stream(
        string path, ParquetOptions? options = null, GrowingFilesOptions? growing = null, Schema? schema = null)
    {
        var folder = new GrowingFolder(path);
        growing ??= new();
        return new(folder, new GrowingParquet(folder, options ?? new(), schema, growing), growing);
    }

    /// <summary>Writes the epochs of a stream to a folder, each to a file of its own.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How the files are written; null for the defaults.</param>
    public static FileSink Sink(string folder, ParquetOptions? options = null) => new(
        folder, ".parquet", (rows, stream, cancellation) =>
            ParquetOutput.WriteAsync(rows, stream, options ?? new(), cancellation).GetAwaiter().GetResult());
}
