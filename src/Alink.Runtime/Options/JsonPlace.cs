using System.Text.Json;

namespace Alink.Runtime;

/// <summary>Finds where in a text of JSON a place is.</summary>
static class JsonPlace
{
    /// <summary>The line, from 1, of a place such as <c>stages[0].k</c>, or of what holds it
    /// where it is not there itself.</summary>
    public static long LineOf(ReadOnlySpan<byte> utf8, string path)
    {
        var reader = new Utf8JsonReader(utf8, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var holders = new Stack<Holder>();
        var (name, found, length) = ("", 0L, -1);
        while (length < path.Length && reader.Read())
        {
            if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                holders.Pop();
                continue;
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                name = holders.Peek().Path is { Length: > 0 } holder ? $"{holder}.{reader.GetString()}" : reader.GetString()!;
            }
            else
            {
                name = holders.TryPeek(out var list) && list.IsList ? $"{list.Path}[{list.Items++}]" : name;
            }

            if (name.Length > length && path.StartsWith(name, StringComparison.Ordinal)
                && (path.Length == name.Length || name.Length == 0 || path[name.Length] is '.' or '['))
            {
                (found, length) = (reader.TokenStartIndex, name.Length);
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                holders.Push(new(name, reader.TokenType == JsonTokenType.StartArray));
            }
        }

        return utf8[..(int)found].Count((byte)'\n') + 1;
    }

    sealed class Holder(string path, bool isList)
    {
        public string Path => path;

        public bool IsList => isList;

        public int Items { get; set; }
    }
}
