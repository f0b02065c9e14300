using System.Text;

namespace Alink.Text;

/// <summary>Cuts each text at its white space into tokens, in small letters.</summary>
/// <remarks>
/// White space and small letters are Unicode's. Runs of white space part two tokens, and none is empty, whereas Spark
/// makes empty tokens between two spaces. How tokens stand in a column: see <see cref="TokenTransformer"/>. For other
/// cuts see <see cref="RegexTokenizer"/>.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("text", "The  quick\tFox");
/// new Tokenizer().Transform(rows).Values&lt;string&gt;("tokens")[0] // => the quick fox
/// </code>
/// </example>
public sealed record Tokenizer : TokenTransformer
{
    /// <summary>The texts to cut.</summary>
    public Column<string> Text { get; init; } = "text";

    /// <summary>Whether tokens are written in small letters.</summary>
    public bool Lowercase { get; init; } = true;

    private protected override Column<string> Source => Text;

    private protected override Action<ReadOnlySpan<byte>> Step(TokenBuffer output) => text =>
    {
        // A rune of two bytes may have a small letter of three, and a byte that is no UTF-8 becomes three.
        var isAscii = Ascii.IsValid(text);
        var room = output.Room(isAscii ? text.Length : checked(3 * text.Length));
        if (Lowercase)
        {
            output.Wrote(LowerCase.Write(text, room));
        }
        else
        {
            text.CopyTo(room);
            output.Wrote(text.Length);
        }

        output.Keep(isAscii ? PartAscii(output.Row) : Part(output.Row));
    };

    /// <summary>Puts one space between two tokens, and none elsewhere.</summary>
    /// <returns>How many bytes are left.</returns>
    static int PartAscii(Span<byte> row)
    {
        if (!row.ContainsAnyInRange((byte)'\t', (byte)'\r') && row.IndexOf("  "u8) < 0
            && (row.IsEmpty || (row[0] != ' ' && row[^1] != ' ')))
        {
            return row.Length;
        }

        var length = 0;
        foreach (var one in row)
        {
            var isSpace = one is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');
            if (!isSpace || (length > 0 && row[length - 1] != ' '))
            {
                row[length++] = isSpace ? (byte)' ' : one;
            }
        }

        return length > 0 && row[length - 1] == ' ' ? length - 1 : length;
    }

    static int Part(Span<byte> row)
    {
        var length = 0;
        for (var next = 0; next < row.Length;)
        {
            Rune.DecodeFromUtf8(row[next..], out var rune, out var read);
            if (!Rune.IsWhiteSpace(rune))
            {
                row.Slice(next, read).CopyTo(row[length..]);
                length += read;
            }
            else if (length > 0 && row[length - 1] != ' ')
            {
                row[length++] = (byte)' ';
            }

            next += read;
        }

        return length > 0 && row[length - 1] == ' ' ? length - 1 : length;
    }
}
