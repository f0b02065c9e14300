namespace Alink.IO;

/// <summary>Reads and writes files in the format that their names tell.</summary>
/// <remarks>
/// <c>.csv</c> and <c>.tsv</c>, <c>.libsvm</c> and <c>.svm</c>, <c>.jsonl</c> and <c>.ndjson</c>, and each of them with
/// <c>.gz</c> after it; and <c>.parquet</c>. The options of a format are given to its own class, such as <see
/// cref="Csv"/>.
/// </remarks>
public static class DataFile
{
    static readonly CsvOptions Tabs = new() { Separator = '\t' };

    static readonly Format LibSvmFormat = new(
        (path, cancellation) => LibSvm.Read(path, null, cancellation),
        (rows, path, cancellation) => LibSvm.Write(rows, path, null, cancellation),
        path => LibSvm.Open(path),
        (path, _) => throw new DataFormatException("LIBSVM files cannot be followed as a stream.", path),
        folder => throw new DataFormatException("A stream cannot be written as LIBSVM.", folder));

    static readonly Format JsonFormat = new(
        (path, cancellation) => JsonLines.Read(path, null, cancellation),
        (rows, path, cancellation) => JsonLines.Write(rows, path, null, cancellation),
        path => JsonLines.Open(path),
        (path, growing) => JsonLines.Stream(path, null, growing),
        folder => JsonLines.Sink(folder));

    static readonly (string Extension, Format Format)[] Known =
    [
        (".csv", new(
            (path, cancellation) => Csv.Read(path, null, cancellation),
            (rows, path, cancellation) => Csv.Write(rows, path, null, cancellation),
            path => Csv.Open(path),
            (path, growing) => Csv.Stream(path, null, growing),
            folder => Csv.Sink(folder))),
        (".tsv", new(
            (path, cancellation) => Csv.Read(path, Tabs, cancellation),
            (rows, path, cancellation) => Csv.Write(rows, path, Tabs, cancellation),
            path => Csv.Open(path, Tabs),
            (path, growing) => Csv.Stream(path, Tabs, growing),
            folder => Csv.Sink(folder, Tabs))),
        (".libsvm", LibSvmFormat),
        (".svm", LibSvmFormat),
        (".parquet", new(
            (path, cancellation) => ParquetFile.Read(path, null, cancellation),
            (rows, path, cancellation) => ParquetFile.Write(rows, path, null, cancellation),
            path => ParquetFile.Open(path),
            (path, growing) => ParquetFile.Stream(path, null, growing),
            folder => ParquetFile.Sink(folder))),
        (".jsonl", JsonFormat),
        (".ndjson", JsonFormat),
    ];

    /// <summary>The endings of the names of files that can be read and written, each with a point.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [.. Known.Select(format => format.Extension)];

    /// <summary>Reads a file whole.</summary>
    /// <exception cref="DataFormatException">The file is not there, or not what it should be, or its name tells no
    /// format.</exception>
    public static Table Read(string path, CancellationToken cancellation = default) =>
        FormatOf(path, path).Read(path, cancellation);

    /// <summary>
    /// Opens a file, a folder of files, or the files that a pattern such as <c>folder/*.csv</c> means, to be read in
    /// lanes.
    /// </summary>
    /// <exception cref="DataFormatException">There is no such file, or the files are not of one format and one
    /// schema.</exception>
    public static PartitionedFiles Open(string path)
    {
        var files = FileSet.Of(path);
        var format = FormatOf(files[0], path);
        var other = files.FirstOrDefault(file => FormatOf(file, path) != format);
        return other is null ? format.Open(path)
            : throw new DataFormatException($"The file is of another format than {files[0]}.", other);
    }

    /// <summary>
    /// Writes rows to a file, whole or not at all: a file that was there stays until the new one is complete.
    /// </summary>
    /// <exception cref="DataFormatException">The name tells no format.</exception>
    public static void Write(IDataset rows, string path, CancellationToken cancellation = default) =>
        FormatOf(path, path).Write(rows, path, cancellation);

    /// <summary>Follows files that grow as a stream, with columns as the first file shows them.</summary>
    /// <param name="path">A folder, a file, or a pattern such as <c>folder/*.csv</c>.</param>
    /// <param name="growing">How they are followed; null for the defaults.</param>
    /// <exception cref="DataFormatException">There is no file yet, or its name tells no
    /// format that can be followed.</exception>
    public static GrowingFiles Stream(string path, GrowingFilesOptions? growing = null) =>
        FormatOf(new GrowingFolder(path).First(), path).Stream(path, growing);

    /// <summary>Writes the epochs of a stream to a folder, each to a file of its own.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="extension">The ending of the files' names, such as <c>.csv</c>.</param>
    /// <exception cref="DataFormatException">The ending tells no format that a stream can be written in.</exception>
    public static FileSink Sink(string folder, string extension) => FormatOf(extension, folder).Sink(folder);

    static Format FormatOf(string file, string path)
    {
        var name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        foreach (var (extension, format) in Known)
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return format;
            }
        }

        var given = Path.GetExtension(name);
        throw new DataFormatException(
            $"The ending '{given}' tells no format.{Nearest.Hint(given, Extensions)}"
            + $" Known are: {string.Join(", ", Extensions)}.",
            file == path ? path : file);
    }

    sealed record Format(
        Func<string, CancellationToken, Table> Read,
        Action<IDataset, string, CancellationToken> Write,
        Func<string, PartitionedFiles> Open,
        Func<string, GrowingFilesOptions?, GrowingFiles> Stream,
        Func<string, FileSink> Sink);
}
