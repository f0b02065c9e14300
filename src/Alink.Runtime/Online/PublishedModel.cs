using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>A model and where it stands among those of its training.</summary>
/// <param name="Version">Which model it is.</param>
/// <param name="Model">The model.</param>
public sealed record PublishedModel(ModelVersion Version, ITransformer Model)
{
    /// <summary>What the training goes on from, exactly; null where nobody kept it.</summary>
    public ModelState? State { get; init; }

    /// <summary>A model that was trained in another way, as the one before the first.</summary>
    public static PublishedModel Of(ITransformer model) => new(
        new(0, 0, (model as Model)?.Origin?.Rows ?? 0, null, (model as Model)?.Origin?.Trained ?? default), model);
}

/// <summary>The state of an online learner as bytes.</summary>
/// <param name="Shape">The learner, and the make of its state: a learner goes on from no other.</param>
/// <param name="Bytes">The state, as <see cref="StateCodec"/> writes it.</param>
public sealed record ModelState(string Shape, ImmutableArray<byte> Bytes);
