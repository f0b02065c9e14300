using System.Buffers;
using System.Text.Json;

namespace Alink.IO;

/// <summary>Writes rows as JSON, each on a line.</summary>
sealed class JsonRowWriter(Stream stream, JsonLinesOptions options) : IDisposable
{
    readonly ArrayBufferWriter<byte> _line = new(1024);
    readonly JsonValues _values = new(options);
    Utf8JsonWriter? _json;

    /// <summary>Writes every row of a batch.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="written">Called once the row before is in the stream, for those who want each by itself.</param>
    public void Write(Table batch, Action? written = null)
    {
        _json ??= new(_line, JsonValues.Writing);
        var columns = batch.Schema.Fields
            .Select(field => (JsonValues.Name(field.Name), batch.Data(field.Name))).ToArray();
        for (var row = 0; row < batch.RowCount; row++)
        {
            _json.WriteStartObject();
            foreach (var (name, data) in columns)
            {
                _json.WritePropertyName(name);
                _values.Write(_json, data, row);
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
}
