namespace Alink.IO;

/// <summary>The bytes of a range of a file, after bytes that stand before them.</summary>
/// <param name="file">The file, which is disposed with this.</param>
/// <param name="prefix">What is read first.</param>
/// <param name="start">Where the range begins.</param>
/// <param name="end">Where it ends, exclusive.</param>
sealed class RangeStream(FileStream file, ReadOnlyMemory<byte> prefix, long start, long end) : ReadOnlyStream
{
    ReadOnlyMemory<byte> _prefix = prefix;
    long _at = start;

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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
