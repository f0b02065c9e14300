using System.Buffers.Binary;
using System.Numerics;

namespace Alink.IO;

/// <summary>Numbers different texts in the order they come.</summary>
sealed class TextDictionary
{
    int[] _slots = NewSlots(256);
    uint[] _hashes = new uint[64];
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
        var hash = Hash(text);
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var code = _slots[slot];
            if (code < 0 || (_hashes[code] == hash && Text(code).SequenceEqual(text)))
            {
                return code;
            }
        }
    }

    /// <summary>Numbers a text that has no number yet.</summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        var code = Count++;
        if (code == _hashes.Length)
        {
            Array.Resize(ref _hashes, 2 * code);
            Array.Resize(ref _offsets, (2 * code) + 1);
        }

        var start = _offsets[code];
        var end = checked(start + text.Length);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, end)));
        }

        text.CopyTo(_bytes.AsSpan(start));
        _offsets[code + 1] = end;
        _hashes[code] = Hash(text);
        if (4 * Count > _slots.Length)
        {
            _slots = NewSlots(2 * _slots.Length);
            for (var i = 0; i < code; i++)
            {
                Place(i);
            }
        }

        Place(code);
        return code;
    }

    /// <summary>The texts as a column; the same one until a text is added.</summary>
    public StringColumn Column() => _column is { } column && column.Length == Count
        ? column
        : _column = new(_bytes.AsMemory(0, _offsets[Count]), _offsets.AsMemory(0, Count + 1));

    void Place(int code)
    {
        var mask = _slots.Length - 1;
        var slot = (int)_hashes[code] & mask;
        while (_slots[slot] >= 0)
        {
            slot = (slot + 1) & mask;
        }

        _slots[slot] = code;
    }

    static int[] NewSlots(int count)
    {
        var slots = new int[count];
        Array.Fill(slots, -1);
        return slots;
    }

    static uint Hash(ReadOnlySpan<byte> text)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        var hash = (ulong)text.Length * Odd;
        while (text.Length >= 8)
        {
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(text)) * Odd, 29);
            text = text[8..];
        }

        ulong rest = 0;
        foreach (var character in text)
        {
            rest = (rest << 8) | character;
        }

        hash = (hash ^ rest) * Odd;
        return (uint)(hash >> 32);
    }
}
