namespace Alink;

/// <summary>How a training on this machine runs; what it learns does not depend on it.</summary>
public sealed record TrainingOptions
{
    /// <summary>How many lanes are folded at the same time; at least 1. By default one for each processor.</summary>
    public int Workers { get; init => field = Require.AtLeast(1, value); } = Environment.ProcessorCount;

    /// <summary>How many bytes of rows may be kept from pass to pass; at least 0. By default half of the memory there
    /// is.</summary>
    public long? MemoryBudget { get; init => field = value is { } given ? Require.AtLeast(0, given) : null; }

    /// <summary>Is told how far the training is, from whatever thread.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>A folder for the state of a long training: after a crash, the same training goes on from
    /// there.</summary>
    /// <remarks>The state is deleted once the training is done. The rows must be those of before the crash.</remarks>
    public string? Checkpoints { get; init; }

    /// <summary>Of how many iterations one is saved to <see cref="Checkpoints"/>; at least 1.</summary>
    public int CheckpointEvery { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>What time it is.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
