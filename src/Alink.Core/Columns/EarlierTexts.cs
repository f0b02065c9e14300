using System.Buffers.Binary;
using System.Numerics;

namespace Alink;

/// <summary>Finds earlier rows of a column that hold the same text, so that what is made of a text need not be made again.</summary>
/// <remarks>
/// It remembers one row at each of up to 1,024 places, to which texts are hashed, or one for each text of a dictionary: an
/// earlier row may be forgotten, and no text is ever taken for another. Missing rows are not asked for.
/// </remarks>
public readonly ref struct EarlierTexts
{
    const int MostPlaces = 1024;

    readonly StringColumn _column;
    readonly TextBlock _texts;

    /// <summary>The row that came to a place, and 1, 0 where none has; beside it its text where that is short, else 0.</summary>
    readonly (ulong Short, int Row)[] _places;

    readonly int _shift;

    /// <summary>Nothing is remembered yet.</summary>
    /// <param name="column">The texts.</param>
    public EarlierTexts(StringColumn column)
    {
        _column = column;
        _texts = column.Block;
        var places = column.Dictionary?.Length
            ?? (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(column.Length, 2, MostPlaces));
        _places = new (ulong, int)[places];
        _shift = 64 - BitOperations.Log2((uint)places | 1);
    }

    /// <summary>An earlier row that holds the text of this one, −1 where none is remembered; this one is from now on.</summary>
    public int Of(int row)
    {
        if (_column.Dictionary is not null)
        {
            ref var first = ref _places[_column.Codes[row]].Row;
            var same = first - 1;
            first = same < 0 ? row + 1 : first;
            return same;
        }

        var text = _texts[row];
        var packed = Short(_texts.Bytes, _texts.Offsets[row], text.Length);
        ref var place = ref _places[PlaceOf(packed != 0 ? packed : Ends(text))];
        var earlier = place.Row - 1;
        if (packed != 0 ? place.Short == packed : earlier >= 0 && _texts[earlier].SequenceEqual(text))
        {
            return earlier;
        }

        place = (packed, row + 1);
        return -1;
    }

    /// <summary>Numbers the texts: one like an earlier one gets its number.</summary>
    /// <param name="numbers">One place for each row; −1 where it is missing.</param>
    /// <param name="number">The number of a row's text, asked where no earlier row is remembered.</param>
    public void Encode(Span<int> numbers, Func<int, int> number)
    {
        var (isFull, isPlain) = (_column.Validity.IsFull, _column.Dictionary is null);
        var offsets = _texts.Offsets;
        var bytes = _texts.Bytes;
        for (var row = 0; row < numbers.Length; row++)
        {
            if (isFull && isPlain)
            {
                // The way that most texts take, in as few steps as there are.
                var packed = Short(bytes, offsets[row], offsets[row + 1] - offsets[row]);
                var place = _places[PlaceOf(packed)];
                if (place.Short == packed && packed != 0)
                {
                    numbers[row] = numbers[place.Row - 1];
                    continue;
                }
            }

            numbers[row] = !isFull && _column.IsMissing(row) ? -1 : Of(row) is >= 0 and var same ? numbers[same] : number(row);
        }
    }

    int PlaceOf(ulong text) => (int)((text * 0x9E3779B97F4A7C15) >> _shift);

    /// <summary>A text of at most seven bytes as one number, which no other text has; 0 of another, or near the end.</summary>
    static ulong Short(ReadOnlySpan<byte> bytes, int start, int length) =>
        length < sizeof(ulong) && start <= bytes.Length - sizeof(ulong)
            ? (BinaryPrimitives.ReadUInt64LittleEndian(bytes[start..]) & ((1UL << (8 * length)) - 1)) | ((ulong)(length + 1) << 56)
            : 0;

    /// <summary>The length of a text, its first bytes and its last, mixed.</summary>
    static ulong Ends(ReadOnlySpan<byte> text)
    {
        var (first, last) = text.Length >= sizeof(ulong)
            ? (BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^sizeof(ulong)..]))
            : text.IsEmpty ? (0UL, 0UL) : (text[0], ((ulong)text[text.Length / 2] << 8) | text[^1]);
        return first ^ (((last << 23) | (last >> 41)) + (ulong)text.Length);
    }
}
