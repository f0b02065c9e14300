using System.Collections.Immutable;
using System.Text;
using Alink.IO;
using Alink.Runtime;
using Confluent.Kafka;

namespace Alink.Tests.IO.Kafka;

[Collection(Clusters.Name)]
public sealed class KafkaSourceTest(Cluster cluster) : IDisposable
{
    static readonly Schema Schema = new(new Field("x", DataType.Int64));

    internal static readonly ImmutableSortedDictionary<string, long> Nowhere = ImmutableSortedDictionary<string, long>.Empty;

    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_row_comes_with_its_key_topic_partition_offset_and_time()
    {
        var topic = cluster.Topic(2);
        cluster.Write(topic, 0, Json(1));
        cluster.WriteMessages(topic, 1,
        [
            new() { Key = "anna"u8.ToArray(), Value = Encoding.UTF8.GetBytes(Json(2)), Timestamp = new(1_700_000_000_123, TimestampType.CreateTime) },
            new() { Value = Encoding.UTF8.GetBytes(Json(3)), Timestamp = new(1_700_000_000_456, TimestampType.CreateTime) },
        ]);
        using var source = new KafkaSource(cluster.Kafka, topic, Parser)
        {
            Key = "message_key",
            Topic = "topic",
            Partition = "topic_partition",
            Offset = "partition_offset",
            Timestamp = "time",
        };

        var plan = await source.PlanAsync(Nowhere, 100, default);
        var rows = Table.Concat([.. plan.Ranges.SelectMany(range => source.Read(range, default))]);

        Assert.Equal([new($"{topic}/0", 0, 1, 1), new($"{topic}/1", 0, 2, 2)], plan.Ranges);
        Assert.False(plan.HasEnded);
        Assert.Equal(source.Schema.ToString(), rows.Schema.ToString());
        Assert.Equal([1, 2, 3], rows.Values<long>("x").ToArray());
        Assert.Equal(new string?[] { null, "anna", null }, rows.Values<string>("message_key").ToArray());
        Assert.Equal([topic, topic, topic], rows.Values<string>("topic").ToArray());
        Assert.Equal([0, 1, 1], rows.Values<int>("topic_partition").ToArray());
        Assert.Equal([0, 0, 1], rows.Values<long>("partition_offset").ToArray());
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123), rows.Values<DateTimeOffset>("time")[1]);
    }

    [Fact]
    public async Task A_job_reads_every_row_once_through_stops_and_keeps_its_offsets_in_its_checkpoints()
    {
        var topic = cluster.Topic(3);
        Fill(topic, 0, 0, 40);
        Fill(topic, 1, 100, 50);
        var sink = new Values();
        for (var rows = 90; rows <= 100; rows += 10)
        {
            using var source = new KafkaSource(cluster.Kafka, topic, Parser);
            var job = new StreamJob
            {
                Options = new()
                {
                    Checkpoints = _folder,
                    Trigger = StreamTrigger.AsRowsCome with { MostRows = 20 },
                    Workers = rows == 90 ? 1 : 3,
                },
            };
            sink.Written = () =>
            {
                if (sink.All.Count >= rows)
                {
                    job.Stop();
                }
            };
            await job.Write(TableStream.From(source), sink).RunAsync();

            Assert.Equal(rows, sink.All.Count);
            Fill(topic, 2, 200, 10);
        }

        Assert.Equal([.. Enumerable.Range(0, 40), .. Enumerable.Range(100, 50), .. Enumerable.Range(200, 10)], sink.All.Order());
        Assert.Equal(sink.All.Where(x => x < 100).Order(), sink.All.Where(x => x < 100)); // Each partition in its order.
    }

    [Fact]
    public async Task Several_partitions_are_read_at_the_same_time()
    {
        var topic = cluster.Topic(2);
        Fill(topic, 0, 0, 10);
        Fill(topic, 1, 10, 10);
        using var meet = new Barrier(2);
        using var source = new KafkaSource(cluster.Kafka, topic, Parser);
        using var end = new KafkaSource(cluster.Kafka, topic, Parser) { End = await source.EndsAsync() };
        var rows = 0;

        // Each partition's first batch waits for the other's.
        var stream = TableStream.From(end).Select(batch =>
        {
            Assert.True(batch.RowCount == 0 || meet.SignalAndWait(TimeSpan.FromSeconds(20)));
            Interlocked.Add(ref rows, batch.RowCount);
            return batch;
        });
        await new StreamJob { Options = new() { Workers = 2 } }.Run(stream.Select(batch => batch)).RunAsync();

        Assert.Equal(20, rows);
    }

    [Theory]
    [InlineData("5 5 5", 9, "3 3 3")]
    [InlineData("1 9 9", 9, "1 4 4")]
    [InlineData("0 2 20", 10, "0 2 8")]
    [InlineData("5 5 5", 2, "1 1 0")]
    [InlineData("5 5 5", 100, "5 5 5")]
    public void Partitions_share_an_epoch_in_rounds(string there, long rows, string shares) => Assert.Equal(
        shares, string.Join(' ', FairShares.Of([.. there.Split(' ').Select(long.Parse)], rows)));

    [Fact]
    public async Task Rows_go_on_after_brokers_were_restarted()
    {
        var topic = cluster.Topic(2);
        Fill(topic, 0, 0, 20);
        Fill(topic, 1, 20, 20);
        using var source = new KafkaSource(cluster.Kafka, topic, Parser);
        using var end = new KafkaSource(cluster.Kafka, topic, Parser) { End = await source.EndsAsync() };
        var sink = new Values();
        sink.Written = () =>
        {
            cluster.Tell("down");
            cluster.Tell("up");
            sink.Written = null;
        };

        await new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(10) } }.Write(TableStream.From(end), sink).RunAsync();

        Assert.Equal(Enumerable.Range(0, 40).Select(x => (long)x), sink.All.Order());
    }

    [Fact]
    public async Task Brokers_that_do_not_answer_are_an_error_that_a_restart_may_mend()
    {
        var topic = cluster.Topic(1);
        Fill(topic, 0, 0, 5);
        using var source = new KafkaSource(new(cluster.Servers) { Timeout = TimeSpan.FromSeconds(1) }, topic, Parser);
        await source.EndsAsync();
        cluster.Tell("down");
        try
        {
            await Assert.ThrowsAsync<IOException>(async () => await source.PlanAsync(Nowhere, 100, default));
            Assert.Contains(
                "at offset 0 there should be one",
                Assert.Throws<IOException>(() => source.Read(new($"{topic}/0", 0, 5, 5), default).ToList()).Message);
        }
        finally
        {
            cluster.Tell("up");
        }

        Assert.Equal(5, source.Read(new($"{topic}/0", 0, 5, 5), default).Sum(rows => rows.RowCount));
    }

    [Fact]
    public async Task A_slow_sink_holds_the_source_back_and_nothing_is_dropped()
    {
        var topic = cluster.Topic(1);
        Fill(topic, 0, 0, 1000);
        var read = 0;
        using var source = new KafkaSource(cluster.Kafka, topic, Parser);
        using var end = new KafkaSource(cluster.Kafka, topic, Parser) { End = await source.EndsAsync() };
        var sink = new Values();
        sink.Written = () => Assert.Equal(sink.All.Count, read); // Nothing is read while the sink writes.
        var stream = TableStream.From(end).Select(rows =>
        {
            read += rows.RowCount;
            return rows;
        });

        await new StreamJob { Options = new() { Trigger = StreamTrigger.EveryRows(100) } }.Write(stream, sink).RunAsync();

        Assert.Equal(1000, sink.All.Count);
    }

    [Fact]
    public async Task Csv_and_text_are_read_as_well()
    {
        var topic = cluster.Topic(1);
        cluster.Write(topic, 0, "1,\"a,b\"", "2,c");
        using var csv = new KafkaSource(cluster.Kafka, topic, () => RecordParser.Csv(SchemaText.Parse("x LONG, name STRING")));
        using var text = new KafkaSource(cluster.Kafka, topic, () => RecordParser.Text("message"));
        var range = (await csv.PlanAsync(Nowhere, 100, default)).Ranges.Single();

        Assert.Equal(["a,b", "c"], csv.Read(range, default).Single().Values<string>("name").ToArray());
        Assert.Equal(["1,\"a,b\"", "2,c"], text.Read(range, default).Single().Values<string>("message").ToArray());
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_named()
    {
        using var source = new KafkaSource(cluster.Kafka, "nothing", Parser);

        Assert.Contains("'nothing'", (await Assert.ThrowsAsync<IOException>(() => source.EndsAsync())).Message);
    }

    [Fact]
    public async Task Passwords_stand_in_no_error_and_in_no_log()
    {
        var told = new List<string>();
        KafkaCluster Guarded(string name, string value) => new(cluster.Servers)
        {
            Settings = ImmutableSortedDictionary<string, string>.Empty.Add("sasl.password", "hunter2").Add("sasl.username", "anna")
                .Add("security.protocol", "SASL_PLAINTEXT").Add("sasl.mechanism", "PLAIN").Add(name, value),
            Timeout = TimeSpan.FromSeconds(1),
            Log = line =>
            {
                lock (told)
                {
                    told.Add(line);
                }
            },
        };
        using var refused = new KafkaSource(Guarded("debug", "security,conf"), "topic", Parser);
        using var wrong = new KafkaSource(Guarded("security.protocolx", "hunter2"), "topic", Parser);

        var errors = new[]
        {
            await Assert.ThrowsAsync<IOException>(() => refused.EndsAsync()),
            await Assert.ThrowsAsync<ArgumentException>(() => wrong.EndsAsync()),
            (Exception)Assert.Throws<IOException>(() => refused.Read(new("topic/0", 0, 1, 1), default).ToList()),
        };

        lock (told)
        {
            Assert.NotEmpty(told);
            Assert.All(told, line => Assert.DoesNotContain("hunter2", line));
        }

        Assert.All(errors, error => Assert.DoesNotContain("hunter2", error.ToString()));
        Assert.Contains("security.protocolx", errors[1].Message);
    }

    internal static RecordParser Parser() => RecordParser.Json(Schema);

    internal static string Json(long x) => $"{{\"x\":{x}}}";

    void Fill(string topic, int partition, int first, int count) =>
        cluster.Write(topic, partition, Enumerable.Range(first, count).Select(x => Json(x)));
}
