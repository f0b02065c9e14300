using System.Collections.Immutable;
using Alink.Evaluation;
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

/// <summary>What is made of rows: first by the stages, then by the model, then by the models of the store.</summary>
sealed record ThroughEntry
{
    /// <summary>Transformers.</summary>
    public ImmutableArray<IStage> Stages { get; init; } = [];

    /// <summary>A model file.</summary>
    public string? Model { get; init; }

    /// <summary>A folder of versions, the one served of which predicts, and each one after it.</summary>
    public string? Store { get; init; }

    /// <summary>How often the store is looked at.</summary>
    public string PollEvery { get; init => field = Texts.Duration(value); } = "10s";
}

/// <summary>What learns from rows.</summary>
sealed record TrainEntry
{
    /// <summary>Learners of streams, and transformers.</summary>
    public required ImmutableArray<IStage> Stages { get; init; }

    /// <summary>What they begin with: a model file, or a folder of versions; null: nothing.</summary>
    public string? From { get; init; }

    /// <summary>The folder that takes the models; null: nobody does.</summary>
    public string? PublishTo { get; init; }

    /// <summary>How many versions the folder keeps; at least 1.</summary>
    public int Keep { get; init => field = Require.AtLeast(1, value); } = 10;

    /// <summary>After how many epochs a model is published; at least 1.</summary>
    public int EveryEpochs { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>How many rows must have been learnt since the last model; at least 1.</summary>
    public long EveryRows { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>The column of the event time; null: none.</summary>
    public string? EventTime { get; init; }

    /// <summary>What must hold of a model of two classes, on the rows that came last, for it to
    /// be published; null: nothing.</summary>
    public GateEntry? Gate { get; init; }
}

/// <summary>What must hold of a model.</summary>
sealed record GateEntry
{
    public BinaryEvaluator Evaluator { get; init; } = new();

    public ImmutableArray<GateRule> Rules { get; init; } = [GateRule.AtLeast("auc", 0.5)];

    /// <summary>On how many of the last rows models are measured; at least 1.</summary>
    public int Rows { get; init => field = Require.AtLeast(1, value); } = 10_000;
}

/// <summary>What is measured: by one evaluator, in one kind of windows.</summary>
sealed record EvaluateEntry
{
    public BinaryEvaluator? Binary { get; init; }

    public MulticlassEvaluator? Multiclass { get; init; }

    public RegressionEvaluator? Regression { get; init; }

    /// <summary>How many rows make a window.</summary>
    public long? Rows { get; init => field = value is { } rows ? Require.AtLeast(1, rows) : null; }

    /// <summary>How many epochs make a window.</summary>
    public long? Epochs { get; init => field = value is { } epochs ? Require.AtLeast(1, epochs) : null; }

    /// <summary>How long a window takes.</summary>
    public string? Every { get; init => field = value is null ? null : Texts.Duration(value); }
}

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
