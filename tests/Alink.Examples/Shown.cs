using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Alink.Examples;

/// <summary>How a value looks in an example.</summary>
static partial class Shown
{
    /// <summary>Asserts that a value looks like this.</summary>
    public static void Is(string expected, object? value) => Xunit.Assert.Equal(expected, As(value));

    /// <inheritdoc cref="Is(string, object)"/>
    public static void Is(string expected, string? value) => Is(expected, (object?)value);

    /// <inheritdoc cref="Is(string, object)"/>
    public static void Is<T>(string expected, ReadOnlySpan<T> values) => Is(expected, (object)values.ToArray());

    /// <inheritdoc cref="Is(string, object)"/>
    public static void Is<T>(string expected, Span<T> values) => Is(expected, (object)values.ToArray());

    /// <summary>
    /// The text of a value: numbers to six digits, words as they are, lists as <c>[1 2]</c>, pairs as <c>(1, 2)</c>,
    /// and everything else as it says itself, its numbers to six digits too.
    /// </summary>
    public static string As(object? value) => Trimmed(value switch
    {
        null => "null",
        string text => text,
        double or float => Rounded(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        ITuple pair => $"({string.Join(", ", Enumerable.Range(0, pair.Length).Select(i => As(pair[i])))})",
        _ when Itself(value) is { } text => text,
        IEnumerable values => $"[{string.Join(' ', values.Cast<object?>().Select(As))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    });

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

    [GeneratedRegex(@"(?<![\w.])-?\d+\.\d{3,}(E[+-]?\d+)?(?![\w.])")]
    internal static partial Regex Digits();
}
