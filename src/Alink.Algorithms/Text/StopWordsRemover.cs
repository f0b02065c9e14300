using System.Collections.Immutable;
using System.Text;

namespace Alink.Text;

/// <summary>Leaves out the tokens that say little by themselves, such as "the" and "of".</summary>
/// <remarks>How tokens stand in a column: see <see cref="TokenTransformer"/>.</remarks>
/// <example>
/// <code>
/// var rows = Table.Of("tokens", "The fox is in the house");
/// new StopWordsRemover().Transform(rows).Values&lt;string&gt;("tokens")[0] // => fox house
/// new StopWordsRemover { Words = ["fox"] }.Transform(rows).Values&lt;string&gt;("tokens")[0] // => house
/// new StopWordsRemover { Language = StopWordLanguage.German }.Transform(Table.Of("tokens", "Der Fuchs ist im Haus"))
///     .Values&lt;string&gt;("tokens")[0] // => Fuchs Haus
/// </code>
/// </example>
public sealed record StopWordsRemover : TokenTransformer
{
    /// <summary>The tokens to choose from.</summary>
    public Column<string> Tokens { get; init; } = "tokens";

    /// <summary>Whose stop words are left out.</summary>
    public StopWordLanguage Language { get; init; } = StopWordLanguage.English;

    /// <summary>More words that are left out.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>Whether a token is a stop word only if its capitals are as well.</summary>
    public bool CaseSensitive { get; init; }

    private protected override Column<string> Source => Tokens;

    private protected override Action<ReadOnlySpan<byte>> Step(TokenBuffer output)
    {
        var (stopWords, lower) = (new TermTable(), new byte[64]);
        foreach (var word in StopWords.Of(Language).Concat(Words))
        {
            stopWords.Add(Folded(Encoding.UTF8.GetBytes(word)));
        }

        return row =>
        {
            foreach (var token in new TokenSpans(row))
            {
                if (stopWords.Find(Folded(token)) < 0)
                {
                    output.Add(token);
                }
            }
        };

        ReadOnlySpan<byte> Folded(ReadOnlySpan<byte> token)
        {
            if (CaseSensitive)
            {
                return token;
            }

            if (lower.Length < 3 * token.Length)
            {
                lower = new byte[3 * token.Length];
            }

            return lower.AsSpan(0, LowerCase.Write(token, lower));
        }
    }
}
