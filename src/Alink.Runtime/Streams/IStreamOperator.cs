using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>What happens to the rows of a stream, with a state that every checkpoint holds.</summary>
/// <remarks>
/// The same rows must give the same state and the same output, however they are cut into batches and whatever the time:
/// all chance, and the time of the epoch, are handed in. An operator that keeps what is not in its state must be done
/// with it by the end of the epoch.
/// </remarks>
/// <typeparam name="TState">What the rows so far have left behind; plain data.</typeparam>
public interface IStreamOperator<TState> : IStage
{
    /// <summary>The columns of each other output than the main one, by its name.</summary>
    ImmutableSortedDictionary<string, Schema> Sides(Schema input) => ImmutableSortedDictionary<string, Schema>.Empty;

    /// <summary>Whether the passing of time changes what it does, so that epochs without rows are run as well.</summary>
    bool HeedsTime => false;

    /// <summary>Whether what it makes of a batch comes of the rows of that batch's partition alone; where it does not,
    /// what follows takes its rows as those of one partition.</summary>
    bool KeepsPartitions => true;

    /// <summary>The settings that its state depends on, as text: a job goes on from a checkpoint only under the same.
    /// </summary>
    string Settings => "";

    /// <summary>The state before any row.</summary>
    TState Start(Schema input);

    /// <summary>The state after some more rows.</summary>
    /// <param name="state">Handed over: the step may reuse its memory, so the caller lets go of it.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="output">Where the rows go that come of them.</param>
    ValueTask<TState> UpdateAsync(TState state, StreamBatch batch, StreamOutput output);

    /// <summary>The state at the end of an epoch, all of whose rows have come.</summary>
    ValueTask<TState> EndAsync(TState state, StreamEpoch epoch, StreamOutput output) => new(state);

    /// <summary>Is told that an epoch stands in a checkpoint.</summary>
    /// <param name="state">The state at the end of that epoch; it stays as it is.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="cancellation">Ends what it does.</param>
    ValueTask CommitAsync(TState state, StreamEpoch epoch, CancellationToken cancellation) => default;

    /// <summary>Is told that a job goes on from a checkpoint, whose commit a crash may have prevented.</summary>
    /// <param name="state">The state at the end of its epoch; it stays as it is.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="cancellation">Ends what it does.</param>
    ValueTask ResumeAsync(TState state, StreamEpoch epoch, CancellationToken cancellation) =>
        CommitAsync(state, epoch, cancellation);
}

/// <summary>Rows of a stream that have come together.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Partition">The partition of the source that they come from; empty where they come from none alone.</param>
/// <param name="Epoch">The epoch that they are read in.</param>
public readonly record struct StreamBatch(Table Rows, string Partition, StreamEpoch Epoch);

/// <summary>A piece of a stream that is learnt and written wholly or not at all.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="Time">When it was planned; an epoch that is run again has the same time.</param>
/// <param name="IsLast">Whether the stream ends with it.</param>
public sealed record StreamEpoch(long Number, DateTimeOffset Time, bool IsLast)
{
    /// <summary>The partitions that it reads rows of, known before the first of them comes.</summary>
    public ImmutableArray<string> Partitions { get; init; } = [];
}
