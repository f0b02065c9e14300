namespace Alink.IO;

/// <summary>JSON lines files of one schema that grow.</summary>
sealed class GrowingJsonLines : GrowingText
{
    readonly JsonLinesOptions _options;

    public GrowingJsonLines(GrowingFolder folder, JsonLinesOptions options, GrowingFilesOptions growing)
        : base(growing, options.MaxRowBytes)
    {
        _options = options;
        Schema = (options.Schema ?? JsonLines.SchemaOf([folder.First()], options)).WithVectorLengths();
    }

    public override Schema Schema { get; }

    protected override IEnumerable<(Table? Rows, long Bad)> Read(
        string path, Split split, Action<RejectedRecord>? reject, CancellationToken cancellation)
    {
        using var rows = new JsonRows(path, split, Schema, _options, cancellation, reject);
        var bad = 0L;
        while (rows.Next(PartitionedFiles.BatchRows, PartitionedFiles.BatchRows) is { } batch)
        {
            yield return (batch, rows.SetAside - bad);
            bad = rows.SetAside;
        }

        yield return (null, rows.SetAside - bad);
    }

    protected override bool IsBlank(ReadOnlySpan<byte> line) => Spaces.Trim(line).IsEmpty;
}
