namespace Alink.IO;

/// <summary>Spaces and tabs around values.</summary>
static class Spaces
{
    /// <summary>Whether a byte is a space or a tab.</summary>
    public static bool Is(byte character) => character is (byte)' ' or (byte)'\t';

    /// <summary>The text without spaces and tabs around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && Is(text[0]))
        {
            text = text[1..];
        }

        while (!text.IsEmpty && Is(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }
}
