using Alink.Interactive.Shown;

namespace Alink.Examples;

/// <summary>How a value looks in an example.</summary>
static class Shown
{
    /// <summary>Asserts that a value looks like this.</summary>
    public static void Is(string expected, object? value) => Xunit.Assert.Equal(expected, As(value));

    /// <inheritdoc cref="Is(string, object)"/>
    public static void Is(string expected, string? value) => Is(expected, (object?)value);

    /// <inheritdoc cref="Is(string, object)"/>
    public static void Is<T>(string expected, ReadOnlySpan<T> values) => Is(expected, (object)values.ToArray());

    /// <inheritdoc cref="Is(string, object)"/>
    public static void Is<T>(string expected, Span<T> values) => Is(expected, (object)values.ToArray());

    /// <summary>The text of a value, as notebooks show it.</summary>
    public static string As(object? value) => PlainText.Of(value);
}
