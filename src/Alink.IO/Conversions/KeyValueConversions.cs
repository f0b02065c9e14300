using System.Collections.Immutable;
using System.Text;

namespace Alink.IO;

/// <summary>Values of several columns in one text of names and values, such as <c>f0:1,f1:2</c>, and back.</summary>
/// <remarks>
/// The delimiters are plain text. A name or a value that holds a delimiter or a quote, and empty text, stand in quotes,
/// in
/// which a quote is doubled. A missing value is left out.
/// </remarks>
public static class KeyValueConversions
{
    /// <summary>The table with a column of texts, each of the names and the values of a row.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="columns">The columns, in the order of the text.</param>
    /// <param name="output">Where the texts go.</param>
    /// <param name="itemDelimiter">What stands between two pairs.</param>
    /// <param name="valueDelimiter">What stands between a name and its value.</param>
    /// <exception cref="SchemaException">A column is missing.</exception>
    public static Table ColumnsToKeyValues(
        this Table table, ImmutableArray<string> columns, Column<string> output, string itemDelimiter = ",",
        string valueDelimiter = ":")
    {
        var grammar = new KeyValueGrammar(itemDelimiter, valueDelimiter);
        var texts = new StringColumnBuilder(table.RowCount);
        var line = new List<byte>();
        var cell = new CellText();
        for (var row = 0; row < table.RowCount; row++)
        {
            line.Clear();
            foreach (var column in columns)
            {
                var data = table.Data(column);
                if (!data.IsMissing(row))
                {
                    grammar.Write(line, Encoding.UTF8.GetBytes(column), cell.Of(data, row));
                }
            }

            texts.Append(line.ToArray());
        }

        return table.With(new Field(output.Name, DataType.String), texts.Build());
    }

    /// <summary>
    /// The table with the columns of a schema, read from texts of names and values. Other names are left out.
    /// </summary>
    /// <param name="table">The rows.</param>
    /// <param name="text">The texts; where one is missing, so are all values.</param>
    /// <param name="schema">The columns to read, for instance from <see cref="SchemaText.Parse"/>.</param>
    /// <param name="itemDelimiter">What stands between two pairs.</param>
    /// <param name="valueDelimiter">What stands between a name and its value.</param>
    /// <exception cref="SchemaException">The column is missing or holds no text.</exception>
    /// <exception cref="RowException">A text is malformed, a name stands twice in it, or a value is not one of its
    /// column.</exception>
    public static Table KeyValuesToColumns(
        this Table table, Column<string> text, Schema schema, string itemDelimiter = ",", string valueDelimiter = ":")
    {
        var grammar = new KeyValueGrammar(itemDelimiter, valueDelimiter);
        var texts = (StringColumn)table.Values(text);
        var columns = new CellColumns(text.Name, schema, table.RowCount);
        var seen = new int[schema.Fields.Length];
        for (var row = 0; row < table.RowCount; row++)
        {
            var rest = texts.Utf8(row);
            while (!rest.IsEmpty)
            {
                if (grammar.TryRead(ref rest, out var name, out var value, out var isMissing) is { } wrong)
                {
                    throw CellColumns.Wrong(text.Name, row, wrong, texts.Utf8(row));
                }

                if (!schema.Has(name))
                {
                    continue;
                }

                var column = schema.IndexOf(name);
                if (seen[column] == row + 1)
                {
                    throw CellColumns.Wrong(text.Name, row, $"the name '{name}' stands twice.", texts.Utf8(row));
                }

                if (!isMissing)
                {
                    seen[column] = row + 1;
                    columns.Set(column, row, value);
                }
            }

            for (var column = 0; column < seen.Length; column++)
            {
                if (seen[column] != row + 1)
                {
                    columns.SetMissing(column, row);
                }
            }
        }

        return columns.AddTo(table);
    }
}

/// <summary>How names and values stand in a text.</summary>
sealed class KeyValueGrammar
{
    readonly byte[] _item;
    readonly byte[] _value;

