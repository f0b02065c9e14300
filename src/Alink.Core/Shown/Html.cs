using Alink.Shown;

namespace Alink;

/// <summary>Text that is HTML and is shown as such: that of <see cref="Of"/>, or one's own.</summary>
/// <param name="text">The HTML, as it is.</param>
/// <example>
/// <code>
/// Html.Of(Table.Of("word", "&lt;b&gt;")).ToString().Contains("&lt;td style=\"text-align:left\"&gt;&amp;lt;b&amp;gt;&lt;/td&gt;") // => True
/// new Html("&lt;b&gt;bold&lt;/b&gt;") // => &lt;b&gt;bold&lt;/b&gt;
/// </code>
/// </example>
[TypeFormatterSource]
public sealed class Html(string text)
{
    /// <summary>How notebooks show a value: a table as its first rows, a schema as its columns, a pipeline as its stages, a
    /// chart as a picture, and a model, metrics and any other record as its properties, lists of points as curves.</summary>
    /// <remarks>
    /// All text of the value is escaped. Long lists and texts are cut, and say so. Colours are those of the page, so that it
    /// reads in light and in dark; pictures are SVG in place, and nothing is fetched. A type of one's own is shown by its
    /// <c>ToSvg</c> or <c>ToHtml</c>, if it has one that can be called without arguments.
    /// </remarks>
    public static Html Of(object? value) => new(HtmlValues.Of(value, depth: 0));

    /// <inheritdoc/>
    public override string ToString() => text;
}
