using Alink.Numerics;

namespace Alink.Statistics;

/// <summary>Remembers which values there were in a few bits each: it never forgets one, and seldom makes one up.</summary>
/// <remarks>
/// B. Bloom, "Space/time trade-offs in hash coding with allowable errors", Communications of the ACM 13, 1970, with −ln error /
/// (ln 2)² bits for each value of the capacity, and two hashes for all places of a value (A. Kirsch and M. Mitzenmacher,
/// "Less hashing, same performance: building a better Bloom filter", ESA 2006). Neither order nor cut of the values matters.
/// </remarks>
/// <example>
/// <code>
/// var seen = new BloomFilter(capacity: 1000);
/// seen.Add("ann");
/// seen.MayContain("ann") // => True
/// seen.MayContain("bob") // => False
/// </code>
/// </example>
public sealed class BloomFilter
{
    readonly ulong[] _bits;
    readonly int _places;

    /// <summary>A filter of no values.</summary>
    /// <param name="capacity">How many different values it is made for; from 1 to a billion.</param>
    /// <param name="error">The share of other values that it takes for known once there are so many; from 1e-9 to 0.5.</param>
    public BloomFilter(long capacity, double error = 0.01)
    {
        var bits = -Math.Log(Require.Between(1e-9, 0.5, error, nameof(error))) / (Math.Log(2) * Math.Log(2));
        _places = (int)Math.Max(1, Math.Round(bits * Math.Log(2)));
        _bits = new ulong[(long)Math.Ceiling(bits * Require.Between(1, 1_000_000_000, capacity, nameof(capacity)) / 64)];
    }

    /// <summary>Adds a text.</summary>
    /// <returns>Whether it is certainly new.</returns>
    public bool Add(ReadOnlySpan<char> text) => AddHash(ValueHash.Of(text));

    /// <summary>Adds a number.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{char})"/>
    public bool Add(double number) => AddHash(ValueHash.Of(number));

    /// <summary>Whether a text may have been added; false: it certainly was not.</summary>
    public bool MayContain(ReadOnlySpan<char> text) => MayContainHash(ValueHash.Of(text));

    /// <summary>Whether a number may have been added; false: it certainly was not.</summary>
    public bool MayContain(double number) => MayContainHash(ValueHash.Of(number));

    /// <summary>Adds a value by a hash of 64 bits, each of them as good as random.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{char})"/>
    public bool AddHash(ulong hash)
    {
        var isNew = false;
        for (var (i, step) = (0, Step(hash)); i < _places; i++, hash += step)
        {
            ref var word = ref _bits[WordOf(hash)];
            isNew |= (word & BitOf(hash)) == 0;
            word |= BitOf(hash);
        }

        return isNew;
    }

    /// <summary>Whether a value may have been added; false: it certainly was not.</summary>
    public bool MayContainHash(ulong hash)
    {
        for (var (i, step) = (0, Step(hash)); i < _places; i++, hash += step)
        {
            if ((_bits[WordOf(hash)] & BitOf(hash)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Adds the values of another.</summary>
    /// <exception cref="ArgumentException">It is of another size.</exception>
    public void Add(BloomFilter other)
    {
        if (other._bits.Length != _bits.Length || other._places != _places)
        {
            throw new ArgumentException("Filters of different capacities or errors do not add up.", nameof(other));
        }

        for (var i = 0; i < _bits.Length; i++)
        {
            _bits[i] |= other._bits[i];
        }
    }

    static ulong Step(ulong hash) => Hash.Mix(hash) | 1;

    /// <summary>The upper bits of a hash choose the word, and the lowest six its bit.</summary>
    long WordOf(ulong hash) => (long)Math.BigMul(hash, (ulong)_bits.Length, out _);

    static ulong BitOf(ulong hash) => 1UL << (int)(hash & 63);
}
