using System.IO.Hashing;

namespace Alink.Runtime;

/// <summary>Reads a stream, and keeps the checksum of what was read: CRC-32 as zip files have it.</summary>
sealed class ChecksumStream(Stream stream) : ReadOnlyStream
{
    readonly Crc32 _checksum = new();

    /// <summary>The checksum of everything read so far.</summary>
    public uint Checksum => _checksum.GetCurrentHashAsUInt32();

    public override int Read(Span<byte> buffer)
    {
        var count = stream.Read(buffer);
        _checksum.Append(buffer[..count]);
        return count;
    }
}
