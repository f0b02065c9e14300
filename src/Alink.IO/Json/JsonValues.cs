using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Alink.IO;

/// <summary>Writes values as JSON.</summary>
sealed class JsonValues(JsonLinesOptions options)
{
    /// <summary>How all rows are written: on one line, and with no more escaped than must be.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    byte[] _text = [];

    /// <summary>The name of a column, to be written again and again.</summary>
    public static JsonEncodedText Name(string column) => JsonEncodedText.Encode(column, Writing.Encoder);

    /// <summary>Writes the value of a row.</summary>
    public void Write(Utf8JsonWriter json, ColumnData data, int row)
    {
        if (data.IsMissing(row))
        {
            json.WriteNullValue();
            return;
        }

        switch (data)
        {
            case FixedColumn<double> numbers:
                Write(json, numbers.Values[row]);
                break;
            case FixedColumn<float> numbers when float.IsFinite(numbers.Values[row]):
                json.WriteNumberValue(numbers.Values[row]);
                break;
            case FixedColumn<float> numbers:
                Write(json, numbers.Values[row]);
                break;
            case FixedColumn<long> numbers:
                json.WriteNumberValue(numbers.Values[row]);
                break;
            case FixedColumn<int> numbers:
                json.WriteNumberValue(numbers.Values[row]);
                break;
            case FixedColumn<bool> booleans:
                json.WriteBooleanValue(booleans.Values[row]);
                break;
            case FixedColumn<DateTimeOffset> moments:
                Write(json, moments.Values[row]);
                break;
            case StringColumn texts:
                json.WriteStringValue(texts.Utf8(row));
                break;
            case VectorColumn vectors:
                Write(json, vectors[row]);
                break;
            default:
                throw new SchemaException($"A column of {data.Type} cannot be written as JSON.");
        }
    }

    /// <summary>Writes the value of a cell.</summary>
    public void Write(Utf8JsonWriter json, Cell cell)
    {
        if (cell.IsMissing)
        {
            json.WriteNullValue();
            return;
        }

        switch (cell.Type)
        {
            case DataType.Double:
                Write(json, cell.Number);
                break;
            case DataType.Single when float.IsFinite((float)cell.Number):
                json.WriteNumberValue((float)cell.Number);
                break;
            case DataType.Single:
                Write(json, cell.Number);
                break;
            case DataType.Int32 or DataType.Int64:
                json.WriteNumberValue(cell.Integer);
                break;
            case DataType.Boolean:
                json.WriteBooleanValue(cell.Integer != 0);
                break;
            case DataType.DateTimeOffset:
                Write(json, cell.Time);
                break;
            case DataType.String:
                json.WriteStringValue(cell.Utf8);
                break;
            default:
                Write(json, cell.Vector);
                break;
        }
    }

    void Write(Utf8JsonWriter json, Vector vector)
    {
        if (!vector.IsDense)
        {
            var length = VectorText.Format(vector, ref _text);
            json.WriteStringValue(_text.AsSpan(0, length));
            return;
        }

        json.WriteStartArray();
        foreach (var value in vector.Values)
        {
            Write(json, value);
        }

        json.WriteEndArray();
    }

    void Write(Utf8JsonWriter json, double value)
    {
        Span<byte> number = stackalloc byte[NumberText.MostBytes];
        var text = number[..NumberText.Format(value, number)];
        if (double.IsFinite(value))
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(text);
        }
    }

    void Write(Utf8JsonWriter json, DateTimeOffset moment)
    {
        if (options.DateFormats.IsEmpty)
        {
            Span<byte> text = stackalloc byte[40];
            json.WriteStringValue(text[..MomentText.Format(moment, text)]);
        }
        else
        {
            json.WriteStringValue(
                Encoding.UTF8.GetBytes(moment.ToString(options.DateFormats[0], CultureInfo.InvariantCulture)));
        }
    }
}
