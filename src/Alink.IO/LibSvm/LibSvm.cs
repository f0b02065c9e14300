namespace Alink.IO;

/// <summary>Reads and writes files of the LIBSVM and SVMlight format, as sparse vectors with a label.</summary>
/// <remarks>
/// Files that begin as gzip does are decompressed; files whose name ends in <c>.gz</c> are written compressed.
/// </remarks>
public static class LibSvm
{
    /// <summary>Reads a file whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataFormatException">The file is not there, or is not what it should be.</exception>
    public static Table Read(string path, LibSvmOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        using var rows = new LibSvmRows(path, Split.Whole, options, cancellation);
        return rows.Next(int.MaxValue, PartitionedFiles.BatchRows) ?? Table.Empty(
            options.SchemaOf(options.VectorLength ?? 0));
    }

    /// <summary>Reads a file whole, on a thread of the pool.</summary>
    /// <inheritdoc cref="Read"/>
    public static Task<Table> ReadAsync(
        string path, LibSvmOptions? options = null, CancellationToken cancellation = default) =>
        Task.Run(() => Read(path, options, cancellation), cancellation);

    /// <summary>
    /// Opens a file, a folder of files, or the files that a pattern such as <c>folder/*.svm</c> means, to be read in
    /// lanes.
    /// </summary>
    /// <param name="path">The file, the folder or the pattern.</param>
    /// <param name="options">How they are read; null for the defaults. The vectors of all files are of one
    /// length.</param>
    /// <exception cref="DataFormatException">There is no such file, or a row is bad and not set aside.</exception>
    public static PartitionedFiles Open(string path, LibSvmOptions? options = null)
    {
        var files = FileSet.Of(path);
        options ??= new();
        return new(
            files, new LibSvmFiles(
                options with { VectorLength = options.VectorLength ?? Math.Max(1, LengthOf(files, options)) }));
    }

    /// <summary>
    /// Writes rows to a file, whole or not at all: a file that was there stays until the new one is complete.
    /// </summary>
    /// <param name="rows">The rows; only the columns that the options name are written.</param>
    /// <param name="path">The file; compressed where its name ends in <c>.gz</c>.</param>
    /// <param name="options">How it is written; null for the defaults.</param>
    /// <param name="cancellation">Ends the writing.</param>
    /// <remarks>Zeros of dense vectors are left out. The length of the vectors does not stand in the file.</remarks>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    /// <exception cref="RowException">A value is missing.</exception>
    public static void Write(
        IDataset rows, string path, LibSvmOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new();
        rows.Schema.Reading(options.Label).Reading(options.Query).Reading(options.Features);
        OutputFile.Write(path, stream =>
        {
            var writer = new LibSvmWriter(stream, options);
            foreach (var batch in rows.ReadAll(cancellation))
            {
                writer.Write(batch);
            }
        });
    }

    /// <summary>Writes rows to a file, on a thread of the pool.</summary>
    /// <inheritdoc cref="Write"/>
    public static Task WriteAsync(
        IDataset rows, string path, LibSvmOptions? options = null, CancellationToken cancellation = default) =>
        Task.Run(() => Write(rows, path, options, cancellation), cancellation);

    static int LengthOf(IReadOnlyList<string> files, LibSvmOptions options)
    {
        var length = 0;
        foreach (var file in files)
        {
            using var rows = new LibSvmRows(file, Split.Whole, options, CancellationToken.None);
            while (rows.Next(PartitionedFiles.BatchRows, PartitionedFiles.BatchRows) is not null)
            {
            }

            length = Math.Max(length, rows.Length);
        }

        return length;
    }

    sealed class LibSvmFiles(LibSvmOptions options) : ISplitFormat
    {
        public Schema Schema { get; } = options.SchemaOf(options.VectorLength!.Value);

        public IReadOnlyList<Split> SplitsOf(string file, long bytes) => LineSplits.Of(file, bytes);

        public IEnumerable<Table> Read(string file, Split split, CancellationToken cancellation)
        {
            using var rows = new LibSvmRows(file, split, options, cancellation);
            while (rows.Next(PartitionedFiles.BatchRows, PartitionedFiles.BatchRows) is { } batch)
            {
                yield return batch;
            }
        }
    }
}
