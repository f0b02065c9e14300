namespace Alink;

/// <summary>Goes over the parts of a clause, from the first to the last.</summary>
abstract class ClauseReader(string clause)
{
    readonly List<ClauseToken> _tokens = ClauseToken.Cut(clause);
    int _at;

    /// <summary>The part that comes next; the end comes after all others.</summary>
    protected ClauseToken Next => _tokens[_at];

    /// <summary>The part that was taken last.</summary>
    protected ClauseToken Last => _tokens[_at - 1];

    /// <summary>A part behind the next.</summary>
    protected ClauseToken After(int parts) => _tokens[Math.Min(_at + parts, _tokens.Count - 1)];

    /// <summary>Takes the next part, whatever it is.</summary>
    protected ClauseToken Take() => _tokens[_at++];

    /// <summary>Takes the next part if it is a mark.</summary>
    protected bool Take(string mark)
    {
        var isThere = IsMark(Next, mark);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    /// <summary>Takes the next part if it is a word.</summary>
    protected bool TakeWord(string word)
    {
        var isThere = IsWord(Next, word);
        _at += isThere ? 1 : 0;
        return isThere;
    }

    protected void Expect(string mark)
    {
        if (!Take(mark))
        {
            throw Wrong($"'{mark}' is expected, not {Shown(Next)}");
        }
    }

    protected void ExpectWord(string word)
    {
        if (!TakeWord(word))
        {
            throw Wrong($"{word.ToUpperInvariant()} is expected, not {Shown(Next)}");
        }
    }

    /// <summary>What was read, once nothing follows it.</summary>
    protected T Ended<T>(T read, string what = "the end") => Next.Kind == TokenKind.End ? read : throw Wrong($"{what} is expected, not {Shown(Next)}");

    /// <summary>The text from a place to the end of the last part.</summary>
    protected string Since(int place) => clause[place..Last.End];

    protected static bool IsMark(ClauseToken token, string mark) => token.Kind == TokenKind.Mark && token.Text == mark;

    protected static bool IsWord(ClauseToken token, string word) =>
        token.Kind == TokenKind.Word && token.Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    protected static string Shown(ClauseToken token) => token.Kind == TokenKind.End ? "the end" : $"'{token.Text}'";

    /// <summary>What is wrong, at a place or where the next part stands.</summary>
    protected FormatException Wrong(string what, int? place = null) => new(ClauseToken.Wrong(clause, place ?? Next.Place, what));
}
