using System.Text.Json.Nodes;
using Alink.Interactive.Cells;

namespace Alink.Interactive.Notebooks;

/// <summary>A cell of code, and what it has shown.</summary>
/// <param name="Json">As it stands in the file.</param>
/// <param name="Number">Its place among the cells of code, from 1.</param>
sealed record NotebookCell(JsonObject Json, int Number)
{
    /// <summary>The code.</summary>
    public string Code => NotebookFile.TextOf(Json["source"]);

    /// <summary>Whether two runs may show different things: the cell bears the tag <c>varies</c>, as one that tells the time should.</summary>
    public bool Varies => (Json["metadata"]?["tags"] as JsonArray ?? []).Any(tag => (string?)tag == "varies");

    /// <summary>The outputs, by lines of text, with a stream's pieces joined: what two runs must have in common.</summary>
    public IReadOnlyList<string> Shown
    {
        get
        {
            var shown = new List<(string Kind, string Text)>();
            foreach (var output in (Json["outputs"] as JsonArray ?? []).OfType<JsonObject>())
            {
                var kind = (string?)output["name"] ?? (string?)output["output_type"] ?? "";
                if (output["text"] is { } text)
                {
                    var joined = shown.Count > 0 && shown[^1].Kind == kind ? shown[^1].Text : "";
                    shown.RemoveRange(shown.Count - (joined.Length > 0 ? 1 : 0), joined.Length > 0 ? 1 : 0);
                    shown.Add((kind, joined + NotebookFile.TextOf(text)));
                }
                else
                {
                    shown.AddRange((output["data"] as JsonObject ?? []).OrderBy(data => data.Key, StringComparer.Ordinal)
                        .Select(data => ($"{kind} {data.Key}", NotebookFile.TextOf(data.Value))));
                }
            }

            return [.. shown.SelectMany(one => one.Text.TrimEnd().Split('\n').Select(line => $"{one.Kind}: {line.TrimEnd()}"))];
        }
    }

    /// <summary>Takes the outputs of a run.</summary>
    public void Take(IEnumerable<JsonObject> outputs)
    {
        Json["execution_count"] = Number;
        Json["outputs"] = new JsonArray([.. outputs.Select(output => output.DeepClone())]);
    }
}

/// <summary>Gathers what a cell does as outputs of a notebook.</summary>
sealed class Outputs(Dictionary<string, JsonObject> places) : IFrontend
{
    readonly List<JsonObject> _all = [];

    /// <summary>What there is so far.</summary>
    public IReadOnlyList<JsonObject> All => _all;

    public void Write(string stream, string text)
    {
        lock (places)
        {
            if (_all.LastOrDefault() is { } last && (string?)last["name"] == stream)
            {
                last["text"] = NotebookFile.Lines(NotebookFile.TextOf(last["text"]) + text);
                return;
            }

            _all.Add(new() { ["name"] = stream, ["output_type"] = "stream", ["text"] = NotebookFile.Lines(text) });
        }
    }

    public void Display(IReadOnlyDictionary<string, string> data, string id, bool isUpdate)
    {
        lock (places)
        {
            if (!isUpdate)
            {
                _all.Add(places[id] = new() { ["data"] = Texts(data), ["metadata"] = new JsonObject(), ["output_type"] = "display_data" });
            }
            else if (places.TryGetValue(id, out var place))
            {
                place["data"] = Texts(data);
            }
        }
    }

    /// <summary>Takes what the last line has shown.</summary>
    public void Result(IReadOnlyDictionary<string, string> data, int count)
    {
        lock (places)
        {
            _all.Add(new() { ["data"] = Texts(data), ["execution_count"] = count, ["metadata"] = new JsonObject(), ["output_type"] = "execute_result" });
        }
    }

    public string ReadLine(CancellationToken cancellation) => throw new IOException("Nobody can be asked while notebooks are run.");

    static JsonObject Texts(IReadOnlyDictionary<string, string> data) => [.. data.OrderBy(one => one.Key, StringComparer.Ordinal)
        .Select(one => KeyValuePair.Create(one.Key, (JsonNode?)NotebookFile.Lines(one.Value)))];
}
