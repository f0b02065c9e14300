using System.Collections.Immutable;

namespace Alink.Cli.Streams;

/// <summary>Where rows come from: one of these.</summary>
sealed record SourceEntry
{
    public FilesSourceEntry? Files { get; init; }

    public KafkaSourceEntry? Kafka { get; init; }
}

/// <summary>Files of a folder.</summary>
sealed record FilesSourceEntry
{
    /// <summary>A folder, a file, or a pattern.</summary>
    public required string Path { get; init; }

    /// <summary>The columns, such as <c>user STRING, x DOUBLE</c>; null: as the first file shows them.</summary>
    public string? Schema { get; init => field = Texts.Schema(value); }

    /// <summary>Whether appended lines and new files come as well, so that the stream never ends.</summary>
    public bool Follow { get; init; }

    /// <summary>How often the folder is looked at.</summary>
    public string PollEvery { get; init => field = Texts.Duration(value); } = "1s";

    /// <summary>After how long without a change a file is finished; null: never.</summary>
    public string? FinishedAfter { get; init => field = value is null ? null : Texts.Duration(value); }
}

/// <summary>A topic.</summary>
sealed record KafkaSourceEntry
{
    public required string Servers { get; init; }

    public required string Topic { get; init; }

    /// <summary>The columns of the messages' values.</summary>
    public required string Schema { get; init => field = Texts.Schema(value)!; }

    public MessageFormat Format { get; init; }

    public ImmutableArray<SettingEntry> Settings { get; init; } = [];

    /// <summary>Where a job without a checkpoint begins.</summary>
    public TopicStart Start { get; init; }

    /// <summary>Whether the stream ends where the topic ends now.</summary>
    public bool Ends { get; init; }

    /// <summary>Whether offsets may be missing.</summary>
    public bool AllowGaps { get; init; }

    public string? KeyColumn { get; init; }

    public string? PartitionColumn { get; init; }

    public string? OffsetColumn { get; init; }

    public string? TimestampColumn { get; init; }
}

/// <summary>What a message holds.</summary>
enum MessageFormat
{
    Json,
    Csv,
}

/// <summary>Where a topic is begun.</summary>
enum TopicStart
{
    Earliest,
    Latest,
}

/// <summary>A setting of librdkafka.</summary>
sealed record SettingEntry(string Name, string Value);
