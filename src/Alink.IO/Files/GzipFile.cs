using System.Buffers.Binary;
using System.IO.Compression;

namespace Alink.IO;

/// <summary>The decompressed bytes of a gzip file, which is known to be whole once all have been read.</summary>
/// <remarks>
/// .NET takes a truncated file for one that ends there. So the length that the file's last bytes tell is compared; only
/// where it differs, as in files of several members, the members are walked.
/// </remarks>
/// <param name="file">The file, which is disposed with this.</param>
/// <param name="path">Its path.</param>
sealed class GzipFile(FileStream file, string path) : ReadOnlyStream
{
    readonly GZipStream _inner = new(file, CompressionMode.Decompress, leaveOpen: true);
    uint _length;
    bool _isWhole;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = _inner.Read(buffer);
            _length += (uint)read;
            if (read == 0 && !buffer.IsEmpty && !_isWhole)
            {
                _isWhole = LastLength() == _length || EveryMemberIsWhole();
                return _isWhole ? 0 : throw new InvalidDataException();
            }

            return read;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new DataFormatException("The gzip data is corrupt or truncated.", path, inner: exception);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            file.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The length of the last member, modulo 2^32.</summary>
    uint LastLength()
    {
        Span<byte> last = stackalloc byte[4];
        RandomAccess.Read(file.SafeFileHandle, last, Math.Max(0, file.Length - last.Length));
        return BinaryPrimitives.ReadUInt32LittleEndian(last);
    }

    /// <summary>
    /// Reads member after member (RFC 1952), a byte at a time, so that each ends where its deflate data end.
    /// </summary>
    bool EveryMemberIsWhole()
    {
        using var bytes = new BufferedStream(
            new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1), 1 << 16);
        var buffer = new byte[1 << 16];
        Span<byte> trailer = stackalloc byte[8];
        for (var first = bytes.ReadByte(); first >= 0; first = bytes.ReadByte())
        {
            SkipHeader(bytes);
            uint length = 0;
            using (var member = new DeflateStream(new OneByOne(bytes), CompressionMode.Decompress))
            {
                for (var read = member.Read(buffer); read > 0; read = member.Read(buffer))
                {
                    length += (uint)read;
                }
            }

            bytes.ReadExactly(trailer);
            if (BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != length)
            {
                return false;
            }
        }

        return true;
    }

    static void SkipHeader(Stream bytes)
    {
        Span<byte> header = stackalloc byte[9];
        bytes.ReadExactly(header);
        var flags = header[2];
        if ((flags & 4) != 0)
        {
            bytes.ReadExactly(header[..2]);
            for (var left = BinaryPrimitives.ReadUInt16LittleEndian(header); left > 0; left--)
            {
                Next(bytes);
            }
        }

        for (var names = (flags & 8) / 8 + ((flags & 16) / 16); names > 0; names--)
        {
            while (Next(bytes) != 0)
            {
            }
        }

        for (var checks = flags & 2; checks > 0; checks--)
        {
            Next(bytes);
        }
    }

    static int Next(Stream bytes) => bytes.ReadByte() is >= 0 and var next ? next : throw new EndOfStreamException();

    sealed class OneByOne(Stream bytes) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer) => bytes.Read(buffer[..Math.Min(buffer.Length, 1)]);
    }
}
