using System.Text;

namespace Alink;

/// <summary>A column of text: UTF-8 bytes, or codes into a dictionary of them.</summary>
public sealed class StringColumn : ColumnData<string>
{
    readonly ReadOnlyMemory<byte> _bytes;
    readonly ReadOnlyMemory<int> _places;
    string?[]? _decoded;

    /// <summary>Text one after the other.</summary>
    /// <param name="bytes">The UTF-8 bytes of every row.</param>
    /// <param name="offsets">Where each row begins in <paramref name="bytes"/>, and where the last ends; shape: rows +
    /// 1.</param>
    /// <param name="validity">Which rows hold a value.</param>
    public StringColumn(ReadOnlyMemory<byte> bytes, ReadOnlyMemory<int> offsets, Validity validity = default)
        : base(offsets.Length - 1, validity) => (_bytes, _places) = (bytes, offsets);

    /// <summary>Codes into a dictionary.</summary>
    /// <param name="codes">For each row, the row of <paramref name="dictionary"/> that holds its text.</param>
    /// <param name="dictionary">The different texts; not itself over a dictionary.</param>
    /// <param name="validity">Which rows hold a value.</param>
    public StringColumn(ReadOnlyMemory<int> codes, StringColumn dictionary, Validity validity = default)
        : base(codes.Length, validity) => (_places, Dictionary) = (codes, dictionary);

    /// <summary>The different texts, where the column is encoded by them; else null.</summary>
    public StringColumn? Dictionary { get; }

    /// <summary>For each row, the row of <see cref="Dictionary"/> that holds its text;
    /// empty without a dictionary.</summary>
    public ReadOnlySpan<int> Codes => Dictionary is null ? default : _places.Span;

    /// <inheritdoc/>
    public override string this[int row] =>
        IsMissing(row) ? null!
        : Dictionary is null ? Encoding.UTF8.GetString(Utf8(row))
        : Dictionary.Decoded(_places.Span[row]);

    /// <inheritdoc/>
    public override long Bytes => Dictionary is null
        ? (Length == 0 ? 0 : _places.Span[Length] - _places.Span[0]) + (sizeof(int) * ((long)Length + 1))
        : Dictionary.Bytes + (sizeof(int) * (long)Length);

    /// <summary>All rows at once, for hot loops, where there is no dictionary.</summary>
    public TextBlock Block => Dictionary is null ? new(_bytes.Span, _places.Span) : default;

    /// <summary>A column of the given texts, null where a value is missing.</summary>
    public static StringColumn Of(params ReadOnlySpan<string?> values)
    {
        var builder = new StringColumnBuilder(values.Length);
        foreach (var value in values)
        {
            builder.Append(value);
        }

        return (StringColumn)builder.Build();
    }

    /// <summary>The UTF-8 bytes of a row; empty where it is missing.</summary>
    public ReadOnlySpan<byte> Utf8(int row)
    {
        var places = _places.Span;
        if (Dictionary is not null)
        {
            return IsMissing(row) ? default : Dictionary.Utf8(places[row]);
        }

        return _bytes.Span[places[row]..places[row + 1]];
    }

    /// <summary>The UTF-8 bytes of a row; empty where it is missing.</summary>
    public ReadOnlyMemory<byte> Utf8Memory(int row)
    {
        if (Dictionary is not null)
        {
            return IsMissing(row) ? default : Dictionary.Utf8Memory(_places.Span[row]);
        }

        var start = _places.Span[row];
        return _bytes[start.._places.Span[row + 1]];
    }

    /// <inheritdoc/>
    public override ColumnData Slice(int start, int length) => Dictionary is null
        ? new StringColumn(_bytes, _places.Slice(start, length + 1), Validity.From(start))
        : new StringColumn(_places.Slice(start, length), Dictionary, Validity.From(start));

    /// <inheritdoc/>
    public override ColumnData Gather(ReadOnlySpan<int> rows)
    {
        if (Dictionary is not null)
        {
            var from = _places.Span;
            var codes = new int[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                codes[i] = rows[i] < 0 ? 0 : from[rows[i]];
            }

            return new StringColumn(codes, Dictionary, Gathered(rows));
        }

        var builder = new StringColumnBuilder(rows.Length);
        foreach (var row in rows)
        {
            if (row < 0 || IsMissing(row))
            {
                builder.AppendMissing();
            }
            else
            {
                builder.Append(Utf8(row));
            }
        }

        return builder.Build();
    }

    /// <summary>The text of a row, decoded once.</summary>
    string Decoded(int row) => (_decoded ??= new string?[Length])[row] ??= this[row];

    /// <inheritdoc/>
    public override void Load(int row, Cell cell)
    {
        if (IsMissing(row))
        {
            cell.SetMissing();
        }
        else if (Dictionary is not null)
        {
            cell.Set(this[row]);
        }
        else
        {
            cell.SetUtf8(Utf8Memory(row));
        }
    }
}

/// <summary>The texts of a column as spans: what a hot loop works on.</summary>
public readonly ref struct TextBlock
{
    internal TextBlock(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> offsets)
    {
        Bytes = bytes;
        Offsets = offsets;
    }

    /// <summary>The UTF-8 bytes of all rows.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Where each row begins in <see cref="Bytes"/>, and where the last ends; shape: rows + 1.</summary>
    public ReadOnlySpan<int> Offsets { get; }

    /// <summary>The UTF-8 bytes of a row; empty where it is missing.</summary>
    public ReadOnlySpan<byte> this[int row] => Bytes[Offsets[row]..Offsets[row + 1]];
}
