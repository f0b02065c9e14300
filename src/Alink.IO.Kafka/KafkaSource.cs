using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Confluent.Kafka.Admin;

namespace Alink.IO;

/// <summary>Rows from a Kafka topic, each message one row. Offsets are kept in the job's checkpoints alone.</summary>
/// <remarks>
/// <para>
/// Partitions are read at the same time, each by a consumer of its own that stays open: a job reads no faster than its
/// operators and sinks take rows, and nothing is committed to the cluster. An epoch takes as many rows of each
/// partition as there are, up to a fair share of the rows that it may have; its rows come partition by partition, in the
/// order of their offsets. The position of partition 0 of topic <c>clicks</c> is called <c>clicks/0</c>.
/// </para>
/// <para>
/// Messages that the retention deletes before they are read, offsets that are missing, and a topic that was made anew
/// are errors that name topic, partition and offset, and end the job; rows are never passed over silently. While brokers
/// are away the source waits for <see cref="KafkaCluster.Timeout"/>, and then fails in a way that a restart may mend.
/// Only what transactions have committed is read.
/// </para>
/// <para>A message that cannot be read is an error as well, unless the stream takes what is rejected.</para>
/// </remarks>
/// <example>
/// <code>
/// using var clicks = new KafkaSource(
///     new("localhost:9092"), "clicks", () => RecordParser.Json(SchemaText.Parse("user STRING, clicked INT")));
/// TableStream.From(clicks).Schema.Fields.Length // => 2
/// </code>
/// </example>
public sealed class KafkaSource : IRejectingSource, IDisposable
{
    readonly KafkaCluster _cluster;
    readonly string _topic;
    readonly Func<RecordParser> _parser;
    readonly Schema _values;
    readonly Lazy<KafkaTopic> _client;
    readonly ConcurrentDictionary<int, KafkaRows> _readers = [];
    readonly SortedDictionary<int, long> _starts = [];

    /// <summary>Reads a topic.</summary>
    /// <param name="cluster">Where it is.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="parser">Makes a parser of the messages' values, one for each partition.</param>
    public KafkaSource(KafkaCluster cluster, string topic, Func<RecordParser> parser)
    {
        ArgumentException.ThrowIfNullOrEmpty(topic);
        (_cluster, _topic, _parser) = (cluster, topic, parser);
        _values = parser().Schema;
        _client = new(() => new(cluster, topic));
    }

    /// <summary>Where a job begins that has no checkpoint yet. Default: with the first rows that there are.</summary>
    public KafkaStart Start { get; init; } = KafkaStart.Earliest;

    /// <summary>
    /// Where the stream ends: the offset after the last row, by partition, for instance from <see cref="EndsAsync"/>;
    /// a partition that is not among them is not read. Null, the default: it never ends.
    /// </summary>
    public IReadOnlyDictionary<int, long>? End { get; init; }

    /// <summary>Where the key of each message goes, as text; null, the default: nowhere.</summary>
    public Column<string>? Key { get; init; }

    /// <summary>Where the topic goes; null, the default: nowhere.</summary>
    public Column<string>? Topic { get; init; }

    /// <summary>Where the partition of each message goes; null, the default: nowhere.</summary>
    public Column<int>? Partition { get; init; }

    /// <summary>Where the offset of each message goes; null, the default: nowhere.</summary>
    public Column<long>? Offset { get; init; }

    /// <summary>Where the timestamp of each message goes, in UTC; null, the default: nowhere.</summary>
    public Column<DateTimeOffset>? Timestamp { get; init; }

    /// <summary>
    /// Whether offsets may be missing, as they do where a topic is compacted or written in transactions. Default:
    /// false, and the first offset that is missing is an error. Of a range with gaps, fewer rows come than were planned.
    /// </summary>
    public bool AllowGaps { get; init; }

    /// <summary>The most bytes of a message's value; a longer one is a bad one. At least 1. Default: 16 MiB.</summary>
    public int MostBytes { get; init => field = Require.AtLeast(1, value); } = 16 << 20;

    /// <summary>The most rows of a batch; at least 1. Default: 8,192.</summary>
    public int RowsPerBatch { get; init => field = Require.AtLeast(1, value); } = 8192;

