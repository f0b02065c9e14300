using System.Collections.Immutable;

namespace Alink;

/// <summary>What an estimator has learnt: an immutable record of its options and arrays.</summary>
public abstract record Model : RowTransformer
{
    /// <summary>The names of the features it was trained on, in the order of every array over
    /// features; empty where unknown.</summary>
    public ImmutableArray<string> FeatureNames { get; init; } = [];

    /// <summary>Where it comes from; null where nobody said.</summary>
    public ModelOrigin? Origin { get; init; }
}

/// <summary>Where a model comes from.</summary>
/// <param name="Rows">How many rows taught it.</param>
/// <param name="Library">The version of the library that trained it.</param>
/// <param name="Trained">When.</param>
public sealed record ModelOrigin(long Rows, string Library, DateTimeOffset Trained)
{
    /// <summary>The origin of a model that this library trains.</summary>
    public static ModelOrigin Of(long rows, DateTimeOffset trained) =>
        new(rows, typeof(Model).Assembly.GetName().Version!.ToString(3), trained);
}
