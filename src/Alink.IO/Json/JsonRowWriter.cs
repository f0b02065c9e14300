using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Alink.IO;

/// <summary>Writes rows as JSON, each on a line.</summary>
sealed class JsonRowWriter(Stream stream, JsonLinesOptions options) : IDisposable
{
    readonly ArrayBufferWriter<byte> _line = new(1024);
    readonly byte[] _number = new byte[NumberText.MostBytes];
    Utf8JsonWriter? _json;
    byte[] _text = [];

    /// <summary>Writes every row of a batch.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="written">Called once the row before is in the stream, for those who want each by itself.</param>
    public void Write(Table batch, Action? written = null)
    {
        _json ??= new(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        var columns = batch.Schema.Fields
            .Select(field => (JsonEncodedText.Encode(field.Name, encoder), batch.Data(field.Name))).ToArray();
        for (var row = 0; row < batch.RowCount; row++)
        {
            _json.WriteStartObject();
            foreach (var (name, data) in columns)
            {
                _json.WritePropertyName(name);
                Write(_json, data, row);
            }

            _json.WriteEndObject();
            _json.Flush();
            _line.Write("\n"u8);
            stream.Write(_line.WrittenSpan);
            _line.ResetWrittenCount();
            _json.Reset();
            written?.Invoke();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _json?.Dispose();

    void Write(Utf8JsonWriter json, ColumnData data, int row)
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
        var text = _number.AsSpan(0, NumberText.Format(value, _number));
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
