using System.Buffers;

namespace Alink.IO;

/// <summary>The lines of a stream, one at a time, out of one buffer.</summary>
/// <param name="stream">The bytes, which are disposed with this.</param>
/// <param name="maxLineBytes">The most bytes of a line.</param>
/// <param name="isFirst">Whether the stream begins where the file does, so that a byte order mark may stand
/// there.</param>
sealed class LineReader(Stream stream, int maxLineBytes, bool isFirst) : IDisposable
{
    byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
    int _start;
    int _end;
    long _read;
    bool _isEnd;

    /// <summary>The number of the line read last, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Where the line read last begins, in bytes from the beginning of the stream.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether the line read last is longer than allowed; then only its beginning was given.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The next line without its end; false where there is none. It stays until the next is read.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0 || _isEnd || _end - _start > maxLineBytes)
            {
                var length = found >= 0 ? searched + found : _end - _start;
                if (found < 0 && length == 0)
                {
                    line = default;
                    return false;
                }

                line = _buffer.AsSpan(_start, length);
                line = line is [.., (byte)'\r'] ? line[..^1] : line;
                IsTooLong = length > maxLineBytes;
                Offset = _read - (_end - _start);
                _start += length + (found >= 0 ? 1 : 0);
                if (Line++ == 0 && isFirst && line is [0xEF, 0xBB, 0xBF, ..])
                {
                    line = line[3..];
                }

                return true;
            }

            searched = _end - _start;
            Fill();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        stream.Dispose();
    }

    void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, 2L * _buffer.Length));
            _buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _isEnd = read == 0;
        _end += read;
        _read += read;
    }
}
