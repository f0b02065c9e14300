using System.IO.Hashing;

namespace Alink.Runtime;

/// <summary>A file that is written from its beginning to its end, over whatever was in it, with a checksum behind.</summary>
/// <param name="path">The file.</param>
sealed class ChecksummedFile(string path) : Stream
{
    readonly FileStream _file = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0);
    readonly XxHash3 _hash = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _file.Length;

    public override long Position
    {
        get => _file.Position;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.Append(bytes);
        _file.Write(bytes);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Writes the checksum, and ends the file there.</summary>
    /// <param name="durable">Whether it must be on the disk before anything else happens.</param>
    public void Finish(bool durable)
    {
        _file.Write(BitConverter.GetBytes(_hash.GetCurrentHashAsUInt64()));
        _file.SetLength(_file.Position);
        _file.Flush(durable);
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
