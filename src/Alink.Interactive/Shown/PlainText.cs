using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Alink.Interactive.Shown;

/// <summary>The text of a value: numbers to six digits, words as they are, lists as <c>[1 2]</c>, pairs as <c>(1, 2)</c>, and
/// everything else as it says itself, its numbers to six digits too; a model does not say when it was trained.</summary>
static partial class PlainText
{
    const int MostItems = 1000;

    /// <summary>The text of a value.</summary>
    public static string Of(object? value) => Trimmed(value switch
    {
        null => "null",
        string text => text,
        Model { Origin: not null } model => Of(model with { Origin = null }),
        double or float => Rounded(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        ITuple pair => $"({string.Join(", ", Enumerable.Range(0, pair.Length).Select(i => Of(pair[i])))})",
        _ when Itself(value) is { } text => text,
        IEnumerable values => Listed(values),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => OfCell().Replace(value.ToString() ?? "", ""),
    });

    static string Listed(IEnumerable values)
    {
        var items = values.Cast<object?>().Take(MostItems + 1).Select(Of).ToList();
        return $"[{string.Join(' ', items.Take(MostItems))}{(items.Count > MostItems ? " …" : "")}]";
    }

    /// <summary>What a value of a type with a text of its own says, and null for one without.</summary>
    static string? Itself(object value)
    {
        var type = value.GetType();
        var own = type.GetMethod(nameof(ToString), Type.EmptyTypes)!.DeclaringType!;
        var plain = own.Namespace?.StartsWith(nameof(System)) == true;
        return plain ? null : Digits().Replace(value.ToString() ?? "", number =>
            Rounded(double.Parse(number.Value, CultureInfo.InvariantCulture)));
    }

    static string Rounded(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    static string Trimmed(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n');

    /// <summary>What a type that a cell has declared is called before its name.</summary>
    [GeneratedRegex(@"\bSubmission#\d+\+")]
    private static partial Regex OfCell();

    [GeneratedRegex(@"(?<![\w.])-?\d+\.\d{3,}(E[+-]?\d+)?(?![\w.])")]
    private static partial Regex Digits();
}
