using System.Text;
using System.Text.Json;

namespace Alink.IO;

/// <summary>Reads flat JSON objects into columns, or into the cells of a row.</summary>
/// <param name="schema">The columns.</param>
/// <param name="sinks">Where the values of each column go; null where they are left out.</param>
/// <param name="isStrict">Whether a name that is no column is an error; else it is left out.</param>
sealed class JsonRecord(Schema schema, ColumnSink?[] sinks, bool isStrict)
{
    /// <summary>What is said of a name that is no column.</summary>
    public const string Unknown = "The name is not among the columns that the first rows have shown.";

    /// <summary>What is said of a name that an object has twice.</summary>
    public const string Twice = "The name stands twice.";

    /// <summary>As deep as values may nest that are left out.</summary>
    public static readonly JsonReaderOptions Reading = new() { MaxDepth = 64 };

    readonly int[] _following = [.. Enumerable.Range(0, schema.Fields.Length + 1)];
    readonly byte[][] _names = [.. schema.Fields.Select(field => Encoding.UTF8.GetBytes(field.Name))];
    readonly long[] _seen = new long[schema.Fields.Length];
    byte[] _text = new byte[256];
    double[] _numbers = new double[16];
    long _record;

    /// <summary>Reads flat JSON objects into columns.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="conventions">How values stand as text.</param>
    /// <param name="isStrict">Whether a name that is no column is an error; else it is left out.</param>
    public JsonRecord(Schema schema, TextConventions conventions, bool isStrict)
        : this(schema, [.. schema.Fields.Select(field => ColumnSink.Of(field, conventions))], isStrict)
    {
    }

    /// <summary>How many bytes it keeps for the longest text and array so far.</summary>
    public long KeptBytes => _text.Length + ((long)sizeof(double) * _numbers.Length);

    /// <summary>Makes room for so many rows.</summary>
    public void Reserve(int rows)
    {
        foreach (var sink in sinks)
        {
            sink?.Reserve(rows);
        }
    }

    /// <summary>Reads an object into a row.</summary>
    /// <param name="row">The row; it comes again after an error.</param>
    /// <param name="json">The object.</param>
    /// <param name="column">The column where something is wrong; null where it is the object.</param>
    /// <param name="text">The text that is wrong.</param>
    /// <returns>What is wrong; null where nothing is.</returns>
    public string? Read(int row, ReadOnlySpan<byte> json, out string? column, out ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(json, Reading);
        var place = -1;
        string? wrong;
        var found = json;
        try
        {
            reader.Read();
            wrong = ReadObject(ref reader, row, ref place, ref found);
            reader.Read(); // Nothing may follow the object.
        }
        catch (JsonException exception)
        {
            wrong = "The text is not a JSON object of numbers, texts, booleans and arrays of numbers: "
                + $"it breaks at byte {exception.BytePositionInLine + 1}.";
            place = -1;
            found = json;
        }
        catch (InvalidOperationException)
        {
            wrong = "The text is not valid UTF-8, or half of a surrogate pair.";
        }

        foreach (var sink in sinks)
        {
            if (wrong is null)
            {
                sink?.Keep(row);
            }
            else
            {
                sink?.Forget(row);
            }
        }

        text = found;
        column = place < 0 || wrong is null ? null : schema.Fields[place].Name;
        return wrong;
    }

    /// <summary>Reads the object at which a reader stands, into cells, and stops at its end.</summary>
    /// <inheritdoc cref="Read(int, ReadOnlySpan{byte}, out string?, out ReadOnlySpan{byte})"/>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A text is not valid UTF-8, or half of a surrogate pair.</exception>
    public string? Read(ref Utf8JsonReader reader, out string? column, out ReadOnlySpan<byte> text)
    {
        var place = -1;
        var found = reader.ValueSpan;
        var wrong = ReadObject(ref reader, 0, ref place, ref found);
        text = found;
        column = place < 0 || wrong is null ? null : schema.Fields[place].Name;
        return wrong;
    }

    /// <summary>The columns of the first rows.</summary>
    public Table Build(int rows) => new(schema, [.. sinks.Select(sink => sink!.Build(rows))]);

    string? ReadObject(ref Utf8JsonReader reader, int row, ref int column, ref ReadOnlySpan<byte> text)
    {
        _record++;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return "The text is not a JSON object.";
        }

        var next = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            column = PlaceOf(ref reader, next);
            if (column < 0)
            {
                text = reader.ValueSpan;
                if (isStrict)
                {
                    return Unknown;
                }

                reader.Skip();
                continue;
            }

            next = column + 1;
            if (_seen[column] == _record)
            {
                text = reader.ValueSpan;
                return Twice;
            }

            _seen[column] = _record;
            reader.Read();
            text = reader.ValueSpan;
            if (SetValue(ref reader, row, column) is { } wrong)
            {
                return wrong;
            }
        }

        for (column = 0; column < sinks.Length; column++)
        {
            if (_seen[column] != _record && sinks[column]?.SetMissing(row) is { } missing)
            {
                text = default;
                return missing;
            }
        }

        return null;
    }

    int PlaceOf(ref Utf8JsonReader reader, int next)
    {
        // Names mostly come in the order of the columns, or in that of the record before.
        var expected = _following[next];
        if (expected < _names.Length && reader.ValueTextEquals(_names[expected]))
        {
            return expected;
        }

        var name = reader.GetString()!;
        return schema.Has(name) ? _following[next] = schema.IndexOf(name) : -1;
    }

    string? SetValue(ref Utf8JsonReader reader, int row, int column)
    {
        if (sinks[column] is not { } sink)
        {
            reader.Skip();
            return null;
        }

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
            case JsonTokenType.StartArray when type == DataType.Vector:
                return SetVector(ref reader, sink);
            default:
                var wrong = $"The value is {Named(reader.TokenType)}, and the column holds {type}.";
                reader.Skip();
                return wrong;
        }
    }

    string? SetVector(ref Utf8JsonReader reader, ColumnSink vectors)
    {
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == _numbers.Length)
            {
                Array.Resize(ref _numbers, 2 * count);
            }

            if (!(reader.TokenType == JsonTokenType.Number
                || (reader.TokenType == JsonTokenType.String && IsWord(reader.ValueSpan)))
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
