using System.Collections.Immutable;

namespace Alink.MicrosoftML;

/// <summary>How ML.NET sees the columns of rows.</summary>
public sealed record DataViewOptions
{
    /// <summary>The columns whose values become keys, as classes must be for trainers of several classes: text, whole numbers or
    /// booleans.</summary>
    /// <remarks>A key counts from 1 along the levels of the column, and a missing value is key 0. Where the column has no levels,
    /// they are its different values in order, which takes a pass over the rows.</remarks>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>The columns of numbers that are narrowed to single precision, as trainers take them.</summary>
    public ImmutableArray<string> Singles { get; init; } = [];
}
