using System.Text.Json.Nodes;
using Alink.Interactive.Cells;

namespace Alink.Interactive.Jupyter;

/// <summary>Answers what front ends ask between cells: what could stand here, what stands here, what was before.</summary>
sealed class Answers(Engine engine, History history)
{
    /// <summary>The version of Jupyter's protocol.</summary>
    public const string Protocol = "5.3";

    static string Version => typeof(Kernel).Assembly.GetName().Version!.ToString(3);

    /// <summary>The content of the answer; null to what this kernel does not know.</summary>
    public JsonObject? To(Message request)
    {
        var answer = request.Type switch
        {
            "kernel_info_request" => Information(),
            "complete_request" => Completed(request.Text("code"), request.Number("cursor_pos")),
            "inspect_request" => Inspected(request.Text("code"), request.Number("cursor_pos")),
            "is_complete_request" => Judged(request.Text("code")),
            "history_request" => new() { ["history"] = history.Of(request) },
            "comm_info_request" => new() { ["comms"] = new JsonObject() },
            _ => null,
        };
        answer?.TryAdd("status", "ok");
        return answer;
    }

    static JsonObject Information() => new()
    {
        ["protocol_version"] = Protocol,
        ["implementation"] = "alink",
        ["implementation_version"] = Version,
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
        },
        ["banner"] = $"Alink {Version}: C# on .NET {Environment.Version}",
        ["help_links"] = new JsonArray(),
    };

    JsonObject Completed(string code, int cursor)
    {
        var (start, names) = Completion.Complete(engine, code, Place(code, cursor));
        return new()
        {
            ["matches"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
            ["cursor_start"] = code[..start].EnumerateRunes().Count(),
            ["cursor_end"] = cursor,
            ["metadata"] = new JsonObject(),
        };
    }

    JsonObject Inspected(string code, int cursor)
    {
        var text = Completion.Inspect(engine, code, Place(code, cursor));
        return new()
        {
            ["found"] = text is not null,
            ["data"] = text is null ? new JsonObject() : new JsonObject { ["text/plain"] = text },
            ["metadata"] = new JsonObject(),
        };
    }

    static JsonObject Judged(string code) => new() { ["status"] = Completion.IsComplete(code), ["indent"] = "" };

    /// <summary>Jupyter counts Unicode's characters, and .NET the halves of those outside of the first plane.</summary>
    static int Place(string code, int runes) => code.EnumerateRunes().Take(Math.Max(0, runes)).Sum(rune => rune.Utf16SequenceLength);
}
