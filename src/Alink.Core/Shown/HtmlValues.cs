using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Alink.Shown;

/// <summary>The HTML of any value.</summary>
static class HtmlValues
{
    /// <summary>How deep records in records are shown; deeper ones say only their type.</summary>
    public const int Deepest = 3;

    /// <summary>The most items of a list that are shown.</summary>
    public const int MostItems = 20;

    const int MostText = 200;

    /// <summary>The HTML of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="depth">In how many others it stands.</param>
    public static string Of(object? value, int depth) => value switch
    {
        null => "–",
        Html html => html.ToString(),
        string text => Text(text),
        double or float => Number(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        Schema schema => Columns(schema).ToHtml(),
        Pipeline pipeline => HtmlPipeline.Of(pipeline.Stages, depth),
        PipelineModel model => HtmlPipeline.Of(model.Steps, depth),
        ModelOrigin origin => $"{origin.Rows} rows",
        Vector vector => HtmlLists.Numbers(vector.ToArray()),
        Matrix matrix => HtmlLists.Grid(matrix),
        ITuple pair => $"({string.Join(", ", Enumerable.Range(0, pair.Length).Select(i => Of(pair[i], depth + 1)))})",
        _ when Called(value, "ToSvg") is string svg => svg,
        _ when Called(value, "ToHtml") is string html => html,
        IEnumerable items when !HtmlRecords.Has(value) => HtmlLists.Of(items, depth),
        IFormattable number => Text(number.ToString(null, CultureInfo.InvariantCulture)),
        _ when HtmlRecords.Has(value) => HtmlRecords.Of(value, depth),
        _ => Text(value.ToString() ?? ""),
    };

    /// <summary>Text, cut where it is long.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text.Length <= MostText ? text : text[..(MostText - 1)] + "…");

    /// <summary>A number to six digits.</summary>
    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>What a public method gives that can be called without arguments; null where there is none.</summary>
    public static object? Called(object value, string name)
    {
        var method = value.GetType().GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .FirstOrDefault(method => method.Name == name && method.GetParameters().All(parameter => parameter.IsOptional));
        return method?.Invoke(
            value, BindingFlags.OptionalParamBinding | BindingFlags.DoNotWrapExceptions, null, [.. method.GetParameters().Select(_ => Type.Missing)], null);
    }

    static Table Columns(Schema schema) => Table
        .Of("column", [.. schema.Fields.Select(field => field.Name)])
        .With("type", [.. schema.Fields.Select(field => field.Type + (field.VectorLength is { } length ? $"[{length}]" : ""))])
        .With("missing", [.. schema.Fields.Select(field => field.IsNullable ? "may be" : "never")]);
}
