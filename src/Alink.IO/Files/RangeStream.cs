namespace Alink.IO;

/// <summary>The bytes of a range of a file, after bytes that stand before them.</summary>
/// <param name="file">The file, which is disposed with this.</param>
/// <param name="prefix">What is read first.</param>
/// <param name="start">Where the range begins.</param>
/// <param name="end">Where it ends, exclusive.</param>
sealed class RangeStream(FileStream file, ReadOnlyMemory<byte> prefix, long start, long end) : Stream
{
    ReadOnlyMemory<byte> _prefix = prefix;
    long _at = start;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (!_prefix.IsEmpty)
        {
            var first = Math.Min(buffer.Length, _prefix.Length);
            _prefix.Span[..first].CopyTo(buffer);
            _prefix = _prefix[first..];
            return first;
        }

        var read = RandomAccess.Read(file.SafeFileHandle, buffer[..(int)Math.Min(buffer.Length, end - _at)], _at);
        _at += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
