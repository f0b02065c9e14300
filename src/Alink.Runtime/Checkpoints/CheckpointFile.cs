using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Alink.Runtime;

/// <summary>Whose state a checkpoint holds.</summary>
/// <param name="Job">The training.</param>
/// <param name="Stage">The stage of its pipeline.</param>
/// <param name="Iteration">The number of iterations done.</param>
/// <param name="Shape">The make of the state.</param>
sealed record CheckpointHeader(string Job, string Stage, int Iteration, string Shape);

/// <summary>The bytes of a checkpoint: a mark, the header and its length, the state, and the SHA-256 of all of
/// it.</summary>
static class CheckpointFile
{
    const int HashBytes = SHA256.HashSizeInBytes;

    static ReadOnlySpan<byte> Mark => "ALNKCHK1"u8;

    public static byte[] Write(CheckpointHeader header, ReadOnlySpan<byte> state)
    {
        var head = StateCodec.Write(header);
        var bytes = new byte[Mark.Length + sizeof(int) + head.Length + state.Length + HashBytes];
        Mark.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Mark.Length), head.Length);
        head.CopyTo(bytes, Mark.Length + sizeof(int));
        state.CopyTo(bytes.AsSpan(Mark.Length + sizeof(int) + head.Length));
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - HashBytes), bytes.AsSpan(bytes.Length - HashBytes));
        return bytes;
    }

    /// <summary>Whether the bytes are a whole checkpoint, as they were written.</summary>
    public static bool TryOpen(
        byte[] bytes, [NotNullWhen(true)] out CheckpointHeader? header, out ReadOnlyMemory<byte> state)
    {
        (header, state) = (null, default);
        var end = bytes.Length - HashBytes;
        var start = Mark.Length + sizeof(int);
        if (end < start || !bytes.AsSpan().StartsWith(Mark)
            || !SHA256.HashData(bytes.AsSpan(0, end)).AsSpan().SequenceEqual(bytes.AsSpan(end)))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Mark.Length));
        if (length < 0 || length > end - start)
        {
            return false;
        }

        header = StateCodec.Read<CheckpointHeader>(bytes.AsSpan(start, length));
        state = bytes.AsMemory((start + length)..end);
        return true;
    }
}
