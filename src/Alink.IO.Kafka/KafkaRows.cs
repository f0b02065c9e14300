using System.Text.Unicode;
using Confluent.Kafka;

namespace Alink.IO;

/// <summary>Makes the messages of a partition into tables.</summary>
sealed class KafkaRows(KafkaSource source, RecordParser parser, PartitionReader reader, string topic, int partition)
    : IDisposable
{
    readonly Schema _schema = source.Schema;
    StringColumnBuilder _keys = new(0);
    long[] _offsets = [];
    DateTimeOffset[] _times = [];

    /// <summary>Taken by whoever reads.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Goes to an offset.</summary>
    public void Begin(long offset) => reader.Begin(offset);

    /// <summary>The next rows before an offset; null where there are none left.</summary>
    /// <param name="end">The offset.</param>
    /// <param name="most">The most rows.</param>
    /// <param name="reject">Takes each message that cannot be read; null where the first one is an error.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public Table? Next(long end, int most, Action<RejectedRecord>? reject, CancellationToken cancellation)
    {
        _keys = new(source.Key is null ? 0 : most);
        _offsets = source.Offset is null ? [] : new long[most];
        _times = source.Timestamp is null ? [] : new DateTimeOffset[most];
        parser.Reserve(most);
        var rows = 0;
        while (rows < most && reader.Next(end, cancellation) is { } message)
        {
            rows += TryTake(rows, message, reject) ? 1 : 0;
        }

        if (rows == 0)
        {
            return null;
        }

        var values = parser.Build(rows);
        return new(
            _schema,
            [
                .. parser.Schema.Fields.Select(field => values.Data(field.Name)),
                .. source.Fields().Select(field => Column(field, rows)),
            ]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.Dispose();
        Turn.Dispose();
    }

    bool TryTake(int row, ConsumeResult<int, int> message, Action<RejectedRecord>? reject)
    {
        var value = reader.Value.Span;
        string? column = null;
        ReadOnlySpan<byte> text = value[..Math.Min(value.Length, 256)];
        var wrong = reader.Value.IsNull ? "The message has no value."
            : value.Length > source.MostBytes
                ? $"The message has {value.Length} bytes, above {nameof(KafkaSource.MostBytes)} = {source.MostBytes}."
            : source.Key is not null && !Utf8.IsValid(reader.Key.Span) ? "The message's key is not valid UTF-8."
            : parser.Parse(row, value, out column, out text);
        if (wrong is not null)
        {
            Reject(reject, new(message.Offset.Value, column, wrong, reader.Value.Span.ToArray()), text);
            return false;
        }

        if (source.Key is not null)
        {
            AddKey();
        }

        if (source.Offset is not null)
        {
            _offsets[row] = message.Offset.Value;
        }

        if (source.Timestamp is not null)
        {
            _times[row] = DateTimeOffset.FromUnixTimeMilliseconds(message.Message.Timestamp.UnixTimestampMs);
        }

        return true;
    }

    void AddKey()
    {
        if (reader.Key.IsNull)
        {
            _keys.AppendMissing();
        }
        else
        {
            _keys.Append(reader.Key.Span);
        }
    }

    void Reject(Action<RejectedRecord>? reject, RejectedRecord record, ReadOnlySpan<byte> text)
    {
        if (reject is null)
        {
            throw new DataFormatException(
                record.Reason, $"topic '{topic}', partition {partition}, offset {record.Position}", column: record.Column,
                text: System.Text.Encoding.UTF8.GetString(text[..Math.Min(text.Length, 256)]));
        }

        reject(record);
    }

    ColumnData Column(Field field, int rows) => field.Name switch
    {
        var name when name == source.Key?.Name => _keys.Build(),
        var name when name == source.Topic?.Name => new StringColumn(new int[rows], StringColumn.Of(topic)),
        var name when name == source.Partition?.Name => Filled(partition, rows),
        var name when name == source.Offset?.Name => new FixedColumn<long>(_offsets.AsMemory(0, rows)),
        _ => new FixedColumn<DateTimeOffset>(_times.AsMemory(0, rows)),
    };

    static FixedColumn<int> Filled(int value, int rows)
    {
        var values = new int[rows];
        Array.Fill(values, value);
        return new(values);
    }
}
