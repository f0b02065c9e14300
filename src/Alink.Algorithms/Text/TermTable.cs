using System.Buffers.Binary;
using System.Text;

namespace Alink.Text;

/// <summary>Numbers different terms, given as UTF-8, in the order in which they first come.</summary>
sealed class TermTable
{
    byte[] _bytes = new byte[64];
    int[] _ends = new int[16];
    Slot[] _slots = new Slot[32];

    /// <summary>How many terms there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of a term.</summary>
    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan((number == 0 ? 0 : _ends[number - 1]).._ends[number]);

    /// <summary>The given terms; each has its place among them as its number.</summary>
    public static TermTable Of(IEnumerable<string> terms)
    {
        var table = new TermTable();
        foreach (var term in terms)
        {
            table.Add(Encoding.UTF8.GetBytes(term));
        }

        return table;
    }

    /// <summary>The number of a term; −1 where it is not among them.</summary>
    public int Find(ReadOnlySpan<byte> term)
    {
        var key = Key.Of(term);
        return _slots[Place(key, term)].Number - 1;
    }

    /// <summary>The number of a term, which becomes one of them where it is not yet.</summary>
    public int Add(ReadOnlySpan<byte> term)
    {
        var key = Key.Of(term);
        ref var slot = ref _slots[Place(key, term)];
        if (slot.Number == 0)
        {
            slot = new(key, ++Count);
            Append(term);
            if (2 * Count > _slots.Length)
            {
                Grow();
            }

            return Count - 1;
        }

        return slot.Number - 1;
    }

    /// <summary>Forgets all terms, and memory that was far too large for them.</summary>
    public void Clear()
    {
        if (_slots.Length > 64 + (16 * Count))
        {
            _slots = new Slot[32];
        }
        else
        {
            Array.Clear(_slots);
        }

        Count = 0;
    }

    /// <summary>Where a term stands, or would.</summary>
    int Place(Key key, ReadOnlySpan<byte> term)
    {
        var slots = _slots;
        var place = (int)(key.Hash >> 32) & (slots.Length - 1);
        while (slots[place].Number != 0 && !(slots[place].Key == key && (key.IsWhole || this[slots[place].Number - 1].SequenceEqual(term))))
        {
            place = (place + 1) & (slots.Length - 1);
        }

        return place;
    }

    void Append(ReadOnlySpan<byte> term)
    {
        var start = Count == 1 ? 0 : _ends[Count - 2];
        var end = checked(start + term.Length);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(end, 2L * _bytes.Length)));
        }

        if (Count > _ends.Length)
        {
            Array.Resize(ref _ends, 2 * _ends.Length);
        }

        term.CopyTo(_bytes.AsSpan(start));
        _ends[Count - 1] = end;
    }

    void Grow()
    {
        var before = _slots;
        _slots = new Slot[2 * before.Length];
        foreach (var slot in before)
        {
            if (slot.Number != 0)
            {
                var place = (int)(slot.Key.Hash >> 32) & (_slots.Length - 1);
                while (_slots[place].Number != 0)
                {
                    place = (place + 1) & (_slots.Length - 1);
                }

                _slots[place] = slot;
            }
        }
    }

    /// <summary>A term of up to 16 bytes as two words and its length; of a longer one, a hash in the second word's place.</summary>
    readonly record struct Key(ulong First, ulong Second, int Length)
    {
        /// <summary>Whether it tells the term from all others.</summary>
        public bool IsWhole => Length <= 16;

        public ulong Hash
        {
            get
            {
                var high = Math.BigMul(First ^ 0x9E3779B97F4A7C15, Second ^ 0xC2B2AE3D27D4EB4F ^ (uint)Length, out var low);
                return (high ^ low) * 0x9E3779B97F4A7C15;
            }
        }

        public static Key Of(ReadOnlySpan<byte> term) =>
            term.Length > 16 ? Long(term)
            : term.Length >= 8 ? new(
                BinaryPrimitives.ReadUInt64LittleEndian(term), BinaryPrimitives.ReadUInt64LittleEndian(term[^8..]), term.Length)
            : term.Length >= 4 ? new(
                BinaryPrimitives.ReadUInt32LittleEndian(term), BinaryPrimitives.ReadUInt32LittleEndian(term[^4..]), term.Length)
            : term.Length == 0 ? default
            : new(term[0], ((ulong)term[term.Length / 2] << 8) | term[^1], term.Length);

        static Key Long(ReadOnlySpan<byte> term) =>
            new(BinaryPrimitives.ReadUInt64LittleEndian(term), Numerics.Hash.XxHash64(term), term.Length);
    }

    readonly record struct Slot(Key Key, int Number);
}
