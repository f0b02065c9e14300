using System.Text.Json;

namespace Alink.IO;

/// <summary>Rows that stand in one text of a row, made rows again.</summary>
public static class NestedRows
{
    /// <summary>
    /// A row for each object of a text that is a JSON array of flat objects, as <c>MTABLE_AGG</c> of a window writes it: the
    /// columns of the schema, after the other columns of the row that the text stood in. Names that the schema has not are
    /// left out.
    /// </summary>
    /// <remarks>A text that is missing, or an array of nothing, gives no row. Rows keep their order.</remarks>
    /// <param name="table">The rows.</param>
    /// <param name="nested">The texts.</param>
    /// <param name="schema">The columns to read, for instance from <see cref="SchemaText.Parse"/>.</param>
    /// <param name="options">How JSON is read; null for the defaults.</param>
    /// <exception cref="SchemaException">The column is missing or holds no text, or another column has the name of one to
    /// read.</exception>
    /// <exception cref="RowException">A text is malformed, or a value is not one of its column.</exception>
    /// <example>
    /// <code>
    /// using Alink.IO;
    ///
    /// var sessions = Table.Of("user", "anna", "ben").With("pages", "[{\"page\":\"a\",\"s\":3},{\"page\":\"b\",\"s\":5}]", "[]");
    /// var pages = sessions.Flatten("pages", SchemaText.Parse("page STRING, s INT"));
    /// pages.RowCount // => 2
    /// pages.Rows.Last()["user"] // => anna
    /// pages.Values&lt;int&gt;("s")[1] // => 5
    /// </code>
    /// </example>
    public static Table Flatten(this Table table, Column<string> nested, Schema schema, JsonLinesOptions? options = null)
    {
        var texts = (StringColumn)table.Values(nested);
        var kept = table.Drop(nested.Name);
        var flat = new Schema([.. kept.Schema.Fields, .. schema.Fields]);
        var record = new JsonRecord(schema, (options ?? new()).Conventions, isStrict: false);
        List<int> rows = [];
        var room = table.RowCount;
        record.Reserve(room);
        for (var row = 0; row < table.RowCount; row++)
        {
            var text = texts.IsMissing(row) ? "[]"u8 : texts.Utf8(row);
            var reader = new Utf8JsonReader(text, JsonRecord.Reading);
            try
            {
                for (Begin(ref reader); Next(ref reader);)
                {
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    if (rows.Count == room)
                    {
                        record.Reserve(room = Math.Max(64, 2 * room));
                    }

                    if (record.Read(rows.Count, text[start..(int)reader.BytesConsumed], out var column, out var found) is { } wrong)
                    {
                        throw CellColumns.Wrong(
                            nested.Name, row, column is null ? wrong : $"column '{column}' cannot be read. {wrong}", found);
                    }

                    rows.Add(row);
                }
            }
            catch (JsonException)
            {
                throw CellColumns.Wrong(nested.Name, row, "there is no JSON array of objects.", text);
            }
        }

        var others = kept.Gather([.. rows]);
        var read = record.Build(rows.Count);
        return new(
            flat, [.. kept.Schema.Fields.Select(field => others.Data(field.Name)), .. schema.Fields.Select(field => read.Data(field.Name))]);
    }

    static void Begin(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }
    }

    /// <summary>Goes to the next object; false where the array, and the text, are over.</summary>
    static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.StartObject
        || (reader.TokenType == JsonTokenType.EndArray && !reader.Read() ? false : throw new JsonException());
}
