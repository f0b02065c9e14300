namespace Alink.IO;

/// <summary>Parquet files of one schema; a piece is a run of row groups.</summary>
sealed class ParquetFiles : ISplitFormat
{
    readonly ParquetOptions _options;

    public ParquetFiles(IReadOnlyList<string> files, ParquetOptions options)
    {
        _options = options;
        Schema = SchemaOf(files[0]);
        foreach (var file in files)
        {
            var other = SchemaOf(file);
            if (!other.Fields.Select(field => (field.Name, field.Type)).SequenceEqual(Schema.Fields.Select(field => (field.Name, field.Type))))
            {
                throw new DataFormatException($"The columns are {other}, those of {files[0]} are {Schema}.", file);
            }
        }
    }

    /// <inheritdoc/>
    public Schema Schema { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Split> SplitsOf(string file, long bytes) => Run(file, input => Task.FromResult<IReadOnlyList<Split>>(
        [.. Enumerable.Range(0, input.Groups).Select(group => new Split(group, group + 1, input.BytesOf(group)))]));

    /// <inheritdoc/>
    public IEnumerable<Table> Read(string file, Split split, CancellationToken cancellation)
    {
        var table = Run(file, input => input.ReadAsync((int)split.Start, (int)Math.Min(split.End, input.Groups), cancellation));
        return table.Batches(PartitionedFiles.BatchRows);
    }

    Schema SchemaOf(string file) => Run(file, input => Task.FromResult(input.Schema));

    /// <summary>A reader is for one thread at a time, so each call opens its own.</summary>
    T Run<T>(string file, Func<ParquetInput, Task<T>> use) => RunAsync(file, use).GetAwaiter().GetResult();

    async Task<T> RunAsync<T>(string file, Func<ParquetInput, Task<T>> use)
    {
        var input = await ParquetInput.OpenAsync(file, _options, CancellationToken.None).ConfigureAwait(false);
        await using (input.ConfigureAwait(false))
        {
            return await use(input).ConfigureAwait(false);
        }
    }
}
