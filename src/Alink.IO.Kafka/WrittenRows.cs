using Confluent.Kafka.Admin;

namespace Alink.IO;

/// <summary>Reads the ends of a topic's partitions, to learn which rows of a sink stand there already.</summary>
static class WrittenRows
{
    const long FirstWindow = 64;

    /// <summary>The last mark of a sink in each partition; null where there is none.</summary>
    public static async Task<EpochMark?[]> FindAsync(KafkaTopic topic, string name, CancellationToken cancellation)
    {
        var partitions = topic.Partitions();
        var from = await topic.OffsetsAsync(partitions, OffsetSpec.Earliest()).WaitAsync(cancellation).ConfigureAwait(false);
        var to = await topic.OffsetsAsync(partitions, OffsetSpec.Latest()).WaitAsync(cancellation).ConfigureAwait(false);
        return await Task.WhenAll(partitions.Select((partition, i) =>
            Task.Run(() => Find(topic, name, partition, from[i], to[i], cancellation), cancellation))).ConfigureAwait(false);
    }

    /// <summary>Looks at ever longer pieces before the end, for others may have written to the topic since.</summary>
    static EpochMark? Find(KafkaTopic topic, string name, int partition, long from, long to, CancellationToken cancellation)
    {
        if (from >= to)
        {
            return null;
        }

        using var reader = new PartitionReader(topic.Cluster, new(topic.Name, partition), allowGaps: true, "headers");
        var end = to;
        for (var window = FirstWindow; end > from; window *= 16)
        {
            var start = Math.Max(from, end - window);
            EpochMark? last = null;
            reader.Begin(start);
            while (reader.Next(end, cancellation) is { } message)
            {
                last = EpochMark.Of(message.Message.Headers, name) ?? last;
            }

            if (last is not null)
            {
                return last;
            }

            end = start;
        }

        return null;
    }
}
