using System.Text;
using System.Text.Json;

namespace Alink.IO;

/// <summary>Reads the rows of a JSON lines file, or of a piece of it, into tables.</summary>
sealed class JsonRows : LineRows
{
    /// <summary>As deep as values may nest that are left out.</summary>
    internal static readonly JsonReaderOptions Reading = new() { MaxDepth = 64 };

    readonly Schema _schema;
    readonly bool _isInferred;
    readonly ColumnSink[] _sinks;
    readonly byte[][] _names;
    readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    readonly long[] _seen;
    byte[] _text = new byte[256];
    double[] _numbers = new double[16];
    long _line;

    public JsonRows(string file, Split split, Schema schema, JsonLinesOptions options, CancellationToken cancellation)
        : base(file, split, options.SetAside, options.MaxRowBytes, cancellation)
    {
        (_schema, _isInferred) = (schema, options.Schema is null);
        _sinks = [.. schema.Fields.Select(field => ColumnSink.Of(field, options.Conventions))];
        _names = [.. schema.Fields.Select(field => Encoding.UTF8.GetBytes(field.Name))];
        _seen = new long[_sinks.Length];
        for (var i = 0; i < _sinks.Length; i++)
        {
            _places[schema.Fields[i].Name] = i;
        }
    }

    protected override void Reserve(int rows)
    {
        foreach (var sink in _sinks)
        {
            sink.Reserve(rows);
        }
    }

    protected override bool Fill(int row, ReadOnlySpan<byte> line)
    {
        _line++;
        var reader = new Utf8JsonReader(line, Reading);
        var column = -1;
        string? wrong;
        ReadOnlySpan<byte> text = line;
        try
        {
            wrong = ReadObject(ref reader, row, ref column, ref text);
        }
        catch (JsonException exception)
        {
            wrong = $"The line is not a JSON object of numbers, texts, booleans and arrays of numbers: it breaks at byte {exception.BytePositionInLine + 1}.";
            column = -1;
            text = line;
        }
        catch (InvalidOperationException)
        {
            wrong = "The text is not valid UTF-8, or half of a surrogate pair.";
        }

        if (wrong is null)
        {
            foreach (var sink in _sinks)
            {
                sink.Keep(row);
            }

            return true;
        }

        foreach (var sink in _sinks)
        {
            sink.Forget(row);
        }

        return Bad(column < 0 ? null : _schema.Fields[column].Name, wrong, text);
    }

    protected override Table Build(int rows) => new(_schema, [.. _sinks.Select(sink => sink.Build(rows))]);

    string? ReadObject(ref Utf8JsonReader reader, int row, ref int column, ref ReadOnlySpan<byte> text)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return "The line is not a JSON object.";
        }

        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            column = PlaceOf(ref reader, next);
            if (column < 0)
            {
                text = reader.ValueSpan;
                if (_isInferred)
                {
                    return "The name is not among the columns that the first rows have shown.";
                }

                reader.Skip();
                continue;
            }

            next = column + 1;
            if (_seen[column] == _line)
            {
                text = reader.ValueSpan;
                return "The name stands twice.";
            }

            _seen[column] = _line;
            reader.Read();
            text = reader.ValueSpan;
            if (SetValue(ref reader, row, column) is { } wrong)
            {
                return wrong;
            }
        }

        // Nothing may follow the object.
        reader.Read();
        for (column = 0; column < _sinks.Length; column++)
        {
            if (_seen[column] != _line && _sinks[column].SetMissing(row) is { } missing)
            {
                text = default;
                return missing;
            }
        }

        return null;
    }

    int PlaceOf(ref Utf8JsonReader reader, int next)
    {
        // Names mostly come in the same order.
        if (next < _names.Length && reader.ValueTextEquals(_names[next]))
        {
            return next;
        }

        return _places.GetValueOrDefault(reader.GetString()!, -1);
    }

    string? SetValue(ref Utf8JsonReader reader, int row, int column)
    {
        var sink = _sinks[column];
        var type = sink.Field.Type;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return sink.SetMissing(row);
            case JsonTokenType.True or JsonTokenType.False when type == DataType.Boolean:
            case JsonTokenType.Number when type is not DataType.Boolean && type.IsNumeric():
                return sink.Set(row, reader.ValueSpan);
            case JsonTokenType.String when type is DataType.String or DataType.DateTimeOffset or DataType.Vector:
                return sink.Set(row, Text(ref reader));
            case JsonTokenType.String when type is DataType.Single or DataType.Double && IsWord(reader.ValueSpan):
                return sink.Set(row, reader.ValueSpan);
            case JsonTokenType.StartArray when sink is VectorSink vectors:
                return SetVector(ref reader, vectors);
            default:
                var wrong = $"The value is {Named(reader.TokenType)}, and the column holds {type}.";
                reader.Skip();
                return wrong;
        }
    }

    string? SetVector(ref Utf8JsonReader reader, VectorSink vectors)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == _numbers.Length)
            {
                Array.Resize(ref _numbers, 2 * count);
            }

            if (!(reader.TokenType == JsonTokenType.Number || (reader.TokenType == JsonTokenType.String && IsWord(reader.ValueSpan)))
                || !NumberText.TryParse(reader.ValueSpan, out _numbers[count]))
            {
                return $"Number {count + 1} of the array is {Named(reader.TokenType)}, or beyond the range of Double.";
            }

            count++;
        }

        return vectors.Set(_numbers.AsSpan(0, count));
    }

    ReadOnlySpan<byte> Text(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        _text = _text.Length < reader.ValueSpan.Length ? new byte[reader.ValueSpan.Length] : _text;
        return _text.AsSpan(0, reader.CopyString(_text));
    }

    /// <summary>Whether a text is a number that JSON has no other way to write.</summary>
    internal static bool IsWord(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("NaN"u8) || text.SequenceEqual("Infinity"u8) || text.SequenceEqual("-Infinity"u8);

    static string Named(JsonTokenType token) => token switch
    {
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Number => "a number",
        JsonTokenType.String => "a text",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.Null => "null",
        _ => "an object",
    };
}
