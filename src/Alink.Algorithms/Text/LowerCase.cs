using System.Buffers;
using System.Text;

namespace Alink.Text;

/// <summary>Small letters, by the invariant rules of Unicode.</summary>
static class LowerCase
{
    /// <summary>Writes a text in small letters.</summary>
    /// <param name="text">UTF-8; what is none becomes U+FFFD.</param>
    /// <param name="lower">At least three bytes for each byte of the text.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> lower)
    {
        if (Ascii.ToLower(text, lower, out var written) == OperationStatus.Done)
        {
            return written;
        }

        for (var rest = text[written..]; !rest.IsEmpty;)
        {
            Rune.DecodeFromUtf8(rest, out var rune, out var read);
            written += Rune.ToLowerInvariant(rune).EncodeToUtf8(lower[written..]);
            rest = rest[read..];
        }

        return written;
    }
}
