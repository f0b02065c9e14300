using System.Collections.Immutable;
using Alink.IO;
using Alink.Runtime;

namespace Alink.Cli.Streams;

/// <summary>What a job file says. Paths are relative to the file; texts of connections take <c>${NAME}</c> from the
/// environment.</summary>
sealed record JobFile
{
    /// <summary>Tells its checkpoints, and what it has written, from those of other jobs.</summary>
    public string Name { get; init; } = "stream";

    /// <summary>Where the rows come from.</summary>
    public required SourceEntry Source { get; init; }

    /// <summary>How many records of the source may be unreadable, and go to the sinks of Rejected; null: the first one ends
    /// the job, which goes on from its checkpoints once there is a limit.</summary>
    public RejectLimit? Rejects { get; init; }

    /// <summary>What is made of the rows.</summary>
    public ThroughEntry Through { get; init; } = new();

    /// <summary>What learns from them; null: nothing.</summary>
    public TrainEntry? Train { get; init; }

    /// <summary>What is measured of predictions; null: nothing.</summary>
    public EvaluateEntry? Evaluate { get; init; }

    /// <summary>Where rows and measures go.</summary>
    public ImmutableArray<SinkEntry> Sinks { get; init; } = [];

    /// <summary>When an epoch begins.</summary>
    public TriggerEntry Trigger { get; init; } = new();

    /// <summary>The folder from which the job goes on; null keeps no checkpoints.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>How many checkpoints are kept; at least 1.</summary>
    public int Keep { get; init => field = Require.AtLeast(1, value); } = 3;

    /// <summary>What the job does after an error.</summary>
    public RestartEntry Restart { get; init; } = new();
}

/// <summary>When an epoch begins: as rows come, or by these.</summary>
sealed record TriggerEntry
{
    /// <summary>Once so many rows have come; null: any number.</summary>
    public long? Rows { get; init => field = value is { } rows ? Require.AtLeast(1, rows) : null; }

    /// <summary>Once so much time has passed; null: whatever time.</summary>
    public string? Every { get; init => field = value is null ? null : Texts.Duration(value); }

    /// <summary>The most rows of an epoch, where they are not counted; at least 1.</summary>
    public long MostRows { get; init => field = Require.AtLeast(1, value); } = 100_000;
}

/// <summary>What a job does after an error.</summary>
sealed record RestartEntry
{
    /// <summary>How often in a row it is begun again; at least 0.</summary>
    public int Attempts { get; init => field = Require.AtLeast(0, value); }

    /// <summary>How long it waits before the first time.</summary>
    public string Delay { get; init => field = Texts.Duration(value); } = "1s";

    /// <summary>By how much each wait is longer; at least 1.</summary>
    public double Factor { get; init => field = Require.AtLeast(1, value); } = 1.5;

    /// <summary>The longest wait.</summary>
    public string MostDelay { get; init => field = Texts.Duration(value); } = "1m";
}

/// <summary>Texts that mean something, checked where they stand.</summary>
static class Texts
{
    public static string Duration(string text)
    {
        Durations.Parse(text);
        return text;
    }

    public static string? Schema(string? text)
    {
        if (text is not null)
        {
            SchemaText.Parse(text);
        }

        return text;
    }
}
