using System.Text;
using Confluent.Kafka;

namespace Alink.IO;

/// <summary>Writes rows to a Kafka topic, each as one message, and each exactly once.</summary>
/// <remarks>
/// <para>
/// Each message says in the header <c>alink</c> which row it is: <c>name/epoch/row/partitions</c>. When it is opened,
/// the sink reads the ends of the partitions back, and after a crash goes on behind the last row that stands there.
/// With transactions, which are the default, an epoch is one transaction under the name of the sink: whoever reads what
/// is committed sees all of an epoch or nothing, and a process that was thought dead can write no more. Without them, a
/// reader may see an epoch grow, and two processes that write under one name at the same time may write a row twice,
/// which a reader can tell by the header.
/// </para>
/// <para>
/// A row goes to the partition of its key, as Kafka's own clients choose it (murmur2); without keys, rows go to the
/// partitions in turn. Partitions that are added are used once the sink is opened again. The last messages of the sink
/// must stay in the topic as long as the job may go on: a topic that is emptied in between has lost what the sink knew.
/// A job that begins anew is refused where it meets its former epochs, and needs a sink of another name.
/// </para>
/// </remarks>
/// <param name="cluster">Where the topic is.</param>
/// <param name="topic">The topic, which must be there.</param>
/// <param name="name">Tells the rows of this sink, of one stream of one job, from those of others.</param>
public sealed class KafkaSink(KafkaCluster cluster, string topic, string name) : IStreamSink, IDisposable
{
    /// <summary>How many epochs a job can fall back at most, where its last checkpoints are damaged.</summary>
    const long MostBack = 100;

