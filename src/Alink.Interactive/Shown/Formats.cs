using System.Reflection;

namespace Alink.Interactive.Shown;

/// <summary>The texts by which a notebook shows a value, for each MIME type; text/plain is always among them.</summary>
/// <remarks>
/// As .NET Interactive does, it takes the formatters that a type names by an attribute called TypeFormatterSourceAttribute,
/// whoever has declared it; a type without is shown by its <c>ToSvg</c> or <c>ToHtml</c>. No type needs to know of this.
/// </remarks>
static class Formats
{
    const string Plain = "text/plain", OfHtml = "text/html";

    /// <summary>The texts of a value.</summary>
    public static IReadOnlyDictionary<string, string> Of(object? value)
    {
        var texts = new Dictionary<string, string> { [Plain] = PlainText.Of(value) };
        foreach (var (type, text) in value is null ? [] : Named(value))
        {
            texts[type] = text;
        }

        if (texts.Count == 1 && value is not null && HasPicture(value.GetType()))
        {
            texts[OfHtml] = Html.Of(value).ToString();
        }

        return texts;
    }

    static bool HasPicture(Type type) => Array.Exists(
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance),
        method => method.Name is "ToSvg" or "ToHtml" && Array.TrueForAll(method.GetParameters(), parameter => parameter.IsOptional));

    /// <summary>What the formatters say that the type of a value names.</summary>
    static IEnumerable<(string Type, string Text)> Named(object value) =>
        from attribute in value.GetType().GetCustomAttributes(inherit: true)
        where attribute.GetType().Name == nameof(TypeFormatterSourceAttribute)
        let source = attribute.GetType().GetProperty(nameof(TypeFormatterSourceAttribute.FormatterSourceType))?.GetValue(attribute) as Type
        where source is not null
        from formatter in source.GetMethod("CreateTypeFormatters")?.Invoke(Activator.CreateInstance(source), null) as IEnumerable<object> ?? []
        let type = formatter.GetType().GetProperty("MimeType")?.GetValue(formatter) as string
        let text = Written(formatter, value)
        where type is not null && text is not null
        select (type, text);

    /// <summary>What a formatter writes; null where it declines.</summary>
    static string? Written(object formatter, object value)
    {
        var writer = new StringWriter();
        return formatter.GetType().GetMethod("Format", [typeof(object), typeof(TextWriter)])?.Invoke(formatter, [value, writer]) is true ? writer.ToString() : null;
    }
}
