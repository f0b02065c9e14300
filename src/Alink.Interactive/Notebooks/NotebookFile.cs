using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Alink.Interactive.Notebooks;

/// <summary>A notebook file of nbformat 4; what it holds beside code and outputs stays as it is.</summary>
sealed class NotebookFile
{
    static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly string _path;
    readonly JsonObject _root;

    NotebookFile(string path, JsonObject root)
    {
        (_path, _root) = (path, root);
        Cells = [.. (root["cells"] as JsonArray ?? []).OfType<JsonObject>().Where(cell => (string?)cell["cell_type"] == "code").Select((cell, i) => new NotebookCell(cell, i + 1))];
    }

    /// <summary>The cells of code, in order.</summary>
    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="DataFormatException">The file is no notebook of format 4.</exception>
    public static NotebookFile Read(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) is JsonObject root && (int?)root["nbformat"] == 4
                ? new(path, root)
                : throw new DataFormatException("this is no notebook of format 4.", path);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new DataFormatException($"this is no notebook: {exception.Message}", path);
        }
    }

    /// <summary>Writes the notebook with the outputs that its cells have now.</summary>
    public void Write() => File.WriteAllText(_path, _root.ToJsonString(Indented) + "\n", new UTF8Encoding(false));

    /// <summary>Text as a notebook holds it: as one string, or as lines.</summary>
    public static string TextOf(JsonNode? node) => node is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)node ?? "";

    /// <summary>Text by lines, each with its end.</summary>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var found ? found + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }

        return lines;
    }
}
