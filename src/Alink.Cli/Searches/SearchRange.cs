using System.Globalization;
using System.Text;
using System.Text.Json;
using Alink.Tuning;

namespace Alink.Cli.Searches;

/// <summary>What stands in a search file in the place of a value: <c>{ "$logUniform": [0.001, 10] }</c>.</summary>
/// <param name="Path">Where it stands, such as <c>stages[1].regularization</c>.</param>
/// <param name="From">Its first byte.</param>
/// <param name="To">The byte after it.</param>
/// <param name="Choices">What it stands for, as JSON.</param>
sealed record SearchRange(string Path, int From, int To, Values<string> Choices)
{
    /// <summary>The JSON schema of a range.</summary>
    public const string Schema = """
        {
          "type": "object",
          "minProperties": 1,
          "maxProperties": 1,
          "additionalProperties": false,
          "properties": {
            "$values": { "type": "array", "minItems": 1 },
            "$uniform": { "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 },
            "$logUniform": { "type": "array", "items": { "type": "number", "exclusiveMinimum": 0 }, "minItems": 2, "maxItems": 2 },
            "$whole": { "type": "array", "items": { "type": "integer" }, "minItems": 2, "maxItems": 2 },
            "$logWhole": { "type": "array", "items": { "type": "integer", "exclusiveMinimum": 0 }, "minItems": 2, "maxItems": 2 }
          }
        }
        """;

    static readonly string[] Kinds = ["$values", "$uniform", "$logUniform", "$whole", "$logWhole"];

    /// <summary>The ranges of a text, in their order; of one that is no JSON those before it goes wrong.</summary>
    /// <exception cref="DataFormatException">There is no such kind of range, or it does not take such values.</exception>
    public static List<SearchRange> All(ReadOnlySpan<byte> utf8, string file)
    {
        var reader = new Utf8JsonReader(utf8, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var holders = new Stack<(string Path, bool IsList, int From, int Items)>();
        List<SearchRange> ranges = [];
        var name = "";
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    holders.Pop();
                }
                else if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    if (holders.TryPeek(out var list) && list.IsList)
                    {
                        name = $"{list.Path}[{list.Items}]";
                        holders.Pop();
                        holders.Push((list.Path, true, list.From, list.Items + 1));
                    }

                    if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        holders.Push((name, reader.TokenType == JsonTokenType.StartArray, (int)reader.TokenStartIndex, 0));
                    }
                }
                else if (holders.Count > 1 && reader.GetString() is ['$', ..] kind)
                {
                    var (path, _, from, _) = holders.Pop();
                    ranges.Add(Read(ref reader, kind, path, from, file, LineOf(utf8, from)));
                }
                else
                {
                    name = holders.Peek().Path is { Length: > 0 } holder ? $"{holder}.{reader.GetString()}" : reader.GetString()!;
                }
            }
        }
        catch (JsonException)
        {
            // Whoever reads the options tells what is wrong, and where.
        }

        return ranges;
    }

    /// <summary>The text with a value for each range; every line stays where it is.</summary>
    public static ReadOnlyMemory<byte> Fill(ReadOnlySpan<byte> utf8, IReadOnlyList<SearchRange> ranges, Func<SearchRange, string> valueOf)
    {
        using var filled = new MemoryStream();
        var from = 0;
        foreach (var range in ranges)
        {
            filled.Write(utf8[from..range.From]);
            filled.Write(Encoding.UTF8.GetBytes(valueOf(range)));
            filled.Write(Encoding.UTF8.GetBytes(new string('\n', utf8[range.From..range.To].Count((byte)'\n'))));
            from = range.To;
        }

        filled.Write(utf8[from..]);
        return filled.ToArray();
    }

    static SearchRange Read(ref Utf8JsonReader reader, string kind, string path, int from, string file, long line)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndObject)
        {
            throw Error($"A range has nothing beside its {kind}.");
        }

        if (!Kinds.Contains(kind))
        {
            throw Error($"There is no range '{kind}'.{Nearest.Hint(kind, Kinds)}");
        }

        var items = value.RootElement.ValueKind == JsonValueKind.Array ? value.RootElement.EnumerateArray().ToArray() : [];
        try
        {
            return new(path, from, (int)reader.TokenStartIndex + 1, kind switch
            {
                "$values" when items.Length > 0 => Values.Of(items.Select(item => item.GetRawText()).ToArray()),
                "$uniform" when items.Length == 2 => Written(Values.Uniform(items[0].GetDouble(), items[1].GetDouble())),
                "$logUniform" when items.Length == 2 => Written(Values.LogUniform(items[0].GetDouble(), items[1].GetDouble())),
                "$whole" when items.Length == 2 => Written(Values.Whole(items[0].GetInt32(), items[1].GetInt32())),
                "$logWhole" when items.Length == 2 => Written(Values.LogWhole(items[0].GetInt32(), items[1].GetInt32())),
                "$values" => throw Error("$values must be a list of at least one value."),
                _ => throw Error($"{kind} must be a list of two numbers, from and to."),
            });
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw Error($"{kind} must be a list of two {(kind.EndsWith("hole", StringComparison.Ordinal) ? "whole " : "")}numbers, from and to.");
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw Error(exception.Message.Split(" (Parameter")[0]);
        }

        DataFormatException Error(string message) => new(message, file, line, path);
    }

    static Values<string> Written<T>(Values<T> values)
        where T : IFormattable =>
        new(values.Text, values.Count, place => values.At(place).ToString(null, CultureInfo.InvariantCulture));

    /// <summary>The line of a byte, from 1.</summary>
    static long LineOf(ReadOnlySpan<byte> utf8, int place) => utf8[..place].Count((byte)'\n') + 1;
}
