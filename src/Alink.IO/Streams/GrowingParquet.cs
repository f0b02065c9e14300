namespace Alink.IO;

/// <summary>Parquet files of one schema, each complete once it can be read; a position counts rows.</summary>
sealed class GrowingParquet : IGrowingFormat
{
    const int KeptGroups = 2;

    readonly ParquetOptions _options;
    readonly GrowingFilesOptions _growing;
    readonly Dictionary<string, Footer> _footers = new(StringComparer.Ordinal);
    readonly List<(string Path, int Group, Lazy<Table> Rows)> _kept = [];

    public GrowingParquet(GrowingFolder folder, ParquetOptions options, Schema? schema, GrowingFilesOptions growing)
    {
        (_options, _growing) = (options, growing);
        Schema = schema ?? Use(folder.First(), input => Task.FromResult(input.Schema));
    }

    public Schema Schema { get; }

    public bool CountsRows => true;

    public long EndOf(string path, long at, bool isFinished)
    {
        var footer = FooterOf(path, mayFail: !isFinished && at == 0);
        return footer.Rows >= at ? footer.Rows : throw new DataFormatException(
            $"The file has become shorter: it was read to row {at}, and holds {footer.Rows}.", path);
    }

    public GrowingPiece? Next(string path, long from, long end, long most, bool isFinished)
    {
        var footer = FooterOf(path, mayFail: false);
        var group = footer.GroupAt(from);
        var to = Math.Min(footer.Ends[group], from + most);
        var bytes = footer.Bytes[group];
        while (++group < footer.Ends.Length && footer.Ends[group] <= from + most && bytes + footer.Bytes[group] <= _growing.RangeBytes)
        {
            to = footer.Ends[group];
            bytes += footer.Bytes[group];
        }

        return to > from ? new(to, to - from) : null;
    }

    public IEnumerable<Table> Read(
        string path, long from, GrowingPiece piece, Action<RejectedRecord>? reject, CancellationToken cancellation)
    {
        Footer footer;
        lock (_footers)
        {
            footer = FooterOf(path, mayFail: false);
        }

        if (footer.Rows < piece.To)
        {
            throw new DataFormatException(
                $"The file was replaced: rows to {piece.To} were found in it, and now it holds {footer.Rows}.", path);
        }

        for (var at = from; at < piece.To;)
        {
            var group = footer.GroupAt(at);
            var (first, end) = (group == 0 ? 0 : footer.Ends[group - 1], Math.Min(footer.Ends[group], piece.To));
            var rows = at == first && end == footer.Ends[group] ? Group(path, group, cancellation)
                : Kept(path, group).Slice((int)(at - first), (int)(end - at));
            foreach (var batch in rows.Batches(PartitionedFiles.BatchRows))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return batch;
            }

            at = end;
        }
    }

    Table Group(string path, int group, CancellationToken cancellation) =>
        Use(path, input => input.ReadAsync(group, group + 1, cancellation));

    /// <summary>A row group that several ranges share is read once, while they follow each other.</summary>
    Table Kept(string path, int group)
    {
        Lazy<Table> rows;
        lock (_kept)
        {
            var found = _kept.FindIndex(kept => kept.Path == path && kept.Group == group);
            rows = found >= 0 ? _kept[found].Rows : new(() => Group(path, group, CancellationToken.None));
            if (found < 0)
            {
                _kept.Add((path, group, rows));
                _kept.RemoveRange(0, Math.Max(0, _kept.Count - KeptGroups));
            }
        }

        try
        {
            return rows.Value;
        }
        catch
        {
            lock (_kept)
            {
                _kept.RemoveAll(kept => kept.Rows == rows); // It remembers its error, and another attempt may do better.
            }

            throw;
        }
    }

    Footer FooterOf(string path, bool mayFail)
    {
        lock (_footers)
        {
            var file = new FileInfo(path);
            var (length, written) = file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
            if (_footers.TryGetValue(path, out var known) && known.Length == length && known.Written == written)
            {
                return known;
            }

            try
            {
                return _footers[path] = Use(path, input => Task.FromResult(FooterOf(path, input, length, written)));
            }
            catch (DataFormatException) when (mayFail)
            {
                return new(0, default, [], []); // Still being written: tried again.
            }
        }
    }

    Footer FooterOf(string path, ParquetInput input, long length, DateTime written)
    {
        if (!input.Schema.Fields.Select(field => (field.Name, field.Type)).SequenceEqual(Schema.Fields.Select(field => (field.Name, field.Type))))
        {
            throw new SchemaException($"{path}: The columns are {input.Schema}, those of the stream are {Schema}.");
        }

        var (ends, rows) = (new long[input.Groups], 0L);
        for (var group = 0; group < ends.Length; group++)
        {
            ends[group] = rows += input.RowsOf(group);
        }

        return new(length, written, ends, [.. Enumerable.Range(0, ends.Length).Select(input.BytesOf)]);
    }

    T Use<T>(string path, Func<ParquetInput, Task<T>> use) => UseAsync(path, use).GetAwaiter().GetResult();

    async Task<T> UseAsync<T>(string path, Func<ParquetInput, Task<T>> use)
    {
        var input = await ParquetInput.OpenAsync(path, _options, CancellationToken.None).ConfigureAwait(false);
        await using (input.ConfigureAwait(false))
        {
            return await use(input).ConfigureAwait(false);
        }
    }

    /// <summary>What a file holds.</summary>
    /// <param name="Length">How many bytes it has.</param>
    /// <param name="Written">When it was written.</param>
    /// <param name="Ends">The rows up to the end of each row group.</param>
    /// <param name="Bytes">The bytes of each row group.</param>
    sealed record Footer(long Length, DateTime Written, long[] Ends, long[] Bytes)
    {
        public long Rows => Ends is [.., var last] ? last : 0;

        /// <summary>The row group that holds a row.</summary>
        public int GroupAt(long row) => Array.FindIndex(Ends, end => end > row);
    }
}
