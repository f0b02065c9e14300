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
    const int Likely = 1 << 14;

    /// <summary>The tokens to choose from.</summary>
    public Column<string> Tokens { get; init; } = "tokens";

    /// <summary>Whose stop words are left out.</summary>
    public StopWordLanguage Language { get; init; } = StopWordLanguage.English;

    /// <summary>More words that are left out.</summary>
    public ImmutableArray<string> Words { get; init => field = Require.Items(value); } = [];

    /// <summary>Whether a token is a stop word only if its capitals are as well.</summary>
    public bool CaseSensitive { get; init; }

    private protected override Column<string> Source => Tokens;

    private protected override Action<ReadOnlySpan<byte>> Step(TokenBuffer output)
    {
        var (stopWords, isLikely, lower) = (new TermTable(), new bool[Likely], new byte[64]);
        var isTurkish = Language == StopWordLanguage.Turkish; // I and İ are the capitals of ı and i.
        foreach (var word in StopWords.Of(Language).Concat(Words))
        {
            var folded = Folded(Encoding.UTF8.GetBytes(word));
            stopWords.Add(folded);
            if (!folded.IsEmpty)
            {
                isLikely[Look(folded)] = true;
            }
        }

        return row =>
        {
            var isAscii = !isTurkish && Ascii.IsValid(row);
            foreach (var token in new TokenSpans(row))
            {
                if ((isAscii && !isLikely[Look(token)]) || stopWords.Find(Folded(token)) < 0)
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

            return lower.AsSpan(0, LowerCase.Write(token, lower, isTurkish));
        }
    }

    /// <summary>A number of few bits that a word has in common with its small letters, where it is ASCII.</summary>
    static int Look(ReadOnlySpan<byte> word) =>
        ((word.Length & 15) << 10) | ((word[0] & 31) << 5) | (word[^1] & 31);
}
