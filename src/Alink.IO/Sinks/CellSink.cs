using System.Text.Unicode;

namespace Alink.IO;

/// <summary>Sets the cell of a row from text, by the rules of the column's own sink.</summary>
/// <param name="field">The column.</param>
/// <param name="cell">Its cell.</param>
/// <param name="conventions">How values stand as text.</param>
sealed class CellSink(Field field, Cell cell, TextConventions conventions) : ColumnSink(field)
{
    readonly ColumnSink _one = OfOneRow(field, conventions);
    byte[] _text = [];

    /// <summary>How many bytes the text that was longest takes.</summary>
    public int TextBytes => _text.Length;

    public override string? Set(int row, ReadOnlySpan<byte> text) =>
        Field.Type == DataType.String ? SetText(text) : _one.Set(0, text) ?? Take();

    public override string? Set(ReadOnlySpan<double> numbers) => _one.Set(numbers) ?? Take();

    public override string? SetMissing(int row)
    {
        cell.SetMissing();
        return Field.IsNullable ? null : NeverMissing;
    }

    protected override void Resize(int rows)
    {
    }

    protected override void SetDefault(int row) => cell.SetMissing();

    protected override ColumnData Build(int rows, Validity validity) => throw new NotSupportedException();

    string? SetText(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            return "The text is not valid UTF-8.";
        }

        _text = _text.Length < text.Length ? new byte[text.Length] : _text;
        text.CopyTo(_text);
        cell.SetUtf8(_text.AsMemory(0, text.Length));
        return null;
    }

    string? Take()
    {
        switch (_one)
        {
            case FixedSink<double> numbers:
                cell.Set(numbers.Values[0]);
                break;
            case FixedSink<float> numbers:
                cell.Set((double)numbers.Values[0]);
                break;
            case FixedSink<long> numbers:
                cell.Set(numbers.Values[0]);
                break;
            case FixedSink<int> numbers:
                cell.Set((long)numbers.Values[0]);
                break;
            case FixedSink<bool> booleans:
                cell.Set(booleans.Values[0]);
                break;
            case FixedSink<DateTimeOffset> moments:
                cell.Set(moments.Values[0]);
                break;
            case VectorSink vectors:
                vectors.CopyTo(cell);
                break;
        }

        return null;
    }

    static ColumnSink OfOneRow(Field field, TextConventions conventions)
    {
        var sink = Of(field, conventions);
        sink.Reserve(1);
        return sink;
    }
}
