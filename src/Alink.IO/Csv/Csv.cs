namespace Alink.IO;

/// <summary>Reads and writes CSV files in UTF-8.</summary>
/// <remarks>
/// Files that begin as gzip does are decompressed; files whose name ends in <c>.gz</c> are written compressed.
/// </remarks>
public static class Csv
{
    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataFormatException">The file is not there, or is not what it should be.</exception>
    public static Table Read(string path, CsvOptions? options = null, CancellationToken cancellation = default)
    {
        options = (options ?? new()).Checked();
        var layout = CsvLayout.Of(path, options);
        using var rows = new CsvRows(path, Split.Whole, layout, options, cancellation);
        var table = rows.Next(int.MaxValue, Capacity(path, layout)) ?? Table.Empty(layout.Schema);
        return options.Schema is null ? table.WithKnownMissing() : table;
    }

    /// <summary>Reads a file whole, on a thread of the pool.</summary>
    /// <inheritdoc cref="Read"/>
    public static Task<Table> ReadAsync(
        string path, CsvOptions? options = null, CancellationToken cancellation = default) =>
        Task.Run(() => Read(path, options, cancellation), cancellation);

    /// <summary>
    /// Opens a file, a folder of files, or the files that a pattern such as <c>folder/*.csv</c> means, to be read in
    /// lanes.
    /// </summary>
    /// <param name="path">The file, the folder or the pattern.</param>
    /// <param name="options">How they are read; null for the defaults. Inferred types hold for all files.</param>
    /// <exception cref="DataFormatException">There is no such file, or the files differ in their columns.</exception>
    public static PartitionedFiles Open(string path, CsvOptions? options = null)
    {
        var files = FileSet.Of(path);
        return new(files, new CsvFiles(files, (options ?? new()).Checked()));
    }

    /// <summary>
    /// Writes rows to a file, whole or not at all: a file that was there stays until the new one is complete.
    /// </summary>
    /// <param name="rows">The rows: a table or any other dataset.</param>
    /// <param name="path">The file; compressed where its name ends in <c>.gz</c>.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <remarks>
    /// Every number is written as the shortest text that reads back the same, a moment by ISO 8601 with its offset, a
    /// vector as
    /// <see cref="VectorText"/> says, a missing value as nothing, empty text as <c>""</c>.
    /// </remarks>
    public static void Write(
        IDataset rows, string path, CsvOptions? options = null, CancellationToken cancellation = default)
    {
        var settings = (options ?? new()).Checked();
        OutputFile.Write(path, stream => CsvOutput.Write(rows, stream, settings, cancellation));
    }

    /// <summary>Writes rows to a file, on a thread of the pool.</summary>
    /// <inheritdoc cref="Write"/>
    public static Task WriteAsync(
        IDataset rows, string path, CsvOptions? options = null, CancellationToken cancellation = default) =>
        Task.Run(() => Write(rows, path, options, cancellation), cancellation);

    /// <summary>Follows a file that grows, or the files of a folder, as a stream.</summary>
    /// <param name="path">The folder, the file, or a pattern such as <c>folder/*.csv</c>.</param>
    /// <param name="options">How they are read; null for the defaults. A job that is to go on after a restart gives the
    /// schema, for an inferred one follows what the first file holds when the stream is made.</param>
    /// <param name="growing">How they are followed; null for the defaults.</param>
    /// <remarks>
    /// A quote that is not closed waits for its end, up to <see cref="CsvOptions.MaxRowBytes"/>, where it is an error.
    /// </remarks>
    /// <exception cref="DataFormatException">There is no such folder, or no file
    /// yet that shows the columns.</exception>
    public static GrowingFiles Stream(string path, CsvOptions? options = null, GrowingFilesOptions? growing = null)
    {
        var folder = new GrowingFolder(path);
        growing ??= new();
        return new(folder, new GrowingCsv(folder, (options ?? new()).Checked(), growing), growing);
    }

    /// <summary>Writes the epochs of a stream to a folder, each to a file of its own.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How the files are written; null for the defaults.</param>
    public static FileSink Sink(string folder, CsvOptions? options = null)
    {
        var settings = (options ?? new()).Checked();
        return new(
            folder, settings.Separator == '\t' ? ".tsv" : ".csv",
            (rows, stream, cancellation) => CsvOutput.Write(rows, stream, settings, cancellation));
    }

    /// <summary>How many rows there probably are, and a few more.</summary>
    static int Capacity(string path, CsvLayout layout) => layout.RowBytes > 0 && !InputFile.IsGzip(path)
        ? (int)Math.Min(Array.MaxLength - 64, (1.02 * new FileInfo(path).Length / layout.RowBytes) + 64)
        : 1 << 14;
}
