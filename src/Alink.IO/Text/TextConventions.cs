using System.Collections.Immutable;
using System.Text;

namespace Alink.IO;

/// <summary>How values stand as text.</summary>
/// <param name="True">The words that mean true.</param>
/// <param name="False">The words that mean false.</param>
/// <param name="Moments">The formats of moments; none for ISO 8601.</param>
/// <param name="AllowNonFinite">Whether NaN and the infinities are numbers.</param>
sealed record TextConventions(
    ImmutableArray<string> True, ImmutableArray<string> False, ImmutableArray<string> Moments, bool AllowNonFinite)
{
    /// <summary>true and false, ISO 8601, NaN and infinities allowed.</summary>
    public static TextConventions Default { get; } = new(["true"], ["false"], [], AllowNonFinite: true);

    readonly byte[][] _true = [.. True.Select(Encoding.UTF8.GetBytes)];
    readonly byte[][] _false = [.. False.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Reads a boolean, in any case.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out bool value)
    {
        value = IsOneOf(text, _true);
        return value || IsOneOf(text, _false);
    }

    static bool IsOneOf(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (var word in words)
        {
            if (Ascii.EqualsIgnoreCase(text, word) || text.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }
}
