namespace Alink.IO;

/// <summary>How a row becomes the value of a message.</summary>
public sealed class KafkaFormat
{
    readonly Func<Table, StringColumn> _encode;

    KafkaFormat(Func<Table, StringColumn> encode) => _encode = encode;

    /// <summary>A flat JSON object of all columns.</summary>
    /// <param name="options">How JSON is written; null for the defaults.</param>
    public static KafkaFormat Json(JsonLinesOptions? options = null) =>
        new(rows => Texts(rows, (all, column) => all.ColumnsToJson(Names(all), column, options)));

    /// <summary>A row of CSV of all columns, without a header.</summary>
    /// <param name="options">How CSV is written; null for the defaults.</param>
    public static KafkaFormat Csv(CsvOptions? options = null) =>
        new(rows => Texts(rows, (all, column) => all.ColumnsToCsv(Names(all), column, options)));

    /// <summary>A column as it is; where its text is missing, the message has no value.</summary>
    /// <param name="column">The column.</param>
    public static KafkaFormat Text(Column<string> column) => new(rows => (StringColumn)rows.Values(column));

    /// <summary>The values of the messages, one for each row.</summary>
    internal StringColumn Encode(Table rows) => _encode(rows);

    static System.Collections.Immutable.ImmutableArray<string> Names(Table rows) =>
        [.. rows.Schema.Fields.Select(field => field.Name)];

    static StringColumn Texts(Table rows, Func<Table, Column<string>, Table> write)
    {
        // A name that no column has: it is not among those that are written.
        var column = "message";
        while (rows.Schema.Has(column))
        {
            column += "_";
        }

        return (StringColumn)write(rows, column).Values<string>(column);
    }
}
