using System.Buffers;

namespace Alink.Serving;

/// <summary>Where answers are written: it grows by arrays of the pool, so that long answers are no work for the collector.</summary>
sealed class AnswerBuffer : IBufferWriter<byte>
{
    const int First = 1024;
    const int MostKept = 1 << 20;
    const int MostPooled = 8 << 20;

    byte[] _bytes = new byte[First];

    /// <summary>How many bytes have been written.</summary>
    public int Count { get; private set; }

    /// <summary>What has been written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Count);

    /// <summary>Forgets what has been written.</summary>
    public void Clear() => Count = 0;

    /// <summary>Forgets what has been written, and keeps no more than little memory.</summary>
    public void Shrink()
    {
        Clear();
        if (_bytes.Length > MostKept)
        {
            Take(new byte[First]);
        }
    }

    public void Advance(int count) => Count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(Count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(Count);
    }

    void Reserve(int more)
    {
        var least = Count + (long)Math.Max(1, more);
        if (least > _bytes.Length)
        {
            var length = checked((int)Math.Max(least, Math.Min(2L * _bytes.Length, Array.MaxLength)));
            Take(length > MostPooled ? GC.AllocateUninitializedArray<byte>(length) : ArrayPool<byte>.Shared.Rent(length));
        }
    }

    void Take(byte[] bytes)
    {
        _bytes.AsSpan(0, Count).CopyTo(bytes);
        if (_bytes.Length is > First and <= MostPooled)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = bytes;
    }
}
