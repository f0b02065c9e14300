namespace Alink.IO;

/// <summary>Reads the rows of a JSON lines file, or of a piece of it, into tables.</summary>
/// <param name="file">The file.</param>
/// <param name="split">The piece.</param>
/// <param name="schema">The columns.</param>
/// <param name="options">How it is read.</param>
/// <param name="cancellation">Ends the reading.</param>
/// <param name="reject">Takes bad rows in the place of the options; null where they say what happens.</param>
sealed class JsonRows(
    string file, Split split, Schema schema, JsonLinesOptions options, CancellationToken cancellation,
    Action<RejectedRecord>? reject = null)
    : LineRows(file, split, options.SetAside, options.MaxRowBytes, cancellation, reject)
{
    readonly JsonRecord _record = new(schema, options.Conventions, isStrict: options.Schema is null);

    protected override void Reserve(int rows) => _record.Reserve(rows);

    protected override bool Fill(int row, ReadOnlySpan<byte> line) =>
        _record.Read(row, line, out var column, out var text) is not { } wrong || Bad(column, wrong, text, line);

    protected override Table Build(int rows) => _record.Build(rows);
}
