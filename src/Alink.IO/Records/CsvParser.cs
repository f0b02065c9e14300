namespace Alink.IO;

/// <summary>Reads records that are each a row of CSV: RFC 4180, and as strict as the reader of files.</summary>
sealed class CsvParser : RecordParser
{
    readonly NullWords _nulls;
    readonly ColumnSink[] _sinks;
    readonly byte _separator;
    readonly byte _quote;
    byte[] _text = new byte[256];

    public CsvParser(Schema schema, CsvOptions options)
        : base(schema)
    {
        if (options.Escape is not null || options.Comment is not null)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), "Records are read without an escape character and without comments.");
        }

        (_separator, _quote, _nulls) = ((byte)options.Separator, (byte)options.Quote, new(options.NullWords));
        _sinks = [.. schema.Fields.Select(field => ColumnSink.Of(field, options.Conventions))];
    }

    public override void Reserve(int rows) => Array.ForEach(_sinks, sink => sink.Reserve(rows));

    public override string? Parse(int row, ReadOnlySpan<byte> record, out string? column, out ReadOnlySpan<byte> text)
    {
        text = record;
        var wrong = Read(row, WithoutLineEnd(record), out var place, ref text);
        foreach (var sink in _sinks)
        {
            if (wrong is null)
            {
                sink.Keep(row);
            }
            else
            {
                sink.Forget(row);
            }
        }

        column = wrong is null || place < 0 ? null : Schema.Fields[place].Name;
        return wrong;
    }

    public override Table Build(int rows) => new(Schema, [.. _sinks.Select(sink => sink.Build(rows))]);

    static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> record)
    {
        record = record is [.., (byte)'\n'] ? record[..^1] : record;
        return record is [.., (byte)'\r'] ? record[..^1] : record;
    }

    string? Read(int row, ReadOnlySpan<byte> record, out int place, ref ReadOnlySpan<byte> text)
    {
        var field = 0;
        place = -1;
        for (var next = 0; next <= record.Length; field++)
        {
            var rest = record[next..];
            if (!TryField(rest, out var length, out var value, out var isQuoted))
            {
                return "A quote is not closed, or text stands before or after the quotes of a field.";
            }

            next += length + 1;
            if (field >= _sinks.Length)
            {
                continue; // They are counted for the message.
            }

            if (!isQuoted && value.IndexOfAny((byte)'\n', (byte)'\r') >= 0)
            {
                return "There is more than one row.";
            }

            var sink = _sinks[field];
            var isMissing = sink.Field.Type == DataType.String
                ? !isQuoted && _nulls.Has(value) : _nulls.Has(Spaces.Trim(value));
            if ((isMissing ? sink.SetMissing(row) : sink.Set(row, value)) is { } wrong)
            {
                place = field;
                text = value;
                return wrong;
            }
        }

        return field == _sinks.Length ? null : $"The row has {field} fields, and there should be {_sinks.Length}.";
    }

    /// <summary>The first field of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The bytes that it takes, up to a separator or the end.</param>
    /// <param name="value">What it says; valid until the next field.</param>
    /// <param name="isQuoted">Whether it stands in quotes.</param>
    /// <returns>Whether it is well formed.</returns>
    bool TryField(ReadOnlySpan<byte> text, out int length, out ReadOnlySpan<byte> value, out bool isQuoted)
    {
        isQuoted = text.Length > 0 && text[0] == _quote;
        if (!isQuoted)
        {
            length = text.IndexOf(_separator);
            length = length < 0 ? text.Length : length;
            value = text[..length];
            return !value.Contains(_quote);
        }

        _text = _text.Length < text.Length ? new byte[text.Length] : _text;
        var written = 0;
        for (length = 1; length < text.Length; length++)
        {
            if (text[length] != _quote)
            {
                _text[written++] = text[length];
            }
            else if (length + 1 < text.Length && text[length + 1] == _quote)
            {
                _text[written++] = text[length++];
            }
            else
            {
                value = _text.AsSpan(0, written);
                length++;
                return length == text.Length || text[length] == _separator;
            }
        }

        value = default;
        return false;
    }
}
