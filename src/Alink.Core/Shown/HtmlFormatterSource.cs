namespace Alink.Shown;

/// <summary>What a <see cref="TypeFormatterSourceAttribute"/> names; called by reflection.</summary>
sealed class HtmlFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() => [new HtmlFormatter()];
}

/// <summary>Writes a value as HTML; called by reflection.</summary>
sealed class HtmlFormatter
{
    public string MimeType => "text/html";

    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(HtmlValues.Of(instance, depth: 0));
        return true;
    }
}
