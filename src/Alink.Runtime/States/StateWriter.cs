using System.Buffers;
using System.Runtime.InteropServices;

namespace Alink.Runtime;

/// <summary>Collects the bytes of a state, or hands them on; numbers little-endian.</summary>
/// <param name="to">Where the bytes go; null keeps them all. Long runs of numbers
/// go there without being copied.</param>
sealed class StateWriter(Stream? to = null)
{
    const int Long = 1 << 15;

    /// <summary>How many classes may stand within each other.</summary>
    public const int Deepest = 256;

    readonly ArrayBufferWriter<byte> _bytes = new(256);
    int _depth;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Hands on what is still here.</summary>
    public void Drain()
    {
        to?.Write(_bytes.WrittenSpan);
        _bytes.ResetWrittenCount();
    }

    public void Write<T>(T value)
        where T : unmanaged => Write(new ReadOnlySpan<T>(in value));

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        if (to is null || _bytes.WrittenCount + bytes.Length < Long)
        {
            _bytes.Write(bytes);
            return;
        }

        Drain();
        if (bytes.Length < Long)
        {
            _bytes.Write(bytes);
        }
        else
        {
            to.Write(bytes);
        }
    }

    public void Enter()
    {
        if (++_depth > Deepest)
        {
            throw new NotSupportedException(
                $"A state nests more than {Deepest} objects within each other; one may hold itself.");
        }
    }

    public void Leave() => _depth--;
}
