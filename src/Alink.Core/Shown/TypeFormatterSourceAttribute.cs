using Alink.Shown;

namespace Alink;

/// <summary>Marks a type, and those derived from it, that notebooks show as <see cref="Html.Of"/> says.</summary>
/// <remarks>Kernels of .NET find this attribute, its source and its formatters by their names alone, so that no package of theirs is needed.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class TypeFormatterSourceAttribute : Attribute
{
    /// <summary>Makes the formatters.</summary>
    public Type FormatterSourceType => typeof(HtmlFormatterSource);
}
