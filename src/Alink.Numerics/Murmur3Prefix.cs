using System.Buffers.Binary;

namespace Alink.Numerics;

/// <summary>MurmurHash3 of many names that begin alike: what they share is hashed once.</summary>
/// <remarks>A short rest stays in registers; the result is that of <see cref="Hash.Murmur3(ReadOnlySpan{byte}, uint)"/> over
/// both, one after the other.</remarks>
public sealed class Murmur3Prefix
{
    readonly byte[] _prefix;
    readonly uint _seed;

    /// <summary>The hash after the whole words of the prefix.</summary>
    readonly uint _begun;

    /// <summary>The bytes of the prefix that make no whole word.</summary>
    readonly ulong _pending;

    readonly int _pendingBits;

    /// <summary>Hashes what the names share.</summary>
    public Murmur3Prefix(ReadOnlySpan<byte> prefix, uint seed)
    {
        (_prefix, _seed, _begun) = (prefix.ToArray(), seed, seed);
        for (; prefix.Length >= 4; prefix = prefix[4..])
        {
            _begun = Hash.MurmurStep(_begun, BinaryPrimitives.ReadUInt32LittleEndian(prefix));
        }

        _pendingBits = 8 * prefix.Length;
        _pending = Word(prefix);
    }

    /// <summary>The hash of the prefix and a rest.</summary>
    public int Of(ReadOnlySpan<byte> rest)
    {
        if (rest.Length > 8)
        {
            return Hash.Murmur3([.. _prefix, .. rest], _seed);
        }

        var word = Word(rest);
        var low = _pending | word << _pendingBits;
        var high = word >> 1 >> (63 - _pendingBits); // Nothing where no bits are pending.
        var (hash, tail) = (_begun, (uint)low);
        var bytes = (_pendingBits >> 3) + rest.Length;
        if (bytes >= 4)
        {
            (hash, tail) = (Hash.MurmurStep(hash, tail), (uint)(low >> 32));
        }

        if (bytes >= 8)
        {
            (hash, tail) = (Hash.MurmurStep(hash, tail), (uint)high);
        }

        return Hash.MurmurEnd(hash, tail, (uint)(_prefix.Length + rest.Length));
    }

    /// <summary>Up to eight bytes as a number, the first the lowest.</summary>
    static ulong Word(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.Length;
        if (length >= 4)
        {
            var last = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[(length - 4)..]);
            return BinaryPrimitives.ReadUInt32LittleEndian(bytes) | last << (8 * (length - 4));
        }

        return length == 0 ? 0
            : bytes[0] | (ulong)bytes[length >> 1] << (8 * (length >> 1)) | (ulong)bytes[length - 1] << (8 * (length - 1));
    }
}
