using System.Collections.Immutable;
using Alink.IO;

namespace Alink.Operators;

/// <summary>Writes the rows of another operator into a Kafka topic, each exactly once.</summary>
public sealed class KafkaSinkStreamOp : SinkStreamOp<KafkaSinkStreamOp>
{
    string? _servers;
    string? _topic;
    string? _properties;
    string? _key;
    string _name = "alink";
    MessageFormat _format;
    bool _isTransactional = true;

    /// <summary>The addresses of some brokers, with commas between them.</summary>
    public KafkaSinkStreamOp SetBootstrapServers(string value) => Set(ref _servers, value);

    /// <summary>The topic.</summary>
    public KafkaSinkStreamOp SetTopic(string value) => Set(ref _topic, value);

    /// <summary>What a message holds; JSON by default.</summary>
    public KafkaSinkStreamOp SetDataFormat(MessageFormat value) => Set(ref _format, value);

    /// <summary>The column that is the key of a message; by default there are no keys.</summary>
    public KafkaSinkStreamOp SetKeyCol(string value) => Set(ref _key, value);

    /// <summary>Tells what this sink has written from what others have; <c>alink</c> by default.</summary>
    public KafkaSinkStreamOp SetName(string value) => Set(ref _name, value);

    /// <summary>Whether each epoch is a transaction; true by default.</summary>
    public KafkaSinkStreamOp SetTransactional(bool value) => Set(ref _isTransactional, value);

    /// <summary>librdkafka's settings, such as <c>security.protocol=ssl,client.id=a</c>.</summary>
    public KafkaSinkStreamOp SetProperties(string value) => Set(ref _properties, value);

    /// <inheritdoc/>
    protected override IStreamSink Open() => new KafkaSink(
        KafkaSettings.Cluster(this, _servers, _properties), KafkaSettings.Needed(this, _topic, nameof(SetTopic)), _name)
    {
        Format = _format == MessageFormat.Csv ? KafkaFormat.Csv() : KafkaFormat.Json(),
        Key = _key is null ? default(Column<string>?) : _key,
        IsTransactional = _isTransactional,
    };
}

/// <summary>How operators speak to a cluster.</summary>
static class KafkaSettings
{
    public static KafkaCluster Cluster(StreamOperator node, string? servers, string? properties) =>
        new(Needed(node, servers, nameof(KafkaSourceStreamOp.SetBootstrapServers)))
        {
            Settings = (properties ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Setting)
                .ToImmutableSortedDictionary(),
        };

    public static string Needed(StreamOperator node, string? value, string setter) => value
        ?? throw new InvalidOperationException($"{node.GetType().Name} needs more: call {setter} first.");

    /// <remarks>A setting may be a secret, so no message shows it.</remarks>
    static KeyValuePair<string, string> Setting(string text, int place) => text.Split('=', 2, StringSplitOptions.TrimEntries) is [var name, var value]
        ? KeyValuePair.Create(name, value)
        : throw new ArgumentException($"Property {place + 1} must be a name, = and a value.");
}
