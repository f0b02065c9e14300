using System.Buffers;
using System.Text;

namespace Alink.Text;

/// <summary>Small letters, by the invariant rules of Unicode.</summary>
static class LowerCase
{
    /// <summary>Writes a text in small letters.</summary>
    /// <param name="text">UTF-8; what is none becomes U+FFFD.</param>
    /// <param name="lower">At least three bytes for each byte of the text.</param>
    /// <param name="isTurkish">Whether ı and i are the small letters of I and İ.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> lower, bool isTurkish = false)
    {
        var written = 0;
        if (!isTurkish && Ascii.ToLower(text, lower, out written) == OperationStatus.Done)
        {
            return written;
        }

        for (var rest = text[written..]; !rest.IsEmpty;)
        {
            Rune.DecodeFromUtf8(rest, out var rune, out var read);
            rune = !isTurkish || rune.Value is not ('I' or 'İ') ? Rune.ToLowerInvariant(rune) : new(rune.Value == 'I' ? 'ı' : 'i');
            written += rune.EncodeToUtf8(lower[written..]);
            rest = rest[read..];
        }

        return written;
    }
}
