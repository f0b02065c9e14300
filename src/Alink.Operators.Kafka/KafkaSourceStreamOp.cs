using System.Collections.Immutable;
using Alink.IO;

namespace Alink.Operators;

/// <summary>The messages of a Kafka topic as a stream. Offsets are kept in the checkpoints of the job, so there is no group.</summary>
/// <remarks>
/// The columns are Alink's, <c>message_key</c>, <c>message</c>, <c>topic</c>, <c>topic_partition</c> and <c>partition_offset</c>;
/// or, with <see cref="SetSchemaStr"/>, those of the messages.
/// </remarks>
/// <example>
/// <code>
/// using Alink.Operators;
///
/// var source = new KafkaSourceStreamOp().SetBootstrapServers("localhost:9092").SetTopic("clicks").SetStartupMode(StartupMode.Earliest);
/// source.Stream().Schema.Fields.Length // => 5
/// </code>
/// </example>
public sealed class KafkaSourceStreamOp : RejectingSourceStreamOp<KafkaSourceStreamOp>
{
    string? _servers;
    string? _topic;
    string? _properties;
    Schema? _schema;
    MessageFormat _format;
    StartupMode _mode;
    DateTimeOffset _time;
    bool _ends;

    /// <summary>The addresses of some brokers, with commas between them.</summary>
    public KafkaSourceStreamOp SetBootstrapServers(string value) => Set(ref _servers, value);

    /// <summary>The topic.</summary>
    public KafkaSourceStreamOp SetTopic(string value) => Set(ref _topic, value);

    /// <summary>Where a job begins that has no checkpoint yet.</summary>
    public KafkaSourceStreamOp SetStartupMode(StartupMode value) => Set(ref _mode, value);

    /// <summary>The first time that is read, with <see cref="StartupMode.Timestamp"/>.</summary>
    public KafkaSourceStreamOp SetStartTime(DateTimeOffset value) => Set(ref _time, value);

    /// <summary>The columns of the messages, such as <c>user STRING, x DOUBLE</c>; by default they are read as text.</summary>
    public KafkaSourceStreamOp SetSchemaStr(string value) => Set(ref _schema, SchemaText.Parse(value));

    /// <summary>What a message holds, with <see cref="SetSchemaStr"/>; JSON by default.</summary>
    public KafkaSourceStreamOp SetDataFormat(MessageFormat value) => Set(ref _format, value);

    /// <summary>librdkafka's settings, such as <c>security.protocol=ssl,client.id=a</c>.</summary>
    public KafkaSourceStreamOp SetProperties(string value) => Set(ref _properties, value);

    /// <summary>Whether the stream ends where the topic ended when the job began; false by default.</summary>
    public KafkaSourceStreamOp SetBounded(bool value) => Set(ref _ends, value);

    /// <inheritdoc/>
    protected override async Task<IStreamSource> OpenAsync()
    {
        var cluster = KafkaSettings.Cluster(this, _servers, _properties);
        var topic = KafkaSettings.Needed(this, _topic, nameof(SetTopic));
        Func<RecordParser> parser = _schema is not { } schema ? () => RecordParser.Text("message")
            : _format == MessageFormat.Csv ? () => RecordParser.Csv(schema) : () => RecordParser.Json(schema);
        var ends = _ends ? await EndsAsync().ConfigureAwait(false) : null;
        return new KafkaSource(cluster, topic, parser)
        {
            Start = _mode switch
            {
                StartupMode.Latest => KafkaStart.Latest,
                StartupMode.Timestamp => KafkaStart.From(_time),
                _ => KafkaStart.Earliest,
            },
            End = ends,
            Key = _schema is null ? "message_key" : default(Column<string>?),
            Topic = _schema is null ? "topic" : default(Column<string>?),
            Partition = _schema is null ? "topic_partition" : default(Column<int>?),
            Offset = _schema is null ? "partition_offset" : default(Column<long>?),
        };

        async Task<ImmutableSortedDictionary<int, long>> EndsAsync()
        {
            using var source = new KafkaSource(cluster, topic, parser);
            return await source.EndsAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>Where a topic is begun.</summary>
public enum StartupMode
{
    /// <summary>With the first rows that the topic still holds.</summary>
    Earliest,

    /// <summary>With the rows that come from now on.</summary>
    Latest,

    /// <summary>With the first rows that are not before a time.</summary>
    Timestamp,
}

/// <summary>What a message holds.</summary>
public enum MessageFormat
{
    /// <summary>A flat JSON object.</summary>
    Json,

    /// <summary>A row of CSV.</summary>
    Csv,
}
