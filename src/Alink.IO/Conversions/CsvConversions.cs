using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>Values of several columns in one text of CSV, and back.</summary>
public static class CsvConversions
{
    /// <summary>The table with a column of texts, each a row of CSV.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="columns">The columns, in the order of the text.</param>
    /// <param name="output">Where the texts go.</param>
    /// <param name="options">How CSV is written; null for the defaults. There is never a header.</param>
    /// <exception cref="SchemaException">A column is missing.</exception>
    public static Table ColumnsToCsv(
        this Table table, ImmutableArray<string> columns, Column<string> output, CsvOptions? options = null)
    {
        using var stream = new MemoryStream();
        var texts = new StringColumnBuilder(table.RowCount);
        CsvOutput.Write(
            table.Select(columns), stream, (options ?? new()).Checked() with { HasHeader = false },
            CancellationToken.None, () =>
        {
            texts.Append(stream.GetBuffer().AsSpan(0, (int)stream.Length - 1));
            stream.SetLength(0);
        });
        return table.With(new Field(output.Name, DataType.String), texts.Build());
    }

    /// <summary>The table with the columns of a schema, read from texts that each are a row of CSV.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="text">The texts; where one is missing, so are all values.</param>
    /// <param name="schema">The columns to read, in order, for instance from <see cref="SchemaText.Parse"/>.</param>
    /// <param name="options">How CSV is read; null for the defaults. There is never a header.</param>
    /// <exception cref="SchemaException">The column is missing or holds no text.</exception>
    /// <exception cref="RowException">A text is malformed or not one row, or a value is not one of its
    /// column.</exception>
    public static Table CsvToColumns(this Table table, Column<string> text, Schema schema, CsvOptions? options = null)
    {
        var settings = (options ?? new()).Checked();
        var nulls = new NullWords(settings.NullWords);
        var texts = (StringColumn)table.Values(text);
        var columns = new CellColumns(text.Name, schema, table.RowCount, settings.Conventions);
        for (var row = 0; row < table.RowCount; row++)
        {
            if (texts.IsMissing(row))
            {
                for (var column = 0; column < schema.Fields.Length; column++)
                {
                    columns.SetMissing(column, row);
                }

                continue;
            }

            // A line end closes the row, so that empty text is a row of one empty field.
            var bad = new BadRows(1);
            using var input = new CsvInput(
                [.. texts.Utf8(row), (byte)'\n'], settings, new BadRowPolicy(bad, text.Name));
            var fields = input.Read() ? input.FieldCount : 0;
            if (fields != schema.Fields.Length)
            {
                throw CellColumns.Wrong(
                    text.Name, row, $"there are {fields} fields, and there should be {schema.Fields.Length}.",
                    texts.Utf8(row));
            }

            for (var column = 0; column < fields; column++)
            {
                var value = input.Field(column);
                if (schema.Fields[column].Type == DataType.String ? nulls.Has(value) && !input.IsQuoted(column)
                    : nulls.Has(Spaces.Trim(value)))
                {
                    columns.SetMissing(column, row);
                }
                else
                {
                    columns.Set(column, row, value);
                }
            }

            if (input.Read())
            {
                throw CellColumns.Wrong(text.Name, row, "there is more than one row.", texts.Utf8(row));
            }
        }

        return columns.AddTo(table);
    }
}
