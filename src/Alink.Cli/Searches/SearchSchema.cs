using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alink.Runtime;

namespace Alink.Cli.Searches;

/// <summary>The JSON schema of search files: that of their options, where a range may stand for each option of a stage.</summary>
static class SearchSchema
{
    const string Reference = "#/$defs/";

    static readonly JsonSerializerOptions Written = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text()
    {
        var schema = JsonNode.Parse(OptionsJson.JsonSchema<SearchFile>("A search of Alink", Commands.Catalog))!;
        var definitions = schema["$defs"]!.AsObject();
        HashSet<string> varied = [];
        foreach (var kind in Commands.Catalog.Kinds.Where(definitions.ContainsKey))
        {
            Vary(kind, definitions, varied);
        }

        definitions["range"] = JsonNode.Parse(SearchRange.Schema);
        return schema.ToJsonString(Written) + "\n";
    }

    /// <summary>Lets a range stand for each option of a kind, and of the records that are its options.</summary>
    static void Vary(string kind, JsonObject definitions, HashSet<string> varied)
    {
        if (!varied.Add(kind))
        {
            return;
        }

        var options = definitions[kind]!["properties"]!.AsObject();
        foreach (var (name, own) in options.Where(option => option.Key != "kind" && (kind, option.Key) != (nameof(Pipeline), "stages")).ToArray())
        {
            foreach (var record in own!["oneOf"]?.AsArray() ?? [])
            {
                if (record!["$ref"] is { } reference)
                {
                    Vary($"{reference}"[Reference.Length..], definitions, varied);
                }
            }

            options[name] = new JsonObject { ["anyOf"] = new JsonArray(own.DeepClone(), new JsonObject { ["$ref"] = $"{Reference}range" }) };
        }
    }
}
