using System.Text;

namespace Alink.Features;

/// <summary>The words of a text, one after the other, without the spaces around them; empty ones are left out.</summary>
ref struct WordsOf
{
    readonly ReadOnlySpan<char> _text;
    MemoryExtensions.SpanSplitEnumerator<char> _parts;

    /// <summary>The words of a text.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="delimiter">What stands between two words.</param>
    /// <param name="buffer">Where the text is decoded to; made longer where it must be.</param>
    public WordsOf(ReadOnlySpan<byte> utf8, string delimiter, ref char[] buffer)
    {
        buffer = buffer.Length >= utf8.Length ? buffer : new char[Math.Max(64, 2 * utf8.Length)];
        _text = buffer.AsSpan(0, Encoding.UTF8.GetChars(utf8, buffer));
        _parts = _text.Split(delimiter);
    }

    /// <summary>The word that has been come to.</summary>
    public readonly ReadOnlySpan<char> Current => _text[_parts.Current].Trim();

    /// <summary>These words.</summary>
    public readonly WordsOf GetEnumerator() => this;

    /// <summary>Goes on to the next word.</summary>
    public bool MoveNext()
    {
        while (_parts.MoveNext())
        {
            if (!Current.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }
}
