namespace Alink;

/// <summary>Chance that a seed and the place of a row decide, or its key: the same on
/// every machine and for all time.</summary>
static class RowChance
{
    /// <summary>A number in [0, 1) for a row.</summary>
    public static double Of(int seed, int lane, long place) =>
        Share(Mix(((ulong)(uint)seed << 32 | (uint)lane) + ((ulong)place * 0x9E3779B97F4A7C15)));

    /// <summary>A number in [0, 1) for a key.</summary>
    public static double Of(int seed, string key)
    {
        var hash = Mix((uint)seed);
        foreach (var letter in key)
        {
            hash = Mix(hash ^ (letter + 0x9E3779B97F4A7C15));
        }

        return Share(hash);
    }

    /// <summary>The finalizer of SplitMix64: every bit moves every other.</summary>
    public static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    static double Share(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));
}
