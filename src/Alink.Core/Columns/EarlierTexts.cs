using System.Buffers.Binary;

namespace Alink;

/// <summary>Finds earlier rows of a column that hold the same text, so that what is made of a text need not be made again.</summary>
/// <remarks>
/// It remembers one row at each of 1,024 places, to which texts are hashed, or one for each text of a dictionary: an earlier
/// row may be forgotten, and no text is ever taken for another. Missing rows are not asked for.
/// </remarks>
public readonly ref struct EarlierTexts
{
    const int PlaceBits = 10;

    readonly TextBlock _texts;
    readonly ReadOnlySpan<int> _codes;

    /// <summary>The row that came last to a place, and 1; 0 where none has.</summary>
    readonly int[] _rows;

    /// <summary>Nothing is remembered yet.</summary>
    /// <param name="column">The texts.</param>
    public EarlierTexts(StringColumn column)
    {
        _texts = column.Block;
        _codes = column.Codes;
        _rows = new int[column.Dictionary?.Length ?? 1 << PlaceBits];
    }

    /// <summary>An earlier row that holds the text of this one, −1 where none is remembered; this one is from now on.</summary>
    public int Of(int row)
    {
        if (!_codes.IsEmpty)
        {
            ref var first = ref _rows[_codes[row]];
            var same = first - 1;
            first = same < 0 ? row + 1 : first;
            return same;
        }

        var text = _texts[row];
        ref var last = ref _rows[Place(text)];
        var earlier = last - 1;
        if (earlier >= 0 && _texts[earlier].SequenceEqual(text))
        {
            return earlier;
        }

        last = row + 1;
        return -1;
    }

    /// <summary>A hash of a text's length, its first bytes and its last.</summary>
    static int Place(ReadOnlySpan<byte> text)
    {
        var (first, last) = text.Length >= sizeof(ulong)
            ? (BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]))
            : text.Length >= sizeof(uint)
            ? (BinaryPrimitives.ReadUInt32LittleEndian(text), BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]))
            : text.IsEmpty ? (0UL, 0UL) : (text[0], ((ulong)text[text.Length / 2] << 8) | text[^1]);
        var hash = (first ^ (((last << 23) | (last >> 41)) + (ulong)text.Length)) * 0x9E3779B97F4A7C15;
        return (int)(hash >> (64 - PlaceBits));
    }
}
