namespace Alink.IO;

/// <summary>Reads and writes JSON lines (also called NDJSON): on each line one object, in UTF-8.</summary>
/// <remarks>
/// Files that begin as gzip does are decompressed; files whose name ends in <c>.gz</c> are written compressed.
/// </remarks>
public static class JsonLines
{
    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataFormatException">The file is not there, or is not what it should be.</exception>
    public static Table Read(string path, JsonLinesOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        var schema = SchemaOf([path], options);
        using var rows = new JsonRows(path, Split.Whole, schema, options, cancellation);
        var table = rows.Next(int.MaxValue, PartitionedFiles.BatchRows) ?? Table.Empty(schema);
        return options.Schema is null ? table.WithKnownMissing() : table;
    }

    /// <summary>Reads a file whole, on a thread of the pool.</summary>
    /// <inheritdoc cref="Read"/>
    public static Task<Table> ReadAsync(
        string path, JsonLinesOptions? options = null, CancellationToken cancellation = default) =>
        Task.Run(() => Read(path, options, cancellation), cancellation);

    /// <summary>
    /// Opens a file, a folder of files, or the files that a pattern such as <c>folder/*.jsonl</c> means, to be read in
    /// lanes.
    /// </summary>
    /// <param name="path">The file, the folder or the pattern.</param>
    /// <param name="options">How they are read; null for the defaults. Inferred columns hold for all files.</param>
    /// <exception cref="DataFormatException">There is no such file.</exception>
    public static PartitionedFiles Open(string path, JsonLinesOptions? options = null)
    {
        var files = FileSet.Of(path);
        options ??= new();
        var schema = SchemaOf(files, options);
        var sampled = new JsonFiles(schema, options with { SetAside = new(0) });
        schema = VectorLengths.Known(
            schema, files.SelectMany(file => sampled.Read(file, Split.Whole, CancellationToken.None)));
        return new(files, new JsonFiles(schema, options));
    }

    /// <summary>
    /// Writes rows to a file, whole or not at all: a file that was there stays until the new one is complete.
    /// </summary>
    /// <param name="rows">The rows: a table or any other dataset.</param>
    /// <param name="path">The file; compressed where its name ends in <c>.gz</c>.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <remarks>
    /// Every number is written as the shortest text that reads back the same; a missing value is null.
    /// </remarks>
    public static void Write(
        IDataset rows, string path, JsonLinesOptions? options = null, CancellationToken cancellation = default) =>
        OutputFile.Write(path, stream => WriteTo(rows, stream, options ?? new(), cancellation));

    /// <summary>Writes rows to a file, on a thread of the pool.</summary>
    /// <inheritdoc cref="Write"/>
    public static Task WriteAsync(
        IDataset rows, string path, JsonLinesOptions? options = null, CancellationToken cancellation = default) =>
        Task.Run(() => Write(rows, path, options, cancellation), cancellation);

    /// <summary>Follows a file that grows, or the files of a folder, as a stream.</summary>
    /// <param name="path">The folder, the file, or a pattern such as <c>folder/*.jsonl</c>.</param>
    /// <param name="options">How they are read; null for the defaults. A job that is to go on after a restart gives the
    /// schema, for an inferred one follows what the first file holds when the stream is made.</param>
    /// <param name="growing">How they are followed; null for the defaults.</param>
    /// <exception cref="DataFormatException">There is no such folder, or no file
    /// yet that shows the columns.</exception>
    public static GrowingFiles Stream(
        string path, JsonLinesOptions? options = null, GrowingFilesOptions? growing = null)
    {
        var folder = new GrowingFolder(path);
        growing ??= new();
        return new(folder, new GrowingJsonLines(folder, options ?? new(), growing), growing);
    }

    /// <summary>Writes the epochs of a stream to a folder, each to a file of its own.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">How the files are written; null for the defaults.</param>
    public static FileSink Sink(string folder, JsonLinesOptions? options = null) => new(
        folder, ".jsonl", (rows, stream, cancellation) => WriteTo(rows, stream, options ?? new(), cancellation));

    static void WriteTo(IDataset rows, Stream stream, JsonLinesOptions options, CancellationToken cancellation)
    {
        using var writer = new JsonRowWriter(stream, options);
        foreach (var batch in rows.ReadAll(cancellation))
        {
            writer.Write(batch);
        }
    }

    internal static Schema SchemaOf(IReadOnlyList<string> files, JsonLinesOptions options)
    {
        if (options.Schema is { } given)
        {
            return given;
        }

        var inference = new JsonInference(options, files[0]);
        foreach (var file in files)
        {
            inference.Add(file, Math.Max(Math.Min(100, options.SampleRows), options.SampleRows / files.Count));
        }

        return inference.Schema();
    }

    sealed class JsonFiles(Schema schema, JsonLinesOptions options) : ISplitFormat
    {
        public Schema Schema => schema;

        public IReadOnlyList<Split> SplitsOf(string file, long bytes) => LineSplits.Of(file, bytes);

        public IEnumerable<Table> Read(string file, Split split, CancellationToken cancellation)
        {
            using var rows = new JsonRows(file, split, schema, options, cancellation);
            while (rows.Next(PartitionedFiles.BatchRows, PartitionedFiles.BatchRows) is { } batch)
            {
                yield return batch;
            }
        }
    }
}
