using System.Text;
using System.Text.RegularExpressions;

namespace Alink.Text;

/// <summary>Cuts each text into tokens where a regular expression matches, or takes its matches as tokens.</summary>
/// <remarks>
/// The expressions are .NET's without backtracking, so that a row costs time in proportion to its length whatever the
/// pattern: it may hold no look-around, back-reference or atomic group. The tokens of scikit-learn's vectorizers are
/// <c>Pattern = @"\b\w\w+\b", Gaps = false</c>. How tokens stand in a column: see <see cref="TokenTransformer"/>.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("text", "Don't panic, it's me!");
/// var words = new RegexTokenizer { Pattern = @"\w+", Gaps = false, MinTokenLength = 2 };
/// words.Transform(rows).Values&lt;string&gt;("tokens")[0] // => don panic it me
/// </code>
/// </example>
public sealed record RegexTokenizer : TokenTransformer
{
    readonly Derived<Regex> _regex = new();

    /// <summary>The texts to cut.</summary>
    public Column<string> Text { get; init; } = "text";

    /// <summary>The regular expression.</summary>
    public string Pattern { get; init => field = Checked(value); } = @"\s+";

    /// <summary>Whether the expression matches what lies between tokens, and not the tokens themselves.</summary>
    public bool Gaps { get; init; } = true;

    /// <summary>The fewest UTF-16 code units of a token; shorter ones are left out. At least 1.</summary>
    public int MinTokenLength { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>Whether texts are put into small letters before they are cut.</summary>
    public bool Lowercase { get; init; } = true;

    private protected override Column<string> Source => Text;

    private protected override Action<ReadOnlySpan<byte>> Step(TokenBuffer output)
    {
        var regex = _regex.Of(Pattern, Pattern, static (pattern, _) => Compiled(pattern));
        var (units, lower) = (Array.Empty<char>(), Array.Empty<char>());
        return utf8 =>
        {
            if (units.Length < utf8.Length)
            {
                (units, lower) = (new char[utf8.Length], new char[utf8.Length]);
            }

            ReadOnlySpan<char> text = units.AsSpan(0, Encoding.UTF8.GetChars(utf8, units));
            if (Lowercase)
            {
                text.ToLowerInvariant(lower);
                text = lower.AsSpan(0, text.Length);
            }

            var end = 0;
            foreach (var match in regex.EnumerateMatches(text))
            {
                Add(Gaps ? text[end..match.Index] : text.Slice(match.Index, match.Length));
                end = match.Index + match.Length;
            }

            if (Gaps)
            {
                Add(text[end..]);
            }
        };

        void Add(ReadOnlySpan<char> token)
        {
            if (token.Length >= MinTokenLength)
            {
                output.Add(token);
            }
        }
    }

    static string Checked(string pattern)
    {
        try
        {
            Compiled(pattern);
            return pattern;
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Pattern), pattern, $"{nameof(Pattern)} must be a regular expression without backtracking: {wrong.Message}");
        }
    }

    static Regex Compiled(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
