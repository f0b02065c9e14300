using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>A model and where it stands among those of its training.</summary>
/// <param name="Version">Which model it is.</param>
/// <param name="Model">The model.</param>
public sealed record PublishedModel(ModelVersion Version, ITransformer Model)
{
    /// <summary>What the training goes on from, exactly; null where nobody kept it.</summary>
    public ModelState? State { get; init; }

    /// <summary>The columns of the rows that taught it, and so of those that it predicts; null where nobody kept
    /// them.</summary>
    public Schema? Input { get; init; }

    /// <summary>A model that was trained in another way, as the one before the first.</summary>
    public static PublishedModel Of(ITransformer model)
    {
        var origin = OriginOf(model);
        return new(new(0, 0, origin?.Rows ?? 0, null, origin?.Trained ?? default), model);
    }

    /// <summary>That of a pipeline is the one of its last stage that has one.</summary>
    static ModelOrigin? OriginOf(ITransformer model) => model switch
    {
        Model learnt => learnt.Origin,
        PipelineModel pipeline => pipeline.Steps.Select(OriginOf).LastOrDefault(origin => origin is not null),
        _ => null,
    };
}

/// <summary>The state of an online learner as bytes.</summary>
/// <param name="Shape">The learner, and the make of its state: a learner goes on from no other.</param>
/// <param name="Bytes">The state, as <see cref="StateCodec"/> writes it.</param>
public sealed record ModelState(string Shape, ImmutableArray<byte> Bytes);
