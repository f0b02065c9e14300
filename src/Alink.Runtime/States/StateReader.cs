using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Alink.Runtime;

/// <summary>Takes a state's bytes apart; nothing that they say is believed before it is checked.</summary>
ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    ReadOnlySpan<byte> _bytes = bytes;
    int _depth;

    public readonly int Remaining => _bytes.Length;

    public T Read<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(Take(Unsafe.SizeOf<T>()));

    /// <summary>A count of items, of which each takes at least so many bytes; −1 stands for null.</summary>
    public int ReadCount(int leastBytes)
    {
        var count = Read<int>();
        return count >= -1 && (long)count * leastBytes <= Remaining ? count
            : throw new InvalidDataException($"There cannot be {count} items in the {Remaining} bytes left.");
    }

    public void Read<T>(Span<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        Take(bytes.Length).CopyTo(bytes);
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > Remaining)
        {
            throw new InvalidDataException($"The bytes end {count - Remaining} too early.");
        }

        var taken = _bytes[..count];
        _bytes = _bytes[count..];
        return taken;
    }

    public void Enter()
    {
        if (++_depth > StateWriter.Deepest)
        {
            throw new InvalidDataException($"More than {StateWriter.Deepest} objects stand within each other.");
        }
    }

    public void Leave() => _depth--;
}