    /// <summary>How often the topic is asked for new rows when there are none; above 0. Default: 100 ms.</summary>
    public TimeSpan Period
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(
            nameof(Period), value, $"{nameof(Period)} must be above 0.");
    } = TimeSpan.FromMilliseconds(100);

    /// <summary>The columns of the values, and then key, topic, partition, offset and timestamp, where asked for.</summary>
    public Schema Schema => new([.. _values.Fields, .. Fields()]);

    /// <summary>Where the partitions end now, so that a job can be told to end there.</summary>
    /// <exception cref="IOException">The cluster does not answer, or has no such topic.</exception>
    public async Task<ImmutableSortedDictionary<int, long>> EndsAsync(CancellationToken cancellation = default)
    {
        var partitions = Partitions();
        var ends = await _client.Value.OffsetsAsync(partitions, OffsetSpec.Latest()).WaitAsync(cancellation)
            .ConfigureAwait(false);
        return partitions.Zip(ends).ToImmutableSortedDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <inheritdoc/>
    /// <exception cref="DataFormatException">A partition is gone, or ends before its position.</exception>
    /// <exception cref="IOException">The cluster does not answer, or has no such topic.</exception>
    public async ValueTask<StreamPlan> PlanAsync(
        IReadOnlyDictionary<string, long> positions, long rows, CancellationToken cancellation)
    {
        var ends = await EndsAsync(cancellation).ConfigureAwait(false);
        foreach (var position in positions.Keys.Where(name => !ends.Keys.Any(partition => NameOf(partition) == name)))
        {
            throw new DataFormatException("The partition is no longer there.", position);
        }

        await BeginAsync(ends, positions, cancellation).ConfigureAwait(false);
        int[] partitions = [.. ends.Keys.Where(partition => End?.ContainsKey(partition) != false)];
        var from = partitions.Select(partition =>
            positions.GetValueOrDefault(NameOf(partition), _starts.GetValueOrDefault(partition))).ToArray();
        var there = new long[partitions.Length];
        for (var i = 0; i < there.Length; i++)
        {
            var end = ends[partitions[i]];
            if (end < from[i])
            {
                throw new DataFormatException(
                    $"Offset {from[i]} was to be read next, and the partition ends at offset {end}: "
                    + "the topic has been made anew, or its last rows were lost.", NameOf(partitions[i]));
            }

            there[i] = Math.Max(0, (End is null ? end : Math.Min(end, End[partitions[i]])) - from[i]);
        }

        var shares = FairShares.Of(there, rows);
        var ranges = new List<StreamRange>();
        for (var i = 0; i < shares.Length; i++)
        {
            // Where a partition begins is noted even while it has no rows.
            if (shares[i] > 0 || !positions.ContainsKey(NameOf(partitions[i])))
            {
                ranges.Add(new(NameOf(partitions[i]), from[i], from[i] + shares[i], shares[i]));
            }
        }

        var hasEnded = End is not null && End.All(end => Array.IndexOf(partitions, end.Key) is >= 0 and var i
            && from[i] + shares[i] >= end.Value);
        return new(ranges, hasEnded, there.Sum() - shares.Sum());
    }

    /// <inheritdoc/>
    public IEnumerable<Table> Read(StreamRange range, CancellationToken cancellation) =>
        ReadRange(range, null, cancellation);

    /// <inheritdoc/>
    public IEnumerable<Table> Read(StreamRange range, Action<RejectedRecord> reject, CancellationToken cancellation) =>
        ReadRange(range, reject, cancellation);

    IEnumerable<Table> ReadRange(StreamRange range, Action<RejectedRecord>? reject, CancellationToken cancellation)
    {
        if (range.From == range.To)
        {
            yield break;
        }

        var number = range.Partition.AsSpan(range.Partition.LastIndexOf('/') + 1);
        var reader = _readers.GetOrAdd(int.Parse(number, CultureInfo.InvariantCulture), Open);
        reader.Turn.Wait(cancellation);
        try
        {
            reader.Begin(range.From);
            while (reader.Next(range.To, RowsPerBatch, reject, cancellation) is { } rows)
            {
                yield return rows;
            }
        }
        finally
        {
            reader.Turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask WaitAsync(TimeProvider time, CancellationToken cancellation) =>
        await Task.Delay(Period, time, cancellation).ConfigureAwait(false);

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        foreach (var reader in _readers.Values)
        {
            reader.Dispose();
        }

        _readers.Clear();
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    /// <summary>The columns that come with every message.</summary>
    internal IEnumerable<Field> Fields()
    {
        if (Key is { } key)
        {
            yield return new(key.Name, DataType.String) { IsNullable = true };
        }

        if (Topic is { } topic)
        {
            yield return new(topic.Name, DataType.String);
        }

        if (Partition is { } partition)
        {
            yield return new(partition.Name, DataType.Int32);
        }

        if (Offset is { } offset)
        {
            yield return new(offset.Name, DataType.Int64);
        }

        if (Timestamp is { } timestamp)
        {
            yield return new(timestamp.Name, DataType.DateTimeOffset);
        }
    }

    string NameOf(int partition) => string.Create(CultureInfo.InvariantCulture, $"{_topic}/{partition}");

    KafkaRows Open(int partition) => new(
        this, _parser(), new(_cluster, new(_topic, partition), AllowGaps, Timestamp is null ? "none" : "timestamp"),
        _topic, partition);

    int[] Partitions() => _client.Value.Partitions() is { Length: > 0 } partitions ? partitions
        : throw new IOException($"There is no topic '{_topic}' at {_cluster}.");

    /// <summary>Finds out where partitions begin that have no position yet.</summary>
    async Task BeginAsync(
        ImmutableSortedDictionary<int, long> ends, IReadOnlyDictionary<string, long> positions,
        CancellationToken cancellation)
    {
        int[] unknown = [.. ends.Keys.Where(partition =>
            !positions.ContainsKey(NameOf(partition)) && !_starts.ContainsKey(partition))];
        if (unknown.Length == 0)
        {
            return;
        }

        var isFirst = positions.Count == 0 && _starts.Count == 0;
        var earliest = await _client.Value.OffsetsAsync(unknown, OffsetSpec.Earliest())
            .WaitAsync(cancellation).ConfigureAwait(false);
        var later = isFirst && Start.Time is { } time
            ? await _client.Value.OffsetsAsync(unknown, OffsetSpec.ForTimestamp(time.ToUnixTimeMilliseconds()))
                .WaitAsync(cancellation).ConfigureAwait(false)
            : null;
        for (var i = 0; i < unknown.Length; i++)
        {
            var partition = unknown[i];
            _starts[partition] = !isFirst ? earliest[i]
                : Start.IsLatest ? ends[partition]
                : later is not null ? later[i] >= 0 ? later[i] : ends[partition]
                : Start.Offsets is { } offsets ? offsets.GetValueOrDefault(partition, earliest[i])
                : earliest[i];
        }
    }
}
