using System.Buffers;
using System.IO.Hashing;

namespace Alink.Runtime;

/// <summary>A file that is written from its beginning to its end, over whatever was in it: a mark, the content in
/// <see cref="PackedBlocks"/>, and the checksum of all of it (XXH3 of 64 bits).</summary>
sealed class ChecksummedFile : Stream
{
    const int Most = 1 << 18; // Fits into a cache of the processor, and is worth a call of the system.

    readonly FileStream _file;
    readonly XxHash3 _hash = new();
    byte[] _bytes = ArrayPool<byte>.Shared.Rent(Most);
    int _count;

    /// <param name="path">The file.</param>
    public ChecksummedFile(string path)
    {
        _file = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
        Mark.CopyTo(_bytes);
        _count = Mark.Length;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    static ReadOnlySpan<byte> Mark => "ALNKSTR2"u8;

    /// <summary>The content of a file as it was written; false where it is missing or damaged.</summary>
    /// <exception cref="InvalidDataException">It was not written by this class.</exception>
    public static bool TryRead(string path, out ReadOnlyMemory<byte> content)
    {
        content = default;
        if (!File.Exists(path))
        {
            return false;
        }

        var bytes = File.ReadAllBytes(path).AsSpan();
        if (bytes.Length < Mark.Length + sizeof(ulong) || !bytes.StartsWith(Mark)
            || XxHash3.HashToUInt64(bytes[..^sizeof(ulong)]) != BitConverter.ToUInt64(bytes[^sizeof(ulong)..]))
        {
            return false;
        }

        content = PackedBlocks.Read(bytes[Mark.Length..^sizeof(ulong)]);
        return true;
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var block = bytes[..Math.Min(bytes.Length, PackedBlocks.MostBytes)];
            bytes = bytes[block.Length..];
            if (_bytes.Length - _count < PackedBlocks.Room)
            {
                HandOn();
            }

            _count += PackedBlocks.Write(block, _bytes.AsSpan(_count));
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Writes the checksum, and ends the file there.</summary>
    /// <param name="durable">Whether it must be on the disk before anything else happens.</param>
    /// <returns>The size of the file.</returns>
    public long Finish(bool durable)
    {
        HandOn();
        _file.Write(BitConverter.GetBytes(_hash.GetCurrentHashAsUInt64()));
        _file.SetLength(_file.Position);
        _file.Flush(durable);
        return _file.Position;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _bytes.Length > 0)
        {
            _file.Dispose();
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }

        base.Dispose(disposing);
    }

    void HandOn()
    {
        _hash.Append(_bytes.AsSpan(0, _count));
        _file.Write(_bytes.AsSpan(0, _count));
        _count = 0;
    }
}
