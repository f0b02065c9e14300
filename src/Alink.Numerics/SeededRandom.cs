using System.Numerics;

namespace Alink.Numerics;

/// <summary>A stream of chance that a seed decides, the same on every machine, with independent branches.</summary>
/// <remarks>
/// xoshiro256** (D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021),
/// seeded by SplitMix64. Not for secrets, and not for two threads at once: <see cref="Fork"/> one for each.
/// </remarks>
public sealed class SeededRandom
{
    const ulong Golden = 0x9E3779B97F4A7C15;
    readonly ulong _seed;
    ulong _a;
    ulong _b;
    ulong _c;
    ulong _d;

    /// <summary>Starts the stream of a seed; every seed will do, also 0.</summary>
    public SeededRandom(long seed)
        : this((ulong)seed)
    {
    }

    SeededRandom(ulong seed)
    {
        _seed = seed;
        _a = Hash.Mix(seed += Golden);
        _b = Hash.Mix(seed += Golden);
        _c = Hash.Mix(seed += Golden);
        _d = Hash.Mix(seed + Golden);
    }

    /// <summary>
    /// A stream of its own for a lane, a tree or a row: by its number and the seed, whatever was drawn before.
    /// </summary>
    public SeededRandom Fork(long stream) => new(Hash.Combine(_seed, (ulong)stream));

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform from 0 to below 1, in steps of 2⁻⁵³.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1L << 53));

    /// <summary>
    /// Uniform from 0 to below <paramref name="count"/>, each number exactly as likely as the others.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return (int)NextLong(count);
    }

    /// <summary>
    /// Uniform from 0 to below <paramref name="count"/>, each number exactly as likely as the others.
    /// </summary>
    /// <remarks>D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public long NextLong(long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var range = (ulong)count;
        var high = Math.BigMul(NextBits(), range, out ulong low);
        if (low < range)
        {
            var refused = (0 - range) % range;
            while (low < refused)
            {
                high = Math.BigMul(NextBits(), range, out low);
            }
        }

        return (long)high;
    }

    /// <summary>Normal with mean 0 and deviation 1, by G. Marsaglia's polar method.</summary>
    public double NextGaussian()
    {
        while (true)
        {
            var x = (2 * NextDouble()) - 1;
            var y = (2 * NextDouble()) - 1;
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * VectorMath.Log(square) / square);
            }
        }
    }
}
