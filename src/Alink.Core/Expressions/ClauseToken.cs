using System.Globalization;
using System.Text;

namespace Alink;

/// <summary>What a part of a clause is.</summary>
enum TokenKind
{
    Word,
    Column,
    Text,
    Number,
    Mark,
    End,
}

/// <summary>A part of a clause.</summary>
readonly record struct ClauseToken(TokenKind Kind, string Text, int Place, int End)
{
    static readonly string[] Marks = ["<=", ">=", "<>", "!=", "==", "||", "+", "-", "*", "/", "%", "(", ")", ",", ".", "<", ">", "="];

    /// <summary>Cuts a clause into its parts.</summary>
    /// <exception cref="FormatException">A sign has no meaning, or a closing quote is missing.</exception>
    public static List<ClauseToken> Cut(string clause)
    {
        var tokens = new List<ClauseToken>();
        for (var at = 0; ; at = tokens[^1].End)
        {
            while (at < clause.Length && char.IsWhiteSpace(clause[at]))
            {
                at++;
            }

            if (at == clause.Length)
            {
                tokens.Add(new(TokenKind.End, "", at, at));
                return tokens;
            }

            tokens.Add(clause[at] switch
            {
                '\'' or '"' => Quoted(clause, at, TokenKind.Text),
                '`' => Quoted(clause, at, TokenKind.Column),
                >= '0' and <= '9' => Number(clause, at),
                '.' when at + 1 < clause.Length && char.IsAsciiDigit(clause[at + 1]) => Number(clause, at),
                var first when char.IsLetter(first) || first == '_' => Word(clause, at),
                _ => Mark(clause, at),
            });
        }
    }

    /// <summary>What is wrong in a clause, and where.</summary>
    public static string Wrong(string clause, int place, string what) =>
        $"In the clause '{Excerpt(clause, place)}', at character {place + 1}: {what}{(what.EndsWith('?') ? "" : ".")}";

    /// <summary>A clause, or of a long one what stands around a place.</summary>
    public static string Excerpt(string clause, int place = 0)
    {
        const int Around = 100;
        var (start, end) = (Math.Max(0, place - Around), Math.Min(clause.Length, place + Around));
        return clause.Length <= 2 * Around ? clause : $"{(start > 0 ? "…" : "")}{clause[start..end]}{(end < clause.Length ? "…" : "")}";
    }

    static ClauseToken Word(string clause, int at)
    {
        var end = at;
        while (end < clause.Length && (char.IsLetterOrDigit(clause[end]) || clause[end] == '_'))
        {
            end++;
        }

        return new(TokenKind.Word, clause[at..end], at, end);
    }

    static ClauseToken Number(string clause, int at)
    {
        var end = Digits(clause, at);
        end = end < clause.Length && clause[end] == '.' ? Digits(clause, end + 1) : end;
        if (end < clause.Length && clause[end] is 'e' or 'E')
        {
            var digits = end + 1 < clause.Length && clause[end + 1] is '+' or '-' ? end + 2 : end + 1;
            end = Digits(clause, digits) is var last && last > digits ? last : end;
        }

        return new(TokenKind.Number, clause[at..end], at, end);
    }

    static int Digits(string clause, int at)
    {
        while (at < clause.Length && char.IsAsciiDigit(clause[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>What stands between two quotes; a doubled one stands for itself.</summary>
    static ClauseToken Quoted(string clause, int at, TokenKind kind)
    {
        var quote = clause[at];
        for (var end = clause.IndexOf(quote, at + 1); end >= 0; end = clause.IndexOf(quote, end + 2))
        {
            if (end + 1 == clause.Length || clause[end + 1] != quote)
            {
                return new(kind, clause[(at + 1)..end].Replace($"{quote}{quote}", $"{quote}", StringComparison.Ordinal), at, end + 1);
            }
        }

        throw new FormatException(Wrong(clause, at, $"the closing {quote} is missing"));
    }

    static ClauseToken Mark(string clause, int at) =>
        Array.Find(Marks, mark => string.CompareOrdinal(clause, at, mark, 0, mark.Length) == 0) is { } found
            ? new(TokenKind.Mark, found, at, at + found.Length)
            : throw new FormatException(Wrong(clause, at, $"{Shown(clause, at)} has no meaning here"));

    /// <summary>A character that can be seen as it is, and others by their numbers.</summary>
    static string Shown(string clause, int at) => Rune.TryGetRuneAt(clause, at, out var rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned)
            ? $"'{rune}'"
            : $"the character U+{(rune.Value == 0xFFFD ? clause[at] : rune.Value):X4}";
}
