namespace Alink.Shown;

/// <summary>The HTML of a pipeline: a box for each stage, in the order in which they meet the rows.</summary>
static class HtmlPipeline
{
    const string Row = "display:flex;flex-wrap:wrap;align-items:center;gap:6px";
    const string Box = "border:1px solid currentColor;border-radius:6px;padding:4px 8px";

    /// <summary>The stages or steps of a pipeline.</summary>
    public static string Of<T>(IEnumerable<T> stages, int depth) =>
        $"<div style=\"{Row}\">{string.Join("<span>→</span>", stages.Select(stage => $"<div style=\"{Box}\">{Stage(stage!, depth)}</div>"))}</div>";

    static string Stage(object stage, int depth) => stage switch
    {
        Pipeline or PipelineModel or Model => HtmlValues.Of(stage, depth + 1),
        _ => $"<b>{HtmlRecords.NameOf(stage.GetType())}</b>{Options(stage)}",
    };

    static string Options(object stage) => string.Concat(HtmlRecords.Changed(stage)
        .Select(option => $"<br/><small>{option.Name} = {HtmlRecords.Value(option, stage, HtmlValues.Deepest)}</small>"));
}
