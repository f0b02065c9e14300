using System.Text;
using System.Text.Json;

namespace Alink.DuckDb;

/// <summary>A query that DuckDB does not understand, or cannot answer.</summary>
/// <param name="message">What is wrong, in DuckDB's words, and where.</param>
/// <param name="query">The query.</param>
/// <param name="position">The place in the query, counted in characters from 0; null where none is meant.</param>
public sealed class SqlException(string message, string query, int? position = null) : Exception(message)
{
    const int LongestText = 40;

    /// <summary>The query.</summary>
    public string Query { get; } = query;

    /// <summary>The place in the query, counted in characters from 0; null where none is meant.</summary>
    public int? Position { get; } = position;

    /// <summary>What DuckDB said, which comes as JSON where it can.</summary>
    internal static SqlException Of(string said, string query) => Parsed(said) is { } told
        ? new($"{told.Kind}: {told.Message}{Place(query, told.Position)}", query, told.Position is { } place ? Characters(query, place) : null)
        : new(said, query);

    /// <summary>Whether DuckDB says that it was interrupted.</summary>
    internal static bool IsInterrupt(string said) => Parsed(said)?.Kind is "INTERRUPT" or "Interrupt";

    static (string Kind, string Message, int? Position)? Parsed(string said)
    {
        // Parser errors come with words before the JSON.
        try
        {
            using var json = JsonDocument.Parse(said[Math.Max(0, said.IndexOf('{', StringComparison.Ordinal))..]);
            var told = json.RootElement;
            return (
                told.GetProperty("exception_type").GetString()!,
                told.GetProperty("exception_message").GetString()!.Replace("\n", " ", StringComparison.Ordinal),
                told.TryGetProperty("position", out var place) && int.TryParse(place.GetString(), out var position) ? position : null);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // Words of another kind are told as they are.
        }
    }

    static string Place(string query, int? position)
    {
        if (position is not { } bytes)
        {
            return "";
        }

        var start = Characters(query, bytes);
        var line = query.AsSpan(0, start).Count('\n') + 1;
        var rest = query[start..].Split('\n')[0].TrimEnd();
        var found = rest.Length > LongestText ? rest[..LongestText] + "…" : rest;
        return $" (line {line}, character {start - query.LastIndexOf('\n', Math.Max(0, start - 1), Math.Max(0, start))}: {found})";
    }

    /// <summary>DuckDB counts the bytes of UTF-8.</summary>
    static int Characters(string query, int bytes)
    {
        var utf8 = Encoding.UTF8.GetBytes(query);
        return Encoding.UTF8.GetCharCount(utf8, 0, Math.Clamp(bytes, 0, utf8.Length));
    }
}
