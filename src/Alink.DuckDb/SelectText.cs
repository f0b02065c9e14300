namespace Alink.DuckDb;

/// <summary>Tells a SELECT by its first word. DuckDB tells it only once a statement is prepared, and some write to files before that.</summary>
static class SelectText
{
    const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    static readonly string[] Words = ["select", "from", "with", "values", "table", "pivot", "unpivot", "describe", "summarize", "show"];

    /// <summary>Refuses a text that does not begin as a SELECT does.</summary>
    /// <exception cref="SqlException">It begins otherwise.</exception>
    public static void Check(string query)
    {
        var word = FirstWord(query);
        if (!Words.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            throw new SqlException($"A query is one SELECT, which begins with {string.Join(", ", Words)}; this one begins with '{word}'.", query);
        }
    }

    /// <summary>The letters after spaces, comments and parentheses; none where a comment stands in another.</summary>
    static string FirstWord(ReadOnlySpan<char> text)
    {
        while (Skipped(text) is var rest && rest.Length < text.Length)
        {
            text = rest;
        }

        var end = text.IndexOfAnyExcept(Letters);
        return (end < 0 ? text : text[..end]).ToString();
    }

    static ReadOnlySpan<char> Skipped(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("--"))
        {
            var end = text.IndexOfAny('\r', '\n');
            return end < 0 ? [] : text[end..];
        }

        if (text.StartsWith("/*"))
        {
            var comment = text[2..];
            var end = comment.IndexOf("*/");
            return end < 0 || comment[..end].Contains("/*", StringComparison.Ordinal) ? [] : comment[(end + 2)..];
        }

        return text.TrimStart(" \t\r\n(");
    }
}
