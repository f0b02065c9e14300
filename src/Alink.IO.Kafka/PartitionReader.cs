using Confluent.Kafka;

namespace Alink.IO;

/// <summary>Reads a partition of a topic, from offset to offset, with a consumer that stays open between ranges.</summary>
/// <remarks>It is for one thread at a time.</remarks>
sealed class PartitionReader : IDisposable
{
    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    readonly KafkaCluster _cluster;
    readonly TopicPartition _place;
    readonly bool _allowGaps;
    readonly IConsumer<int, int> _consumer;
    ConsumeResult<int, int>? _kept;
    long _next = -1;

    public PartitionReader(KafkaCluster cluster, TopicPartition place, bool allowGaps, string fields)
        : this(cluster, place, allowGaps, (keys, values) => cluster.Open(() =>
            new ConsumerBuilder<int, int>(cluster.Configure(Settings(cluster, fields)))
                .SetKeyDeserializer(keys).SetValueDeserializer(values)
                .SetLogHandler((_, line) => cluster.Tell(line)).SetErrorHandler((_, error) => cluster.Tell(error))
                .Build()))
    {
    }

    /// <summary>Reads with a consumer of somebody else's.</summary>
    internal PartitionReader(
        KafkaCluster cluster, TopicPartition place, bool allowGaps,
        Func<MessageBytes, MessageBytes, IConsumer<int, int>> open)
    {
        (_cluster, _place, _allowGaps) = (cluster, place, allowGaps);
        _consumer = open(Key, Value);
    }

    /// <summary>The key of the last message.</summary>
    public MessageBytes Key { get; } = new();

    /// <summary>The value of the last message.</summary>
    public MessageBytes Value { get; } = new();

    /// <summary>Goes to an offset, unless it stands there.</summary>
    public void Begin(long offset)
    {
        if (_next != offset)
        {
            _kept = null;
            _consumer.Assign(new TopicPartitionOffset(_place, offset));
            _next = offset;
        }
    }

    /// <summary>The next message before an offset, which is there or will be soon; null where there is none.</summary>
    /// <exception cref="DataFormatException">Offsets are missing, or messages have been deleted.</exception>
    /// <exception cref="IOException">The cluster does not answer.</exception>
    public ConsumeResult<int, int>? Next(long end, CancellationToken cancellation)
    {
        while (_next < end)
        {
            var found = _kept ?? Poll(cancellation);
            _kept = null;
            var offset = found.Offset.Value;
            if (offset > _next && !_allowGaps)
            {
                throw Gap(offset);
            }

            if (offset >= end)
            {
                // What stood before is no longer there, or was never a message.
                _kept = found.IsPartitionEOF ? null : found;
                _next = end;
                return null;
            }

            if (!found.IsPartitionEOF && offset >= _next)
            {
                _next = offset + 1;
                return found;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _consumer.Dispose();

    static ConsumerConfig Settings(KafkaCluster cluster, string fields) => new()
    {
        GroupId = "alink", // The client asks for one; nothing is ever committed to it.
        EnableAutoCommit = false,
        EnableAutoOffsetStore = false,
        AutoOffsetReset = AutoOffsetReset.Error,
        IsolationLevel = IsolationLevel.ReadCommitted,
        EnablePartitionEof = true,
        ConsumeResultFields = fields,

        // There is a consumer for each partition: each fetches ahead less than if it were the only one.
        QueuedMaxMessagesKbytes = cluster.Settings.ContainsKey("queued.max.messages.kbytes") ? null : 16 << 10,
        FetchWaitMaxMs = cluster.Settings.ContainsKey("fetch.wait.max.ms") ? null : 50,
    };

    ConsumeResult<int, int> Poll(CancellationToken cancellation)
    {
        for (var waited = TimeSpan.Zero; waited < _cluster.Timeout; waited += Slice)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (_consumer.Consume(Slice) is { } found)
                {
                    return found;
                }
            }
            catch (ConsumeException exception)
            {
                var expected = _next;
                _next = -1; // The consumer is told anew where to stand.
                throw exception.Error.Code is ErrorCode.Local_AutoOffsetReset or ErrorCode.OffsetOutOfRange
                    ? Lost(expected)
                    : _cluster.Failed($"Reading {Where} at offset {expected}", exception.Error);
            }
        }

        var at = _next;
        _next = -1;
        throw new IOException(
            $"No row of {Where} has come from {_cluster} for {_cluster.Timeout.TotalSeconds:0.#} seconds, and at "
            + $"offset {at} there should be one.");
    }

    string Where => $"topic '{_place.Topic}', partition {_place.Partition.Value}";

    DataFormatException Gap(long found)
    {
        var expected = _next;
        _next = -1;
        return new(
            $"Offset {expected} was expected, and offset {found} was found. Topics that are compacted, or written in "
            + $"transactions, have such gaps: {nameof(KafkaSource.AllowGaps)} takes them for what they are.",
            Where);
    }

    DataFormatException Lost(long expected)
    {
        try
        {
            var there = _consumer.QueryWatermarkOffsets(_place, _cluster.Timeout);
            return expected < there.Low.Value
                ? new($"The rows from offset {expected} to {there.Low.Value - 1} have been deleted by the topic's "
                    + "retention before they were read.", Where)
                : new($"Offset {expected} was expected, and the partition ends at offset {there.High.Value}: "
                    + "the topic has been made anew, or its last rows were lost.", Where);
        }
        catch (KafkaException)
        {
            return new($"The rows at offset {expected} are no longer there.", Where);
        }
    }
}
