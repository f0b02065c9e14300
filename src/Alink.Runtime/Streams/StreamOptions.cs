using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Alink.Runtime;

/// <summary>How a stream job runs; what it learns and writes depends on the trigger alone.</summary>
public sealed record StreamOptions
{
    /// <summary>When an epoch begins. By default as soon as there are rows.</summary>
    public StreamTrigger Trigger { get; init; } = StreamTrigger.AsRowsCome;

    /// <summary>The folder of the checkpoints, from which the same job goes on after a crash or a stop; null keeps none.</summary>
    /// <remarks>Without checkpoints a job that fails is over, and one that is begun again begins with the first row.</remarks>
    public string? Checkpoints { get; init; }

    /// <summary>How many checkpoints are kept; at least 1. One that is damaged is passed over for the one before it.</summary>
    public int Keep { get; init => field = Require.AtLeast(1, value); } = 3;

    /// <summary>What the job does after an epoch has failed.</summary>
    public RestartStrategy Restart { get; init; } = RestartStrategy.None;

    /// <summary>How many ranges of a source are read and parsed at the same time, and how many workers share a learner's
    /// mini-batch; at least 1.</summary>
    public int Workers { get; init => field = Require.AtLeast(1, value); } = Environment.ProcessorCount;

    /// <summary>What time it is.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Is told after each epoch how far the job is.</summary>
    public IProgress<StreamProgress>? Progress { get; init; }

    /// <summary>Is told of starts, restarts and stops.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
