using System.Collections.Immutable;
using System.Net;
using System.Reflection;
using Alink.Evaluation;

namespace Alink.Interactive.Shown;

/// <summary>The texts by which a notebook shows a value, for each MIME type; text/plain is always among them.</summary>
/// <remarks>
/// A type says how it looks by a public method that returns text and can be called without arguments: <c>ToSvg</c> for a picture,
/// <c>ToHtml</c> for HTML; and one that has a <c>ToTable</c> is shown as what it says itself and that table. No type needs to know
/// of this.
/// </remarks>
static class Formats
{
    const string Plain = "text/plain", OfHtml = "text/html", OfSvg = "image/svg+xml";

    /// <summary>The texts of a value.</summary>
    public static IReadOnlyDictionary<string, string> Of(object? value)
    {
        var texts = new Dictionary<string, string> { [Plain] = PlainText.Of(value) };
        if (Called(value, "ToSvg") is string svg)
        {
            texts[OfSvg] = svg;
        }
        else if (HtmlOf(value) is { } html)
        {
            texts[OfHtml] = html;
        }

        return texts;
    }

    static string? HtmlOf(object? value) => value switch
    {
        Schema schema => Columns(schema).ToHtml(),
        Pipeline pipeline => Steps(pipeline.Stages),
        PipelineModel model => Steps(model.Steps),
        BinaryMetrics metrics => Said(metrics) + metrics.RocChart().ToSvg(360, 300) + metrics.PrecisionRecallChart().ToSvg(360, 300),
        _ when Called(value, "ToHtml") is string html => html,
        _ when Called(value, "ToTable") is Table table => Said(value) + table.ToHtml(),
        _ => null,
    };

    static Table Columns(Schema schema) => Table
        .Of("column", [.. schema.Fields.Select(field => field.Name)])
        .With("type", [.. schema.Fields.Select(field => field.Type + (field.VectorLength is { } length ? $"[{length}]" : ""))])
        .With("missing", [.. schema.Fields.Select(field => field.IsNullable ? "may be" : "never")]);

    static string Steps<T>(ImmutableArray<T> steps) =>
        $"<ol>{string.Concat(steps.Select(step => $"<li><code>{WebUtility.HtmlEncode(Short(PlainText.Of(step)))}</code></li>"))}</ol>";

    static string Said(object? value) => $"<pre>{WebUtility.HtmlEncode(PlainText.Of(value))}</pre>";

    static string Short(string text) => text.Length <= 200 ? text : text[..199] + "…";

    static object? Called(object? value, string name)
    {
        var method = value?.GetType().GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .FirstOrDefault(method => method.Name == name && method.GetParameters().All(parameter => parameter.IsOptional));
        return method?.Invoke(value, BindingFlags.OptionalParamBinding, null, [.. method.GetParameters().Select(_ => Type.Missing)], null);
    }
}
