namespace Alink.IO;

/// <summary>Reads records that come one by one, such as messages, into the rows of tables.</summary>
/// <remarks>
/// A parser fills one table after the other: <see cref="Reserve"/>, then <see cref="Parse"/> for each row, then
/// <see cref="Build"/>. It is for one thread at a time.
/// </remarks>
/// <example>
/// <code>
/// var parser = RecordParser.Json(new(new Field("x", DataType.Double)));
/// parser.Reserve(1);
/// parser.Parse(0, "{\"x\":2.5}"u8, out _, out _) // => null
/// parser.Build(1).Values&lt;double&gt;("x")[0] // => 2.5
/// </code>
/// </example>
public abstract class RecordParser
{
    /// <summary>Starts a parser of columns.</summary>
    protected RecordParser(Schema schema) => Schema = schema;

    /// <summary>The columns that it reads.</summary>
    public Schema Schema { get; }

    /// <summary>Reads records that are each a flat JSON object; names that are no columns are left out.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="options">How JSON is read; null for the defaults.</param>
    public static RecordParser Json(Schema schema, JsonLinesOptions? options = null) =>
        new JsonParser(schema, options ?? new());

    /// <summary>Reads records that are each a row of CSV in UTF-8, without a header.</summary>
    /// <param name="schema">The columns, in the order of the fields.</param>
    /// <param name="options">How CSV is read; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">The options ask for an escape character, or comments.</exception>
    public static RecordParser Csv(Schema schema, CsvOptions? options = null) =>
        new CsvParser(schema, (options ?? new()).Checked());

    /// <summary>Takes records as they are, which must be UTF-8.</summary>
    /// <param name="column">The column of the text.</param>
    public static RecordParser Text(Column<string> column) => new TextParser(column);

    /// <summary>Makes room for so many rows, and keeps what there is.</summary>
    public abstract void Reserve(int rows);

    /// <summary>Reads a record into a row for which there is room.</summary>
    /// <param name="row">The row; rows come in order, and one that turned out bad comes again.</param>
    /// <param name="record">The record.</param>
    /// <param name="column">The column where something is wrong; null where it is the record as a whole.</param>
    /// <param name="text">The text that is wrong.</param>
    /// <returns>What is wrong; null where nothing is.</returns>
    public abstract string? Parse(
        int row, ReadOnlySpan<byte> record, out string? column, out ReadOnlySpan<byte> text);

    /// <summary>The first rows as a table; after it, the next table is begun.</summary>
    public abstract Table Build(int rows);

    sealed class JsonParser(Schema schema, JsonLinesOptions options) : RecordParser(schema)
    {
        readonly JsonRecord _record = new(schema, options.Conventions, isStrict: false);

        public override void Reserve(int rows) => _record.Reserve(rows);

        public override string? Parse(
            int row, ReadOnlySpan<byte> record, out string? column, out ReadOnlySpan<byte> text) =>
            _record.Read(row, record, out column, out text);

        public override Table Build(int rows) => _record.Build(rows);
    }

    sealed class TextParser(Column<string> column) : RecordParser(new(new Field(column.Name, DataType.String)))
    {
        readonly TextSink _sink = new(new Field(column.Name, DataType.String));

        public override void Reserve(int rows) => _sink.Reserve(rows);

        public override string? Parse(
            int row, ReadOnlySpan<byte> record, out string? column, out ReadOnlySpan<byte> text)
        {
            text = record;
            var wrong = _sink.Set(row, record);
            column = wrong is null ? null : Schema.Fields[0].Name;
            return wrong;
        }

        public override Table Build(int rows) => new(Schema, [_sink.Build(rows)]);
    }
}
