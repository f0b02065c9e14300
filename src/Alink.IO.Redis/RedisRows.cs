using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Alink.IO;

/// <summary>Rows as the script of the sink takes them: an array of arrays of texts, the key first, null where a value is missing.</summary>
static class RedisRows
{
    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Encode(string[] names)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Plain);
        json.WriteStartArray();
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <param name="table">The rows.</param>
    /// <param name="key">The column of keys; null where there is none.</param>
    /// <param name="names">The other columns.</param>
    /// <exception cref="DataFormatException">A key is missing.</exception>
    public static byte[] Encode(Table table, string? key, string[] names)
    {
        var bytes = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(bytes, Plain);
        var keys = key is null ? null : table.Data(key);
        ColumnData[] columns = [.. names.Select(table.Data)];
        json.WriteStartArray();
        for (var row = 0; row < table.RowCount; row++)
        {
            json.WriteStartArray();
            if (keys is null)
            {
                json.WriteStringValue("");
            }
            else if (keys.IsMissing(row))
            {
                throw new DataFormatException($"Row {row} has no key.", "Redis", column: key);
            }
            else
            {
                Write(json, keys, row);
            }

            foreach (var column in columns)
            {
                Write(json, column, row);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    static void Write(Utf8JsonWriter json, ColumnData column, int row)
    {
        if (column.IsMissing(row))
        {
            json.WriteNullValue();
            return;
        }

        switch (column)
        {
            case StringColumn texts:
                json.WriteStringValue(texts.Utf8(row));
                break;
            case FixedColumn<bool> booleans:
                json.WriteStringValue(booleans.Values[row] ? "true"u8 : "false"u8);
                break;
            case FixedColumn<int> numbers:
                Write(json, numbers.Values[row]);
                break;
            case FixedColumn<long> numbers:
                Write(json, numbers.Values[row]);
                break;
            case FixedColumn<float> numbers:
                Write(json, numbers.Values[row]);
                break;
            case FixedColumn<double> numbers:
                Write(json, numbers.Values[row]);
                break;
            case FixedColumn<DateTimeOffset> moments:
                json.WriteStringValue(moments.Values[row].ToString("O", CultureInfo.InvariantCulture));
                break;
            case VectorColumn vectors:
                json.WriteStringValue(VectorText.Format(vectors[row]));
                break;
            default:
                throw new SchemaException($"A column of {column.GetType().Name} cannot be written to Redis.");
        }
    }

    static void Write<T>(Utf8JsonWriter json, T number)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[64];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    }
}
