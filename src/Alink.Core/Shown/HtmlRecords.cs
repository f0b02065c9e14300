using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Alink.Shown;

/// <summary>The HTML of records: their properties, by name.</summary>
static class HtmlRecords
{
    const string Wide = "text-align:left;vertical-align:top";

    /// <summary>A longer table than this opens on a click.</summary>
    const int MostRows = 12;

    /// <summary>Whether a value is a record, or as plain as one: known by its properties.</summary>
    public static bool Has(object value) => value.GetType() is var type
        && (type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null && !IsToldByHand(type)
            || type.IsDefined(typeof(TypeFormatterSourceAttribute), inherit: true)
            || type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>));

    /// <summary>A record: what it says of itself if that was written by hand, its properties, and the table it gives.</summary>
    public static string Of(object value, int depth)
    {
        var type = value.GetType();
        if (depth > HtmlValues.Deepest)
        {
            return HtmlValues.Text(NameOf(type));
        }

        var html = new StringBuilder($"<details{OpenAt(depth)}><summary>{HtmlValues.Text(NameOf(type))}{Brief(value)}</summary>");
        html.Append(IsToldByHand(type) ? $"<pre>{System.Net.WebUtility.HtmlEncode(value.ToString())}</pre>" : "");
        html.Append("<table>");
        foreach (var property in Properties(type))
        {
            html.Append($"<tr><th style=\"{Wide}\">{property.Name}</th><td style=\"{Wide}\">{Value(property, value, depth + 1)}</td></tr>");
        }

        html.Append("</table>");
        html.Append(HtmlValues.Called(value, "ToTable") is not Table table ? ""
            : table.RowCount <= MostRows ? table.ToHtml()
            : $"<details><summary>{table.RowCount} rows</summary>{table.ToHtml()}</details>");
        return html.Append("</details>").ToString();
    }

    /// <summary>What is on the outside is open; the rest opens on a click.</summary>
    public static string OpenAt(int depth) => depth == 0 ? " open=\"open\"" : "";

    /// <summary>The name of a type, without what it is generic over.</summary>
    public static string NameOf(Type type) => type.Name.Split('`')[0];

    /// <summary>What is shown of a type, in the order in which it is declared.</summary>
    public static PropertyInfo[] Properties(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0)];

    /// <summary>The HTML of a property; one that has no value for this record says why.</summary>
    public static string Value(PropertyInfo property, object of, int depth)
    {
        object? value;
        try
        {
            value = property.GetValue(of);
        }
        catch (TargetInvocationException exception)
        {
            return $"<i>{HtmlValues.Text(exception.InnerException!.Message)}</i>";
        }

        return HtmlValues.Of(value, depth);
    }

    /// <summary>The options of a stage that are not as they are by default.</summary>
    public static IEnumerable<PropertyInfo> Changed(object stage)
    {
        var usual = stage.GetType().GetConstructor(Type.EmptyTypes) is null ? null : Activator.CreateInstance(stage.GetType());
        return Properties(stage.GetType()).Where(property => property.CanWrite
            && (usual is null || !StructuralComparisons.StructuralEqualityComparer.Equals(property.GetValue(stage), property.GetValue(usual))));
    }

    /// <summary>The changed options of a stage, in one line.</summary>
    static string Brief(object value) => value is IStage and not Model && value.GetType().GetConstructor(Type.EmptyTypes) is not null
        ? string.Concat(Changed(value).Select((option, i) => $"{(i == 0 ? ": " : ", ")}{option.Name} = {Value(option, value, HtmlValues.Deepest)}"))
        : "";

    static bool IsToldByHand(Type type) =>
        type.GetMethod(nameof(ToString), Type.EmptyTypes) is { DeclaringType: var told } method
        && told != typeof(object) && told != typeof(ValueType) && !method.IsDefined(typeof(CompilerGeneratedAttribute));
}
