using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>How a learner is trained on a stream, and where its models go.</summary>
public sealed record OnlineTrainingOptions
{
    /// <summary>Who takes the models.</summary>
    public ImmutableArray<IModelSink> Sinks { get; init; } = [];

    /// <summary>The model to go on from: with the state of such a learner, or one that the learner can resume; null begins
    /// with nothing.</summary>
    public PublishedModel? From { get; init; }

    /// <summary>After how many epochs the next model is published; at least 1. The last epoch of a stream publishes what
    /// it has.</summary>
    public int EveryEpochs { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>How many rows must have been learnt since the last model; at least 1.</summary>
    public long EveryRows { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>The column that tells when a row happened; null where none does.</summary>
    public Column<DateTimeOffset>? EventTime { get; init; }
}
