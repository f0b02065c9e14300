using System.Collections.Immutable;

namespace Alink.Serving;

/// <summary>Remembers what came last.</summary>
static class Recent
{
    const int Most = 120;

    /// <summary>The values and one more, without the oldest where they are too many.</summary>
    public static ImmutableArray<T> ThenLast<T>(this ImmutableArray<T> values, T value) =>
        (values.Length < Most ? values : values.RemoveAt(0)).Add(value);
}
