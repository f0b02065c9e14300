using System.Collections.Immutable;

namespace Alink.IO;

/// <summary>Where the reading of a topic begins, for a job that has no checkpoint yet.</summary>
/// <remarks>
/// It is asked for once, when the job plans its first epoch. From then on the job's checkpoints say where each
/// partition stands, and a partition that is made later is read from its beginning.
/// </remarks>
public sealed record KafkaStart
{
    KafkaStart()
    {
    }

    /// <summary>With the first rows that the topic still holds.</summary>
    public static KafkaStart Earliest { get; } = new();

    /// <summary>With the rows that come from now on.</summary>
    public static KafkaStart Latest { get; } = new() { IsLatest = true };

    internal bool IsLatest { get; private init; }

    internal DateTimeOffset? Time { get; private init; }

    internal ImmutableSortedDictionary<int, long>? Offsets { get; private init; }

    /// <summary>In each partition with the first row whose timestamp is not before a moment.</summary>
    public static KafkaStart From(DateTimeOffset time) => new() { Time = time };

    /// <summary>With given offsets; a partition that is not among them is read from its beginning.</summary>
    /// <param name="offsets">The offset of the first row, by partition.</param>
    public static KafkaStart At(IReadOnlyDictionary<int, long> offsets) =>
        new() { Offsets = offsets.ToImmutableSortedDictionary() };
}