    static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);

    IProducer<byte[]?, byte[]?>? _producer;
    KafkaTopic? _topic;
    WrittenRow?[] _written = [];
    Error? _failed;

    /// <summary>What the messages' values hold. Default: JSON of all columns.</summary>
    public KafkaFormat Format { get; init; } = KafkaFormat.Json();

    /// <summary>The text that is the key of a row's message, and decides its partition; null, the default: none.</summary>
    public Column<string>? Key { get; init; }

    /// <summary>Whether each epoch is a transaction. Default: true. Clusters that allow none need false.</summary>
    public bool IsTransactional { get; init; } = true;

    /// <inheritdoc/>
    /// <exception cref="IOException">The cluster does not answer, or has no such topic.</exception>
    /// <exception cref="DataFormatException">A row makes a message that is longer than the cluster takes, or the epoch
    /// was written before with other rows.</exception>
    public async ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
    {
        try
        {
            if (_producer is null)
            {
                await OpenAsync(cancellation).ConfigureAwait(false);
            }

            Write(epoch, rows, cancellation);
        }
        catch (Exception exception)
        {
            Close(); // How far it came is read from the topic before the next write.
            if (exception is KafkaException kafka)
            {
                throw cluster.Failed($"Writing epoch {epoch} to topic '{topic}'", kafka.Error);
            }

            throw;
        }
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => Close();

    async Task OpenAsync(CancellationToken cancellation)
    {
        _failed = null;
        _topic = new(cluster, topic);
        _producer = cluster.Open(() => new ProducerBuilder<byte[]?, byte[]?>(cluster.Configure(Settings()))
            .SetKeySerializer(Serializers.ByteArray!).SetValueSerializer(Serializers.ByteArray!)
            .SetLogHandler((_, line) => cluster.Tell(line)).SetErrorHandler((_, error) => cluster.Tell(error)).Build());
        if (IsTransactional)
        {
            _producer.InitTransactions(cluster.Timeout); // Whoever wrote under this name can no longer do so.
        }

        _written = await WrittenRows.FindAsync(_topic, name, cancellation).ConfigureAwait(false);
        if (_written.Length == 0)
        {
            throw new IOException($"There is no topic '{topic}' at {cluster}.");
        }
    }

    ProducerConfig Settings()
    {
        var settings = new ProducerConfig
        {
            EnableIdempotence = true,
            EnableGaplessGuarantee = true, // What follows a message that could not be written is not written either.
            EnableDeliveryReports = !IsTransactional,
            DeliveryReportFields = "none",
        };
        if (IsTransactional)
        {
            settings.TransactionalId = name;
        }

        return settings;
    }

    void Write(long epoch, IReadOnlyList<Table> tables, CancellationToken cancellation)
    {
        // An epoch that was begun before a crash goes over as many partitions as it did then.
        var begun = Array.Find(_written, last => last?.Mark.Epoch == epoch);
        var partitions = begun?.Mark.Partitions ?? _written.Length;
        var written = (WrittenRow?[])_written.Clone();
        if (_written.Max(last => last?.Mark.Epoch) is { } latest && epoch < latest - MostBack)
        {
            throw Anew(epoch, $"epoch {latest} stands there already");
        }

        var row = 0L;
        var isOpen = false;
        foreach (var table in tables)
        {
            var values = Format.Encode(table);
            var keys = Key is { } key ? (StringColumn)table.Values(key) : null;
            for (var i = 0; i < table.RowCount; i++, row++)
            {
                var partition = keys is null || keys.IsMissing(i)
                    ? (int)(row % partitions) : Murmur2.PartitionOf(keys.Utf8(i), partitions);
                byte[]? value = values.IsMissing(i) ? null : values.Utf8(i).ToArray();
                if (_written[partition] is { } last && last.Mark.Covers(epoch, row))
                {
                    if (last.Mark.Epoch == epoch && last.Mark.Row == row && !value.AsSpan().SequenceEqual(last.Value))
                    {
                        throw Anew(epoch, $"row {row} of that epoch stands there with other values");
                    }

                    continue;
                }

                if (!isOpen && IsTransactional)
                {
                    _producer!.BeginTransaction();
                }

                isOpen = true;
                var now = new EpochMark(epoch, row, partitions);
                Produce(partition, new()
                {
                    Key = keys is null || keys.IsMissing(i) ? null : keys.Utf8(i).ToArray(),
                    Value = value,
                    Headers = now.ToHeaders(name),
                }, now, cancellation);
                written[partition] = new(now, value);
            }
        }

        if (isOpen)
        {
            Finish(cancellation);
            _written = written;
        }
    }

    DataFormatException Anew(long epoch, string why) => new(
        $"Epoch {epoch} of '{name}' cannot be written: {why}. The rows are of another job, or of one that began anew: "
        + "give its sink another name.", $"topic '{topic}'");

    void Produce(int partition, Message<byte[]?, byte[]?> message, EpochMark mark, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                _producer!.Produce(new TopicPartition(topic, partition), message, IsTransactional ? null : Delivered);
                return;
            }
            catch (KafkaException exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                cancellation.ThrowIfCancellationRequested();
                ThrowIfFailed();
                _producer!.Poll(Slice);
            }
            catch (KafkaException exception) when (exception.Error.Code == ErrorCode.MsgSizeTooLarge)
            {
                var value = message.Value ?? [];
                throw new DataFormatException(
                    $"Row {mark.Row} of epoch {mark.Epoch} makes a message of {value.Length} bytes, and the setting "
                    + "message.max.bytes allows fewer.", $"topic '{topic}', partition {partition}",
                    text: Encoding.UTF8.GetString(value.AsSpan(0, Math.Min(256, value.Length))));
            }
        }
    }

    void Finish(CancellationToken cancellation)
    {
        if (IsTransactional)
        {
            _producer!.CommitTransaction(cluster.Timeout);
            return;
        }

        for (var waited = TimeSpan.Zero; _producer!.Flush(Slice) > 0; waited += Slice)
        {
            cancellation.ThrowIfCancellationRequested();
            ThrowIfFailed();
            if (waited >= cluster.Timeout)
            {
                throw cluster.Failed($"Writing to topic '{topic}'", new(ErrorCode.Local_TimedOut));
            }
        }

        ThrowIfFailed();
    }

    void Delivered(DeliveryReport<byte[]?, byte[]?> report) => _failed ??= report.Error.IsError ? report.Error : null;

    void ThrowIfFailed()
    {
        if (_failed is { } error)
        {
            throw cluster.Failed($"Writing to topic '{topic}'", error);
        }
    }

    void Close()
    {
        _producer?.Dispose();
        _topic?.Dispose();
        (_producer, _topic) = (null, null);
    }
}
