using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Alink.IO;

/// <summary>Numbers different texts in the order they come.</summary>
sealed class TextDictionary
{
    Slot[] _slots = new Slot[256];
    int _shift = 64 - 8;
    byte[] _bytes = new byte[1024];
    int[] _offsets = new int[65];
    StringColumn? _column;

    /// <summary>How many different texts.</summary>
    public int Count { get; private set; }

    /// <summary>The text of a number.</summary>
    public ReadOnlySpan<byte> Text(int code) => _bytes.AsSpan(_offsets[code], _offsets[code + 1] - _offsets[code]);

    /// <summary>The number of a text, or −1.</summary>
    public int Find(ReadOnlySpan<byte> text) => _slots[SlotOf(KeyOf(text), text)].Number - 1;

    /// <summary>The number of a <see cref="ShortText"/>, or −1.</summary>
    public int Find(ulong text, int length)
    {
        var slots = _slots;
        for (var place = Place(text, length); ; place = (place + 1) & (slots.Length - 1))
        {
            ref readonly var slot = ref slots[place];
            if ((slot.Key == text && slot.Length == length) || slot.Number == 0)
            {
                return slot.Number - 1;
            }
        }
    }

    /// <summary>Numbers a text that has no number yet.</summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        var code = Count;
        var start = _offsets[code];
        var end = checked(start + text.Length);
        if (code + 2 > _offsets.Length)
        {
            Array.Resize(ref _offsets, 2 * _offsets.Length);
        }

        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, end)));
        }

        if (2 * (code + 1) > _slots.Length)
        {
            Grow();
        }

        text.CopyTo(_bytes.AsSpan(start));
        _offsets[code + 1] = end;
        Count = code + 1;
        var key = KeyOf(text);
        _slots[SlotOf(key, text)] = new(key, text.Length, code + 1);
        return code;
    }

    /// <summary>The texts as a column; the same one until a text is added.</summary>
    public StringColumn Column() => _column is { } column && column.Length == Count
        ? column
        : _column = new(_bytes.AsMemory(0, _offsets[Count]), _offsets.AsMemory(0, Count + 1));

    /// <summary>Where a text is, or where it would be put.</summary>
    int SlotOf(ulong key, ReadOnlySpan<byte> text)
    {
        var slots = _slots;
        for (var place = Place(key, text.Length); ; place = (place + 1) & (slots.Length - 1))
        {
            ref readonly var slot = ref slots[place];
            if (slot.Number == 0 || (slot.Key == key && slot.Length == text.Length
                && (text.Length <= ShortText.Width || Text(slot.Number - 1).SequenceEqual(text))))
            {
                return place;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Place(ulong key, int length)
    {
        const ulong odd = 0x9E3779B97F4A7C15;
        return (int)((BitOperations.RotateLeft((key ^ (uint)length) * odd, 31) * odd) >> _shift);
    }

    void Grow()
    {
        var old = _slots;
        _slots = new Slot[2 * old.Length];
        _shift--;
        foreach (ref readonly var slot in old.AsSpan())
        {
            if (slot.Number == 0)
            {
                continue;
            }

            var place = Place(slot.Key, slot.Length);
            while (_slots[place].Number != 0)
            {
                place = (place + 1) & (_slots.Length - 1);
            }

            _slots[place] = slot;
        }
    }

    /// <summary>A short text is all in its key, given its length; a longer one, of which it is a hash, is compared as well.</summary>
    static ulong KeyOf(ReadOnlySpan<byte> text) => text.Length <= ShortText.Width ? ShortText.Of(text) : Hash(text);

    static ulong Hash(ReadOnlySpan<byte> text)
    {
        const ulong odd = 0x9E3779B97F4A7C15;
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]);
        for (; text.Length >= 8; text = text[8..])
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * odd, 29);
        }

        return hash;
    }

    /// <summary>A text by its key; a number of 0 is an empty slot, else it is one above the text's.</summary>
    readonly record struct Slot(ulong Key, int Length, int Number);
}