    public KeyValueGrammar(string item, string value)
    {
        if (item.Length == 0 || value.Length == 0 || item.Contains('"') || value.Contains('"')
            || item.StartsWith(value, StringComparison.Ordinal) || value.StartsWith(item, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                "The delimiters must be texts without quotes, of which neither begins with the other; "
                + $"they were '{item}' and '{value}'.",
                nameof(item));
        }

        (_item, _value) = (Encoding.UTF8.GetBytes(item), Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Writes a pair behind others.</summary>
    public void Write(List<byte> line, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (line.Count > 0)
        {
            line.AddRange(_item);
        }

        WritePart(line, name);
        line.AddRange(_value);
        WritePart(line, value);
    }

    /// <summary>Reads the first pair, and takes it and the delimiter behind it away.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public string? TryRead(ref ReadOnlySpan<byte> rest, out string name, out byte[] value, out bool isMissing)
    {
        (name, value, isMissing) = ("", [], false);
        if (!TryReadPart(ref rest, out var key, out _))
        {
            return "a quote is not closed, or text follows it.";
        }

        if (!rest.StartsWith(_value))
        {
            return $"'{Encoding.UTF8.GetString(_value)}' must stand between a name and its value.";
        }

        name = Encoding.UTF8.GetString(key);
        rest = rest[_value.Length..];
        if (!TryReadPart(ref rest, out value, out var isQuoted))
        {
            return "a quote is not closed, or text follows it.";
        }

        isMissing = value.Length == 0 && !isQuoted;
        if (rest.StartsWith(_value))
        {
            return $"'{Encoding.UTF8.GetString(_value)}' stands in a value without quotes.";
        }

        if (rest.StartsWith(_item))
        {
            rest = rest[_item.Length..];
            return rest.IsEmpty ? "a pair is missing at the end." : null;
        }

        return null;
    }

    void WritePart(List<byte> line, ReadOnlySpan<byte> part)
    {
        if (!part.IsEmpty && !part.Contains((byte)'"') && EndOf(part) == part.Length && !Overlaps(part, _item)
            && !Overlaps(part, _value))
        {
            line.AddRange(part);
            return;
        }

        line.Add((byte)'"');
        foreach (var character in part)
        {
            line.Add(character);
            if (character == '"')
            {
                line.Add(character);
            }
        }

        line.Add((byte)'"');
    }

    /// <summary>Whether a delimiter could begin within a part and end behind it.</summary>
    static bool Overlaps(ReadOnlySpan<byte> part, ReadOnlySpan<byte> delimiter)
    {
        for (var length = Math.Min(part.Length, delimiter.Length - 1); length > 0; length--)
        {
            if (part[^length..].SequenceEqual(delimiter[..length]))
            {
                return true;
            }
        }

        return false;
    }

    bool TryReadPart(ref ReadOnlySpan<byte> rest, out byte[] part, out bool isQuoted)
    {
        isQuoted = rest is [(byte)'"', ..];
        if (!isQuoted)
        {
            var end = EndOf(rest);
            part = rest[..end].ToArray();
            rest = rest[end..];
            return true;
        }

        var text = new List<byte>();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"' && (i + 1 == rest.Length || rest[i + 1] != '"'))
            {
                part = [.. text];
                rest = rest[(i + 1)..];
                return rest.IsEmpty || rest.StartsWith(_item) || rest.StartsWith(_value);
            }

            i += rest[i] == '"' ? 1 : 0;
            text.Add(rest[i]);
        }

        part = [];
        return false;
    }

    /// <summary>Where the first delimiter begins.</summary>
    int EndOf(ReadOnlySpan<byte> text)
    {
        var (item, value) = (text.IndexOf(_item), text.IndexOf(_value));
        return item < 0 && value < 0 ? text.Length : item < 0 ? value : value < 0 ? item : Math.Min(item, value);
    }
}
