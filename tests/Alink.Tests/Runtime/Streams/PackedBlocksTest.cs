using System.Runtime.InteropServices;
using Alink.Runtime;
using CsCheck;

namespace Alink.Tests.Runtime.Streams;

public class PackedBlocksTest
{
    /// <summary>Bytes of any length, of which a share is 0, in stretches as in single places.</summary>
    static readonly Gen<byte[]> Blocks = Gen.Select(
        Gen.Int[1, 3000], Gen.Int[1, 40], Gen.Double[0, 1], Gen.Int,
        (length, stretch, zeros, seed) =>
        {
            var random = new Random(seed);
            var bytes = new byte[length];
            for (var i = 0; i < length; i += stretch)
            {
                if (random.NextDouble() >= zeros)
                {
                    random.NextBytes(bytes.AsSpan(i, Math.Min(stretch, length - i)));
                }
            }

            return bytes;
        });

    [Fact]
    public void Bytes_come_back_as_they_were() => Blocks.Array[1, 4].Sample(blocks =>
        Assert.Equal(blocks.SelectMany(block => block), PackedBlocks.Read(Written(blocks)).ToArray()));

    [Fact]
    public void Every_bit_of_a_number_is_kept()
    {
        double[] numbers = [0, 0, -0.0, 0, 0, 0, double.NaN, 0, 0, 0, 0, BitConverter.Int64BitsToDouble(-1), 0, 0];
        var block = MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();

        // The count; a mask; and the second, the fourth and the sixth pair.
        Assert.Equal(4 + 8 + (3 * 16), Written(block).Length);
        Assert.Equal(block, PackedBlocks.Read(Written(block)).ToArray());
    }

    [Fact]
    public void What_is_full_takes_four_bytes_more()
    {
        var block = Enumerable.Repeat((byte)7, PackedBlocks.MostBytes).ToArray();

        Assert.Equal([.. BitConverter.GetBytes(block.Length), .. block], Written(block));
    }

    [Fact]
    public void The_largest_block_of_zeros_takes_a_bit_for_each_pair() =>
        Assert.Equal(4 + (PackedBlocks.MostBytes / 128), Written(new byte[PackedBlocks.MostBytes]).Length);

    [Fact]
    public void Every_truncation_within_a_block_is_refused() => Blocks.Sample(block =>
    {
        var bytes = Written(block);
        for (var length = 1; length < bytes.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => PackedBlocks.Read(bytes.AsSpan(0, length)));
        }
    }, iter: 50);

    [Theory]
    [InlineData(0)] // Would go on for ever.
    [InlineData(5)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    [InlineData(-8)]
    [InlineData(-PackedBlocks.MostBytes - 16)]
    public void Counts_that_cannot_be_are_refused(int count) =>
        Assert.Throws<InvalidDataException>(() => PackedBlocks.Read([.. BitConverter.GetBytes(count), 0, 0, 0, 0]));

    [Fact]
    public void A_word_behind_the_end_is_refused()
    {
        byte[] Block(byte mask) => [.. BitConverter.GetBytes(-16), mask, .. new byte[7], .. Enumerable.Repeat((byte)1, 16)];

        Assert.Equal(Enumerable.Repeat((byte)1, 16), PackedBlocks.Read(Block(mask: 1)).ToArray());
        Assert.Throws<InvalidDataException>(() => PackedBlocks.Read(Block(mask: 2)));
    }

    static byte[] Written(params byte[][] blocks)
    {
        var bytes = new List<byte>();
        var room = new byte[PackedBlocks.Room];
        foreach (var block in blocks)
        {
            bytes.AddRange(room.AsSpan(0, PackedBlocks.Write(block, room)));
        }

        return [.. bytes];
    }
}
