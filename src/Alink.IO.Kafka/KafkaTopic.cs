using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Alink.IO;

/// <summary>What a cluster knows of a topic: its partitions, and the offsets at which they begin and end.</summary>
sealed class KafkaTopic(KafkaCluster cluster, string topic) : IDisposable
{
    readonly IAdminClient _client = cluster.Open(() =>
        new AdminClientBuilder(cluster.Configure(new AdminClientConfig()))
            .SetLogHandler((_, line) => cluster.Tell(line)).SetErrorHandler((_, error) => cluster.Tell(error)).Build());

    bool _isThere;

    public string Name => topic;

    public KafkaCluster Cluster => cluster;

    /// <summary>The numbers of the partitions, in order; none where there is no such topic.</summary>
    /// <exception cref="IOException">The cluster does not answer.</exception>
    public int[] Partitions()
    {
        try
        {
            // A cluster may make a topic that is asked for by its name.
            if (!_isThere && !_client.GetMetadata(cluster.Timeout).Topics.Exists(found => found.Topic == topic))
            {
                return [];
            }

            _isThere = true;
            var found = _client.GetMetadata(topic, cluster.Timeout).Topics.Single();
            return found.Error.Code is ErrorCode.UnknownTopicOrPart ? []
                : found.Error.IsError
                    ? throw cluster.Failed($"Asking for the partitions of topic '{topic}'", found.Error)
                : [.. found.Partitions.Select(partition => partition.PartitionId).Order()];
        }
        catch (KafkaException exception)
        {
            throw cluster.Failed($"Asking for the partitions of topic '{topic}'", exception.Error);
        }
    }

    /// <summary>An offset of each partition: the first, the end, or that of a time; -1 where no row is so late.</summary>
    /// <param name="partitions">The partitions.</param>
    /// <param name="which">Which offset.</param>
    /// <param name="isolation">Whether the end is that of what is committed.</param>
    /// <exception cref="IOException">The cluster does not answer.</exception>
    public async Task<long[]> OffsetsAsync(
        IReadOnlyList<int> partitions, OffsetSpec which, IsolationLevel isolation = IsolationLevel.ReadCommitted)
    {
        if (partitions.Count == 0)
        {
            return [];
        }

        try
        {
            var found = await _client.ListOffsetsAsync(
                partitions.Select(partition => new TopicPartitionOffsetSpec
                {
                    TopicPartition = new(topic, partition),
                    OffsetSpec = which,
                }),
                new() { IsolationLevel = isolation, RequestTimeout = cluster.Timeout })
                .ConfigureAwait(false);
            var offsets = found.ResultInfos.ToDictionary(
                info => info.TopicPartitionOffsetError.Partition.Value,
                info => info.TopicPartitionOffsetError.Offset.Value);
            return [.. partitions.Select(partition => offsets[partition])];
        }
        catch (KafkaException exception)
        {
            throw cluster.Failed($"Asking for the offsets of topic '{topic}'", exception.Error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
