using System.Buffers.Binary;

namespace Alink.Runtime;

/// <summary>One message between hosts: a chunk of what one host has to say to another in one collective.</summary>
/// <param name="Collective">The number of the collective, from 1.</param>
/// <param name="Total">How many bytes all chunks have; <see cref="Farewell"/> where the host takes part no more, from
/// this collective on.</param>
/// <param name="Place">Where this chunk begins among them.</param>
/// <param name="Chunk">The bytes.</param>
readonly record struct Frame(long Collective, int Total, int Place, ReadOnlyMemory<byte> Chunk)
{
    /// <summary>The total of a message that says farewell, and the reason as its chunk.</summary>
    public const int Farewell = -1;

    /// <summary>The bytes before the chunk.</summary>
    public const int HeaderBytes = 20;

    const uint Magic = 0x3147_5841; // "AXG1".

    public byte[] Write()
    {
        var message = new byte[HeaderBytes + Chunk.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(message, Magic);
        BinaryPrimitives.WriteInt64LittleEndian(message.AsSpan(4), Collective);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(12), Total);
        BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(16), Place);
        Chunk.Span.CopyTo(message.AsSpan(HeaderBytes));
        return message;
    }

    /// <summary>The frame that a message is.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static Frame Read(ReadOnlyMemory<byte> message)
    {
        var bytes = message.Span;
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new InvalidDataException($"A message of {bytes.Length} bytes does not begin as those of hosts do.");
        }

        var frame = new Frame(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            message[HeaderBytes..]);
        return frame.IsPossible ? frame : throw new InvalidDataException(
            $"A chunk of {frame.Chunk.Length} bytes cannot stand at {frame.Place} of {frame.Total} bytes "
            + $"in collective {frame.Collective}.");
    }

    bool IsPossible => Collective > 0 && (Total == Farewell
        || (Place >= 0 && (long)Place + Chunk.Length <= Total && (Chunk.Length > 0 || Total == 0)));
}
