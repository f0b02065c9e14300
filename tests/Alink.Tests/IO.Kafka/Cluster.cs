using System.Text;
using Alink.Broker;
using Alink.IO;
using Confluent.Kafka;

namespace Alink.Tests.IO.Kafka;

[CollectionDefinition(Name)]
public sealed class Clusters : ICollectionFixture<Cluster>
{
    public const string Name = "Kafka";
}

/// <summary>librdkafka's own cluster for tests, in a process of its own; it ends when this one does.</summary>
public sealed class Cluster : IDisposable
{
    readonly BrokerProcess _process = new();
    int _topics;

    public Cluster() => Kafka = new(Servers);

    public string Servers => _process.Servers;

    public KafkaCluster Kafka { get; }

    public void Tell(string command) => _process.Tell(command);

    /// <summary>A new topic.</summary>
    public string Topic(int partitions)
    {
        var topic = $"topic{_topics++}";
        Tell($"topic {topic} {partitions}");
        return topic;
    }

    /// <summary>Writes values to a partition, without keys.</summary>
    public void Write(string topic, int partition, params IEnumerable<string> values) => WriteMessages(
        topic, partition, values.Select(value => new Message<byte[]?, byte[]?> { Value = Encoding.UTF8.GetBytes(value) }));

    public void WriteMessages(string topic, int partition, IEnumerable<Message<byte[]?, byte[]?>> messages)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = Servers, LingerMs = 1 })
            .SetKeySerializer(Serializers.ByteArray!).SetValueSerializer(Serializers.ByteArray!)
            .SetLogHandler((_, _) => { }).Build();
        foreach (var message in messages)
        {
            producer.Produce(new TopicPartition(topic, partition), message);
        }

        Assert.Equal(0, producer.Flush(TimeSpan.FromSeconds(20)));
    }

    /// <summary>All messages of a partition.</summary>
    public List<Message<string?, string?>> Read(string topic, int partition)
    {
        using var consumer = new ConsumerBuilder<string?, string?>(
            new ConsumerConfig { BootstrapServers = Servers, GroupId = "test", EnablePartitionEof = true, FetchWaitMaxMs = 10 })
            .SetLogHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, partition, 0));
        var messages = new List<Message<string?, string?>>();
        while (consumer.Consume(TimeSpan.FromSeconds(20)) is { IsPartitionEOF: false } found)
        {
            messages.Add(found.Message);
        }

        return messages;
    }

    public void Dispose() => _process.Dispose();
}
