using System.Reflection;
using System.Xml.Linq;

namespace Alink.Laws;

/// <summary>How notebooks show a value.</summary>
static class Notebook
{
    static readonly string[] Strange = ["script", "style", "link", "img", "iframe", "object"];

    /// <summary>Asserts that a kernel finds how to, and that it is well-formed HTML, which fetches and runs nothing and is no book.</summary>
    public static void Shows(object value)
    {
        Assert.Contains(value.GetType().GetCustomAttributes(inherit: true), attribute => attribute is TypeFormatterSourceAttribute);
        var html = Html.Of(value).ToString();
        Assert.InRange(html.Length, 1, 1_000_000);
        var elements = XDocument.Parse($"<page>{html}</page>").Descendants().ToList();
        Assert.DoesNotContain(elements, element => Strange.Contains(element.Name.LocalName)
            || element.Attributes().Any(attribute => attribute.Name.LocalName is "src" or "href" || attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal)));
    }

    /// <summary>Whatever measures or models is found by kernels, whether a law has a sample of it or not.</summary>
    public static IEnumerable<Type> Unshown() =>
        from room in new[] { typeof(Table), typeof(Features.StandardScaler), typeof(Evaluation.Chart), typeof(Runtime.ModelFile) }
        from type in room.Assembly.GetExportedTypes()
        where !type.IsAbstract && (type.IsAssignableTo(typeof(Model)) || type.Name.EndsWith("Metrics", StringComparison.Ordinal))
        where type.GetCustomAttribute<TypeFormatterSourceAttribute>(inherit: true) is null
        select type;
}
