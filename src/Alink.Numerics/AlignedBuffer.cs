using System.Runtime.InteropServices;

namespace Alink.Numerics;

/// <summary>Scratch memory outside the heap, aligned to a cache line, for the length of one kernel call.</summary>
readonly unsafe ref struct AlignedBuffer<T>
    where T : unmanaged
{
    const nuint CacheLine = 64;

    public readonly T* Pointer;
    readonly int _length;

    /// <summary>Takes memory of undefined content.</summary>
    public AlignedBuffer(int length)
    {
        _length = length;
        Pointer = (T*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, (long)length * sizeof(T)), CacheLine);
    }

    public Span<T> Span => new(Pointer, _length);

    public void Dispose() => NativeMemory.AlignedFree(Pointer);
}
