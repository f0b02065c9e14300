using System.Buffers;
using System.Runtime.InteropServices;

namespace Alink.Runtime;

/// <summary>Collects the bytes of a state; numbers little-endian.</summary>
sealed class StateWriter
{
    /// <summary>How many classes may stand within each other.</summary>
    public const int Deepest = 256;

    readonly ArrayBufferWriter<byte> _bytes = new(256);
    int _depth;

    /// <summary>What has been written since the last <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Begins anew, in the memory there is.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    public void Write<T>(T value)
        where T : unmanaged => Write(new ReadOnlySpan<T>(in value));

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged => _bytes.Write(MemoryMarshal.AsBytes(values));

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
