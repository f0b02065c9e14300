using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Alink.IO;

/// <summary>Numbers different texts in the order they come.</summary>
sealed class TextDictionary
{
    /// <summary>Up to so many bytes a text is all in its key; a longer one is compared byte by byte as well.</summary>
    const int Short = 16;

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
    public int Find(ReadOnlySpan<byte> text)
    {
        var (low, high) = KeyOf(text);
        return _slots[SlotOf(low, high, text)].Number - 1;
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
        var (low, high) = KeyOf(text);
        _slots[SlotOf(low, high, text)] = new(low, high, text.Length, code + 1);
        return code;
    }

    /// <summary>The texts as a column; the same one until a text is added.</summary>
    public StringColumn Column() => _column is { } column && column.Length == Count
        ? column
        : _column = new(_bytes.AsMemory(0, _offsets[Count]), _offsets.AsMemory(0, Count + 1));

    /// <summary>Where a text is, or where it would be put.</summary>
    int SlotOf(ulong low, ulong high, ReadOnlySpan<byte> text)
    {
        var slots = _slots;
        for (var place = Place(low, high, text.Length); ; place = (place + 1) & (slots.Length - 1))
        {
            ref readonly var slot = ref slots[place];
            if (slot.Number == 0 || (slot.Low == low && slot.High == high && slot.Length == text.Length
                && (text.Length <= Short || Text(slot.Number - 1).SequenceEqual(text))))
            {
                return place;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    int Place(ulong low, ulong high, int length)
    {
        const ulong odd = 0x9E3779B97F4A7C15;
        const ulong other = 0xC2B2AE3D27D4EB4F;
        return (int)(((BitOperations.RotateLeft((low ^ (uint)length) * odd, 31) ^ (high * other)) * odd) >> _shift);
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

            var place = Place(slot.Low, slot.High, slot.Length);
            while (_slots[place].Number != 0)
            {
                place = (place + 1) & (_slots.Length - 1);
            }

            _slots[place] = slot;
        }
    }

    /// <summary>A short text as two numbers, from which it follows given its length; of a longer one, a hash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (ulong Low, ulong High) KeyOf(ReadOnlySpan<byte> text)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        switch (text.Length)
        {
            case 0:
                return default;
            case <= 3:
                return (first | (ulong)Unsafe.Add(ref first, text.Length >> 1) << 8 | (ulong)text[^1] << 16, 0);
            case <= 7:
                return (BinaryPrimitives.ReadUInt32LittleEndian(text)
                    | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]) << 32, 0);
            case <= Short:
                return (BinaryPrimitives.ReadUInt64LittleEndian(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]));
            default:
                return (Hash(text), BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]));
        }
    }

    static ulong Hash(ReadOnlySpan<byte> text)
    {
        const ulong odd = 0x9E3779B97F4A7C15;
        var hash = 0UL;
        for (; text.Length >= 8; text = text[8..])
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * odd, 29);
        }

        return hash; // The last eight bytes are a number of their own.
    }

    /// <summary>A text by its key; a number of 0 is an empty slot, else it is one above the text's.</summary>
    readonly record struct Slot(ulong Low, ulong High, int Length, int Number);
}
