using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Alink.Numerics;

/// <summary>Hashes that are the same on every machine and in every version.</summary>
public static class Hash
{
    /// <summary>Scatters 64 bits: each bit of the result depends on each bit of the number, and none is lost.</summary>
    /// <remarks>The finaliser of SplitMix64 (variant 13 of D. Stafford).</remarks>
    public static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>One hash of two, in which the order matters.</summary>
    public static ulong Combine(ulong first, ulong second) =>
        Mix((first * 0x9E3779B97F4A7C15) + Mix(second + 0x9E3779B97F4A7C15));

    /// <summary>A hash of numbers in their order; −0 counts as 0, and every NaN as one.</summary>
    public static ulong Of(ReadOnlySpan<double> values, ulong seed = 0)
    {
        var hash = Combine(seed, (ulong)values.Length);
        foreach (var value in values)
        {
            var one = value == 0 ? 0 : double.IsNaN(value) ? double.NaN : value;
            hash = Combine(hash, BitConverter.DoubleToUInt64Bits(one));
        }

        return hash;
    }

    /// <summary>A hash of a text by its UTF-8 bytes: <see cref="Murmur3(ReadOnlySpan{byte}, uint)"/>.</summary>
    public static int Murmur3(ReadOnlySpan<char> text, uint seed)
    {
        const int small = 512;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        var bytes = most <= small ? stackalloc byte[small] : rented = ArrayPool<byte>.Shared.Rent(most);
        var hash = Murmur3(bytes[..Encoding.UTF8.GetBytes(text, bytes)], seed);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return hash;
    }

    /// <summary>MurmurHash3 of A. Appleby, x86, 32 bits, as a signed number: the hash of feature hashing.</summary>
    public static int Murmur3(ReadOnlySpan<byte> bytes, uint seed)
    {
        var hash = seed;
        var rest = bytes;
        for (; rest.Length >= 4; rest = rest[4..])
        {
            hash = MurmurStep(hash, BinaryPrimitives.ReadUInt32LittleEndian(rest));
        }

        var tail = 0u;
        for (var i = rest.Length - 1; i >= 0; i--)
        {
            tail = (tail << 8) | rest[i];
        }

        return MurmurEnd(hash, tail, (uint)bytes.Length);
    }

    /// <summary>MurmurHash3 after four more bytes.</summary>
    internal static uint MurmurStep(uint hash, uint word) =>
        (BitOperations.RotateLeft(hash ^ MurmurScatter(word), 13) * 5) + 0xE6546B64;

    /// <summary>MurmurHash3 after the last bytes, of which there are fewer than four.</summary>
    internal static int MurmurEnd(uint hash, uint tail, uint bytes)
    {
        hash = hash ^ MurmurScatter(tail) ^ bytes;
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >> 13)) * 0xC2B2AE35;
        return (int)(hash ^ (hash >> 16));
    }

    static uint MurmurScatter(uint word) => BitOperations.RotateLeft(word * 0xCC9E2D51, 15) * 0x1B873593;

    /// <summary>XXH64 of Y. Collet: a fast 64-bit hash of bytes.</summary>
    public static ulong XxHash64(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        const ulong p1 = 0x9E3779B185EBCA87, p2 = 0xC2B2AE3D27D4EB4F, p3 = 0x165667B19E3779F9, p4 = 0x85EBCA77C2B2AE63;
        const ulong p5 = 0x27D4EB2F165667C5;
        var rest = bytes;
        ulong hash;
        if (bytes.Length >= 32)
        {
            ulong a = seed + p1 + p2, b = seed + p2, c = seed, d = seed - p1;
            for (; rest.Length >= 32; rest = rest[32..])
            {
                a = Round(a, BinaryPrimitives.ReadUInt64LittleEndian(rest));
                b = Round(b, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]));
                c = Round(c, BinaryPrimitives.ReadUInt64LittleEndian(rest[16..]));
                d = Round(d, BinaryPrimitives.ReadUInt64LittleEndian(rest[24..]));
            }

            hash = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7)
                + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            hash = Merge(Merge(Merge(Merge(hash, a), b), c), d);
        }
        else
        {
            hash = seed + p5;
        }

        hash += (ulong)bytes.Length;
        for (; rest.Length >= 8; rest = rest[8..])
        {
            hash ^= Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest));
            hash = (BitOperations.RotateLeft(hash, 27) * p1) + p4;
        }

        if (rest.Length >= 4)
        {
            hash ^= BinaryPrimitives.ReadUInt32LittleEndian(rest) * p1;
            hash = (BitOperations.RotateLeft(hash, 23) * p2) + p3;
            rest = rest[4..];
        }

        foreach (var one in rest)
        {
            hash = BitOperations.RotateLeft(hash ^ (one * p5), 11) * p1;
        }

        hash = (hash ^ (hash >> 33)) * p2;
        hash = (hash ^ (hash >> 29)) * p3;
        return hash ^ (hash >> 32);

        static ulong Round(ulong sum, ulong word) => BitOperations.RotateLeft(sum + (word * p2), 31) * p1;
        static ulong Merge(ulong hash, ulong sum) => ((hash ^ Round(0, sum)) * p1) + p4;
    }
}
