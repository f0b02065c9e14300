using System.Collections.Immutable;

namespace Alink.Cli.Streams;

/// <summary>Where rows go to: one of these.</summary>
sealed record SinkEntry
{
    /// <summary>Which rows.</summary>
    public SinkRows Of { get; init; }

    public FilesSinkEntry? Files { get; init; }

    public KafkaSinkEntry? Kafka { get; init; }

    public RedisSinkEntry? Redis { get; init; }

    public PostgreSqlSinkEntry? PostgreSql { get; init; }

    public ConsoleSinkEntry? Console { get; init; }
}

/// <summary>The rows of a sink.</summary>
enum SinkRows
{
    /// <summary>The rows with what was predicted.</summary>
    Predictions,

    /// <summary>What was measured.</summary>
    Measures,

    /// <summary>The rows with the errors of their predictions, and what the detector made of these.</summary>
    Drift,

    /// <summary>The records that could not be read: partition, position, column, reason, text or base64.</summary>
    Rejected,
}

/// <summary>A file for each epoch.</summary>
sealed record FilesSinkEntry
{
    public required string Folder { get; init; }

    /// <summary>The ending of the files.</summary>
    public string Format { get; init; } = ".csv";
}

/// <summary>A topic.</summary>
sealed record KafkaSinkEntry
{
    public required string Servers { get; init; }

    public required string Topic { get; init; }

    public MessageFormat Format { get; init; }

    public ImmutableArray<SettingEntry> Settings { get; init; } = [];

    /// <summary>The column that is the key of a message; null: none.</summary>
    public string? KeyColumn { get; init; }

    public bool Transactional { get; init; } = true;
}

/// <summary>Hashes by key, or a stream, of Redis.</summary>
sealed record RedisSinkEntry
{
    /// <summary>The server, such as <c>localhost:6379,password=${REDIS_PASSWORD}</c>.</summary>
    public required string Server { get; init; }

    /// <summary>What the keys of the rows begin with; without a key, the key of the stream.</summary>
    public required string Prefix { get; init; }

    /// <summary>The column whose values are the keys of the rows; null: rows are appended.</summary>
    public string? KeyColumn { get; init; }
}

/// <summary>A table of PostgreSQL.</summary>
sealed record PostgreSqlSinkEntry
{
    /// <summary>The connection, such as <c>Host=localhost;Database=d;Username=u;Password=${PG_PASSWORD}</c>.</summary>
    public required string Connection { get; init; }

    public required string Table { get; init; }

    /// <summary>The columns of the key; none: rows are appended.</summary>
    public ImmutableArray<string> Keys { get; init; } = [];

    /// <summary>Whether the table is made where it is not there.</summary>
    public bool CreatesTable { get; init; } = true;
}

/// <summary>The output of the command.</summary>
sealed record ConsoleSinkEntry
{
    /// <summary>How many rows of an epoch are shown; at least 1.</summary>
    public int Rows { get; init => field = Require.AtLeast(1, value); } = 20;
}
