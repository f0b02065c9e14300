using System.Buffers.Binary;

namespace Alink.IO;

/// <summary>The hash by which Kafka's own clients choose the partition of a key.</summary>
/// <remarks>A. Appleby, MurmurHash2, 2008; with the seed of Kafka's DefaultPartitioner.</remarks>
static class Murmur2
{
    const uint Factor = 0x5bd1e995;

    /// <summary>The partition that a key belongs to.</summary>
    public static int PartitionOf(ReadOnlySpan<byte> key, int partitions) =>
        (int)(Hash(key) & 0x7fffffff) % partitions;

    /// <summary>The hash.</summary>
    public static uint Hash(ReadOnlySpan<byte> key)
    {
        var hash = 0x9747b28c ^ (uint)key.Length;
        for (; key.Length >= 4; key = key[4..])
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(key) * Factor;
            hash = (hash * Factor) ^ ((word ^ (word >> 24)) * Factor);
        }

        if (key.Length > 0)
        {
            for (var i = key.Length - 1; i >= 0; i--)
            {
                hash ^= (uint)key[i] << (8 * i);
            }

            hash *= Factor;
        }

        hash = (hash ^ (hash >> 13)) * Factor;
        return hash ^ (hash >> 15);
    }
}
