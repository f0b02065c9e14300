namespace Alink.Classification;

/// <summary>The classes that a field names.</summary>
static class NamedClasses
{
    /// <summary>The levels of a label; null where it has none, or where its values are indices and the levels what they stand for.</summary>
    public static Levels? Classes(this Field label) => label.Levels is { } levels && levels.Type == label.Type ? levels : null;
}
