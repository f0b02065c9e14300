using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Alink.IO;

/// <summary>The last row of a sink in a partition.</summary>
/// <param name="Mark">Which it is.</param>
/// <param name="Value">The value of its message; null where it has none.</param>
sealed record WrittenRow(EpochMark Mark, byte[]? Value);

/// <summary>Reads the ends of a topic's partitions, to learn which rows of a sink stand there already.</summary>
static class WrittenRows
{
    const long FirstWindow = 64;

    /// <summary>The last row of a sink in each partition; null where there is none.</summary>
    public static async Task<WrittenRow?[]> FindAsync(KafkaTopic topic, string name, CancellationToken cancellation)
    {
        var partitions = topic.Partitions();
        var from = await topic.OffsetsAsync(partitions, OffsetSpec.Earliest())
            .WaitAsync(cancellation).ConfigureAwait(false);

        // To the very end: behind the open transaction of somebody else there may be rows of ours, which are read once
        // that transaction is over.
        var to = await topic.OffsetsAsync(partitions, OffsetSpec.Latest(), IsolationLevel.ReadUncommitted)
            .WaitAsync(cancellation).ConfigureAwait(false);
        return await Task.WhenAll(partitions.Select((partition, i) =>
            Task.Run(() => Find(topic, name, partition, from[i], to[i], cancellation), cancellation)))
            .ConfigureAwait(false);
    }

    /// <summary>Looks at ever longer pieces before the end, for others may have written to the topic since.</summary>
    static WrittenRow? Find(
        KafkaTopic topic, string name, int partition, long from, long to, CancellationToken cancellation)
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
            WrittenRow? last = null;
            reader.Begin(start);
            while (reader.Next(end, cancellation) is { } message)
            {
                last = EpochMark.Of(message.Message.Headers, name) is { } mark
                    ? new(mark, reader.Value.IsNull ? null : reader.Value.Span.ToArray()) : last;
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
