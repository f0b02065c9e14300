using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace Alink.Interactive.Jupyter;

/// <summary>The cells that have been run since the kernel began, by their number.</summary>
sealed class History
{
    readonly List<string> _cells = [];

    /// <summary>How many cells there are: the number of the last.</summary>
    public int Count => _cells.Count;

    /// <summary>Notes a cell.</summary>
    public void Add(string code) => _cells.Add(code);

    /// <summary>The cells that a request of Jupyter asks for: the last n, a range, or those that match a pattern of * and ?.</summary>
    public JsonArray Of(Message request)
    {
        var cells = _cells.Select((code, i) => (Number: i + 1, Code: code));
        var asked = request.Text("hist_access_type") switch
        {
            "range" => cells.Where(cell => cell.Number >= request.Number("start") && cell.Number < request.Number("stop")),
            "search" => cells.Where(cell => FileSystemName.MatchesSimpleExpression(request.Text("pattern"), cell.Code, ignoreCase: false)),
            _ => cells,
        };
        var last = request.Number("n") is > 0 and var n ? asked.TakeLast(n) : asked;
        var isWithOutput = request.Flag("output", otherwise: false);
        return [.. last.Select(cell => new JsonArray(0, cell.Number, isWithOutput ? new JsonArray(cell.Code, null) : cell.Code))];
    }
}
