using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>Values of several columns in one text of a flat JSON object, and back.</summary>
public static class JsonConversions
{
    /// <summary>
    /// The table with a column of texts, each an object of a row's values: numbers are numbers, not texts.
    /// </summary>
    /// <param name="table">The rows.</param>
    /// <param name="columns">The columns, in the order of the text.</param>
    /// <param name="output">Where the texts go.</param>
    /// <param name="options">How JSON is written; null for the defaults.</param>
    /// <exception cref="SchemaException">A column is missing.</exception>
    public static Table ColumnsToJson(
        this Table table, ImmutableArray<string> columns, Column<string> output, JsonLinesOptions? options = null)
    {
        using var stream = new MemoryStream();
        var texts = new StringColumnBuilder(table.RowCount);
        using var writer = new JsonRowWriter(stream, options ?? new());
        writer.Write(table.Select(columns), () =>
        {
            texts.Append(stream.GetBuffer().AsSpan(0, (int)stream.Length - 1));
            stream.SetLength(0);
        });
        return table.With(new Field(output.Name, DataType.String), texts.Build());
    }

    /// <summary>
    /// The table with the columns of a schema, read from texts that each are a JSON object. Other names are left out.
    /// </summary>
    /// <param name="table">The rows.</param>
    /// <param name="text">The texts; where one is missing, so are all values.</param>
    /// <param name="schema">The columns to read, for instance from <see cref="SchemaText.Parse"/>.</param>
    /// <param name="options">How JSON is read; null for the defaults.</param>
    /// <exception cref="SchemaException">The column is missing or holds no text.</exception>
    /// <exception cref="RowException">A text is malformed, or a value is not one of its column.</exception>
    public static Table JsonToColumns(
        this Table table, Column<string> text, Schema schema, JsonLinesOptions? options = null)
    {
        var texts = (StringColumn)table.Values(text);
        var record = new JsonRecord(schema, (options ?? new()).Conventions, isStrict: false);
        record.Reserve(table.RowCount);
        for (var row = 0; row < table.RowCount; row++)
        {
            var json = texts.IsMissing(row) ? "{}"u8 : texts.Utf8(row);
            if (record.Read(row, json, out var column, out var found) is { } wrong)
            {
                throw CellColumns.Wrong(
                    text.Name, row, column is null ? $"there is no JSON object. {wrong}"
                        : $"column '{column}' cannot be read. {wrong}", found);
            }
        }

        var read = record.Build(table.RowCount);
        foreach (var field in schema.Fields)
        {
            table = table.With(field, read.Data(field.Name));
        }

        return table;
    }
}
