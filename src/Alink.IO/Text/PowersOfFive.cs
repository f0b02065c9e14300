using System.Numerics;

namespace Alink.IO;

/// <summary>The leading 128 bits of 5^q, for every q that a double can need.</summary>
/// <remarks>
/// Truncated, but rounded up for −27 ≤ q &lt; 0, where 5^−q fits 64 bits and an exact half can occur. D. Lemire: Number
/// parsing at a gigabyte per second, Software: Practice and Experience 51, 2021, section 5.
/// </remarks>
static class PowersOfFive
{
    /// <summary>The least q.</summary>
    public const int Least = -342;

    /// <summary>The greatest q.</summary>
    public const int Greatest = 308;

    static readonly (ulong High, ulong Low)[] Powers = Computed();

    /// <summary>The leading bits of 5^q, the highest bit set.</summary>
    public static (ulong High, ulong Low) Of(int q) => Powers[q - Least];

    static (ulong High, ulong Low)[] Computed()
    {
        var powers = new (ulong, ulong)[Greatest - Least + 1];
        var power = BigInteger.One;
        for (var q = 0; q <= -Least; q++)
        {
            var bits = (int)power.GetBitLength();
            if (q <= Greatest)
            {
                powers[q - Least] = Halves(bits <= 128 ? power << (128 - bits) : power >> (bits - 128));
            }

            if (q > 0)
            {
                var inverse = (BigInteger.One << (bits + 191)) / power;
                inverse >>= (int)inverse.GetBitLength() - 128;
                powers[-q - Least] = Halves(q <= 27 ? inverse + 1 : inverse);
            }

            power *= 5;
        }

        return powers;
    }

    static (ulong High, ulong Low) Halves(BigInteger bits) => ((ulong)(bits >> 64), (ulong)(bits & ulong.MaxValue));
}
