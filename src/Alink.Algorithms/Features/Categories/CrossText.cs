using System.Globalization;

namespace Alink.Features;

/// <summary>Writes the values of several cells as one text, no two combinations alike.</summary>
/// <param name="cells">The cells.</param>
sealed class CrossText(Cell[] cells)
{
    const byte Between = (byte)'|';
    const byte Escape = (byte)'\\';

    byte[] _text = new byte[64];
    int _length;

    /// <summary>Joins the values as UTF-8, which stays until the next call; false where one is missing.</summary>
    public bool TryJoin(out ReadOnlyMemory<byte> text)
    {
        Span<byte> number = stackalloc byte[32];
        _length = 0;
        text = default;
        for (var c = 0; c < cells.Length; c++)
        {
            var (cell, written) = (cells[c], 0);
            if (cell.IsMissing)
            {
                return false;
            }

            _ = cell.Type == DataType.Int64
                ? cell.Integer.TryFormat(number, out written, default, CultureInfo.InvariantCulture)
                : (cell.Number + 0.0).TryFormat(number, out written, default, CultureInfo.InvariantCulture); // −0 is 0.
            Put(
                cell.Type == DataType.String ? cell.Utf8
                : cell.Type == DataType.Boolean ? (cell.Integer != 0 ? "true"u8 : "false"u8)
                : number[..written],
                isFirst: c == 0);
        }

        text = _text.AsMemory(0, _length);
        return true;
    }

    void Put(ReadOnlySpan<byte> value, bool isFirst)
    {
        var most = _length + 1 + (2 * value.Length);
        if (most > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(most, 2 * _text.Length));
        }

        if (!isFirst)
        {
            _text[_length++] = Between;
        }

        foreach (var one in value)
        {
            if (one is Between or Escape)
            {
                _text[_length++] = Escape;
            }

            _text[_length++] = one;
        }
    }
}
