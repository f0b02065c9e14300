using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alink.Runtime;

/// <summary>Bytes in blocks, of which those that hold many zeros are written without them.</summary>
/// <remarks>
/// A learner has room for a million coordinates and has met few of them: what is not written costs neither a copy nor
/// the disk. A block is the count of its bytes, as 32 bits, and these bytes; or the negative count, a bit for each word
/// of 128 bits (two numbers, in one register) that tells whether it is not 0, and the words that are not. Every bit of
/// a number is kept.
/// </remarks>
static class PackedBlocks
{
    const int Word = 16;
    const int WordsOfMask = 64;

    /// <summary>The most bytes of a block; few enough to stay in a cache while they are packed.</summary>
    public const int MostBytes = 1 << 15;

    /// <summary>The room that writing a block needs: packing lays down each word before it knows whether it counts.</summary>
    public const int Room = sizeof(int) + MostBytes + (MostBytes / Word / 8) + Word;

    /// <summary>Writes a block.</summary>
    /// <param name="block">From 1 to <see cref="MostBytes"/> bytes.</param>
    /// <param name="to">At least <see cref="Room"/> bytes.</param>
    /// <returns>How many bytes it took.</returns>
    public static int Write(ReadOnlySpan<byte> block, Span<byte> to)
    {
        var packed = block.Length % Word == 0 ? Pack(block, to[sizeof(int)..]) : block.Length;
        if (packed < block.Length)
        {
            MemoryMarshal.Write(to, -block.Length);
            return sizeof(int) + packed;
        }

        MemoryMarshal.Write(to, block.Length);
        block.CopyTo(to[sizeof(int)..]);
        return sizeof(int) + block.Length;
    }

    /// <summary>What stands in blocks, one after the other.</summary>
    /// <exception cref="InvalidDataException">The bytes are no blocks. No more memory was taken than they account for:
    /// 128 bytes for one, and as much again while it grows.</exception>
    public static ReadOnlyMemory<byte> Read(ReadOnlySpan<byte> blocks)
    {
        var content = new ArrayBufferWriter<byte>();
        for (var reader = new StateReader(blocks); reader.Remaining > 0;)
        {
            var count = reader.Read<int>();
            if (count > 0)
            {
                content.Write(reader.Take(count));
            }
            else if (count is < 0 and >= -MostBytes && count % Word == 0)
            {
                Unpack(ref reader, content.GetSpan(-count)[..-count]);
                content.Advance(-count);
            }
            else
            {
                throw new InvalidDataException($"A block cannot have {count} bytes.");
            }
        }

        return content.WrittenMemory;
    }

    static int Pack(ReadOnlySpan<byte> block, Span<byte> to)
    {
        var words = MemoryMarshal.Cast<byte, Vector128<ulong>>(block);
        var masks = MemoryMarshal.Cast<byte, ulong>(to)[..MasksOf(words.Length)];
        var kept = MemoryMarshal.Cast<byte, Vector128<ulong>>(to[(masks.Length * sizeof(ulong))..]);
        var count = 0;
        for (var i = 0; i < masks.Length; i++)
        {
            var some = words[(i * WordsOfMask)..Math.Min((i + 1) * WordsOfMask, words.Length)];
            var mask = 0UL;
            for (var j = 0; j < some.Length; j++)
            {
                // Without a branch, since none can foretell which coordinates were met.
                var word = some[j];
                var counts = word == Vector128<ulong>.Zero ? 0 : 1;
                kept[count] = word;
                count += counts;
                mask |= (ulong)counts << j;
            }

            masks[i] = mask;
        }

        return (masks.Length * sizeof(ulong)) + (count * Word);
    }

    static void Unpack(ref StateReader reader, Span<byte> block)
    {
        block.Clear();
        var words = MemoryMarshal.Cast<byte, Vector128<ulong>>(block);
        var masks = MemoryMarshal.Cast<byte, ulong>(reader.Take(MasksOf(words.Length) * sizeof(ulong)));
        for (var i = 0; i < masks.Length; i++)
        {
            var kept = MemoryMarshal.Cast<byte, Vector128<ulong>>(reader.Take(BitOperations.PopCount(masks[i]) * Word));
            var mask = masks[i];
            foreach (var word in kept)
            {
                var place = (i * WordsOfMask) + BitOperations.TrailingZeroCount(mask);
                if (place >= words.Length)
                {
                    throw new InvalidDataException("A block keeps words behind its end.");
                }

                words[place] = word;
                mask &= mask - 1;
            }
        }
    }

    static int MasksOf(int words) => (words + WordsOfMask - 1) / WordsOfMask;
}
