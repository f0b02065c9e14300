namespace Alink.IO;

/// <summary>The rows of files that grow, and of new files beside them, as a stream.</summary>
/// <remarks>
/// <para>
/// Each file is a partition, called by its name. A position counts the bytes of a CSV or JSON lines file, the rows of a
/// Parquet file. Rows come file by file, in the ordinal order of the names, and in a file from its beginning; rows that are
/// appended to an earlier file come before the rest of later ones. Files whose names begin with a point or an underscore
/// are not read. Folders within the folder are not looked into.
/// </para>
/// <para>
/// Of a text only whole lines count: a line that is still being written waits. A Parquet file counts once it is complete;
/// until then it is tried again. A file may be deleted once it has been read, and must not be replaced: one that has become
/// shorter, or that no longer has a line's beginning at the position, is an error that names file and position.
/// </para>
/// <para>
/// A row that cannot be read is an error that ends the job and names file, line, column and text; or it is rejected, where
/// the stream takes such rows; or, with the format's <c>SetAside</c>, it is left out and counted there. It is one of its
/// epoch's rows; what is no row at all, for its quotes are broken, is none of them, and told with the row that follows.
/// </para>
/// <para>Made by <see cref="Csv.Stream"/>, <see cref="JsonLines.Stream"/>, <see cref="ParquetFile.Stream"/> and
/// <see cref="DataFile.Stream"/>.</para>
/// </remarks>
public sealed class GrowingFiles : IRejectingSource
{
    readonly GrowingFolder _folder;
    readonly IGrowingFormat _format;
    readonly GrowingFilesOptions _options;
    readonly Dictionary<string, (long Length, long Since)> _sizes = new(StringComparer.Ordinal);

    internal GrowingFiles(GrowingFolder folder, IGrowingFormat format, GrowingFilesOptions options) =>
        (_folder, _format, _options) = (folder, format, options);

    /// <inheritdoc/>
    public Schema Schema => _format.Schema;

    /// <inheritdoc/>
    /// <remarks>How many rows are behind is exact for Parquet; for text it follows from the
    /// bytes of the planned rows.</remarks>
    /// <exception cref="DataFormatException">A file has become shorter or was replaced,
    /// or is none of this format.</exception>
    public ValueTask<StreamPlan> PlanAsync(
        IReadOnlyDictionary<string, long> positions, long rows, CancellationToken cancellation)
    {
        List<StreamRange> ranges = [];
        var (planned, more, left, passed) = (0L, false, 0L, 0L);
        foreach (var file in _folder.Files())
        {
            cancellation.ThrowIfCancellationRequested();
            var at = positions.GetValueOrDefault(file.Name);
            var isFinished = _options.Ends || IsFinished(file);
            var end = _format.EndOf(file.FullName, at, isFinished);
            var begun = at;
            while (at < end && planned < rows
                && _format.Next(file.FullName, at, end, rows - planned, isFinished) is { } piece)
            {
                ranges.Add(new(file.Name, at, piece.To, piece.Rows));
                planned += piece.Rows;
                at = piece.To;
            }

            passed += at - begun;
            left += end - at;
            more = more || (at < end && planned == rows && _format.Next(file.FullName, at, end, 1, isFinished) is not null);
        }

        long? behind = left == 0 || _format.CountsRows ? left : planned > 0 ? left * planned / passed : null;
        return new(new StreamPlan(ranges, HasEnded: _options.Ends && !more, Behind: behind));
    }

    /// <inheritdoc/>
    public IEnumerable<Table> Read(StreamRange range, CancellationToken cancellation) =>
        ReadRange(range, null, cancellation);

    /// <inheritdoc/>
    public IEnumerable<Table> Read(StreamRange range, Action<RejectedRecord> reject, CancellationToken cancellation) =>
        ReadRange(range, reject, cancellation);

    /// <inheritdoc/>
    public async ValueTask WaitAsync(TimeProvider time, CancellationToken cancellation) =>
        await Task.Delay(_options.PollEvery, time, cancellation).ConfigureAwait(false);

    IEnumerable<Table> ReadRange(StreamRange range, Action<RejectedRecord>? reject, CancellationToken cancellation)
    {
        var path = _folder.PathOf(range.Partition);
        return _format.Read(path, range.From, new(range.To, range.Rows), reject, cancellation);
    }

    bool IsFinished(FileInfo file)
    {
        if (_options.FinishedAfter is not { } after)
        {
            return false;
        }

        var (length, now) = (file.Length, _options.Time.GetTimestamp());
        if (!_sizes.TryGetValue(file.Name, out var size) || size.Length != length)
        {
            _sizes[file.Name] = size = (length, now);
        }

        return _options.Time.GetElapsedTime(size.Since, now) >= after;
    }
}
