using System.Collections.Immutable;
using System.Text;

namespace Alink.IO;

/// <summary>The texts that mean a missing value: the empty one, and the words given.</summary>
sealed class NullWords(ImmutableArray<string> words)
{
    readonly byte[][] _words = [.. words.Select(Encoding.UTF8.GetBytes)];
    readonly ulong _lengths = words.Aggregate(
        1UL, (lengths, word) => lengths | 1UL << Math.Min(63, Encoding.UTF8.GetByteCount(word)));

    /// <summary>Whether a text is one of them.</summary>
    public bool Has(ReadOnlySpan<byte> text)
    {
        if ((_lengths >> Math.Min(63, text.Length) & 1) == 0)
        {
            return false;
        }

        if (text.IsEmpty)
        {
            return true;
        }

        foreach (var word in _words)
        {
            if (text.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }
}
