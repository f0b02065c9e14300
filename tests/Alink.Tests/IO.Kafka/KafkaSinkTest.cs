using System.Text;
using Alink.IO;
using Confluent.Kafka;

namespace Alink.Tests.IO.Kafka;

[Collection(Clusters.Name)]
public sealed class KafkaSinkTest(Cluster cluster)
{
    static readonly Table Rows = Table.Of("x", [.. Enumerable.Range(0, 10).Select(x => (long)x)]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_go_to_the_partitions_in_turn_and_say_which_they_are(bool transactional)
    {
        var topic = cluster.Topic(3);
        using var sink = Sink(topic, transactional);

        await sink.WriteAsync(1, [Rows.Slice(0, 4), Rows.Slice(4, 6)], default);

        Assert.Equal(["{\"x\":1}", "{\"x\":4}", "{\"x\":7}"], cluster.Read(topic, 1).Select(message => message.Value));
        Assert.Equal("job/sink/1/4/3", Mark(cluster.Read(topic, 1)[1]));
        Assert.Equal(10, All(topic, 3).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_epoch_that_is_written_again_changes_nothing(bool transactional)
    {
        var topic = cluster.Topic(3);
        using (var sink = Sink(topic, transactional))
        {
            await sink.WriteAsync(1, [Rows], default);
            await sink.WriteAsync(3, [Rows], default);
            await sink.WriteAsync(3, [Rows], default);
        }

        using var again = Sink(topic, transactional);
        await again.WriteAsync(3, [Rows], default);
        await again.WriteAsync(4, [Rows.Slice(0, 2)], default);

        Assert.Equal(22, All(topic, 3).Count);
        Assert.Equal(22, All(topic, 3).Select(Mark).Distinct().Count());
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 5)]
    [InlineData(false, 1)]
    [InlineData(false, 10)]
    public async Task An_epoch_that_a_crash_cut_off_is_completed(bool transactional, int begun)
    {
        var topic = cluster.Topic(3);
        using (var sink = Sink(topic, transactional))
        {
            await sink.WriteAsync(7, [Rows], default);
        }

        // What stands there when a process dies: of each partition the first rows, of some more than of others.
        for (var partition = 0; partition < 3; partition++)
        {
            cluster.WriteMessages(topic, partition, Enumerable.Range(0, begun)
                .Where(row => row % 3 == partition && (partition != 1 || row < begun - 3))
                .Select(row => Marked(row, $"job/sink/8/{row}/3")));
        }

        using var next = Sink(topic, transactional);
        await next.WriteAsync(8, [Rows], default);

        for (var partition = 0; partition < 3; partition++)
        {
            var messages = cluster.Read(topic, partition);
            var values = messages.Select(message => message.Value).ToArray();
            Assert.Equal(values[..(values.Length / 2)], values[(values.Length / 2)..]);
        }
    }

    [Fact]
    public async Task An_epoch_that_was_begun_over_fewer_partitions_is_completed_over_those()
    {
        var topic = cluster.Topic(3);
        cluster.WriteMessages(topic, 1, [Marked(1, "job/sink/1/1/2")]);
        using var sink = Sink(topic, false);

        await sink.WriteAsync(1, [Rows], default);
        await sink.WriteAsync(2, [Rows], default);

        Assert.Equal([5 + 4, 5 + 3, 0 + 3], Enumerable.Range(0, 3).Select(partition => cluster.Read(topic, partition).Count));
    }

    [Fact]
    public async Task What_others_have_written_since_is_passed_over()
    {
        var topic = cluster.Topic(1);
        using (var sink = Sink(topic, true))
        {
            await sink.WriteAsync(5, [Rows], default);
        }

        cluster.WriteMessages(topic, 0, Enumerable.Range(0, 1500).Select(i => i % 2 == 0
            ? new Message<byte[]?, byte[]?> { Value = [1] } : Marked(i, $"other/sink/9/{i}/1")));
        using var again = Sink(topic, true);
        await again.WriteAsync(5, [Rows], default);

        Assert.Equal(1510, cluster.Read(topic, 0).Count);
    }

    [Fact]
    public async Task A_key_chooses_the_partition_as_librdkafka_does_for_murmur2()
    {
        string[] keys = [.. Enumerable.Range(0, 60).Select(i => new string((char)('a' + (i % 26)), i % 9) + i)];
        var (topic, theirs) = (cluster.Topic(4), cluster.Topic(4));
        using (var producer = new ProducerBuilder<string, string>(
            new ProducerConfig { BootstrapServers = cluster.Servers, Partitioner = Partitioner.Murmur2Random }).Build())
        {
            Array.ForEach(keys, key => producer.Produce(theirs, new() { Key = key, Value = key }));
            producer.Flush(TimeSpan.FromSeconds(20));
        }

        using var sink = new KafkaSink(cluster.Kafka, topic, "job/sink") { Key = "user", Format = KafkaFormat.Text("user") };
        await sink.WriteAsync(1, [Table.Of("user", keys)], default);

        for (var partition = 0; partition < 4; partition++)
        {
            Assert.Equal(
                cluster.Read(theirs, partition).Select(message => (message.Key, message.Value)),
                cluster.Read(topic, partition).Select(message => (message.Key, message.Value)));
        }
    }

    [Fact]
    public async Task Rows_are_written_as_csv_and_as_text_too()
    {
        var topic = cluster.Topic(1);
        var rows = Table.Of("message", "a,b", null!).With<string, long>("n", "message", _ => 2);
        using var csv = new KafkaSink(cluster.Kafka, topic, "csv") { Format = KafkaFormat.Csv() };
        using var text = new KafkaSink(cluster.Kafka, topic, "text") { Format = KafkaFormat.Text("message") };

        await csv.WriteAsync(1, [rows.Slice(0, 1)], default);
        await text.WriteAsync(1, [rows], default);

        Assert.Equal(["\"a,b\",2", "a,b", null], cluster.Read(topic, 0).Select(message => message.Value));
    }

    [Fact]
    public async Task A_row_that_is_too_long_for_the_cluster_is_named()
    {
        var topic = cluster.Topic(1);
        using var sink = Sink(topic, false);

        var error = await Assert.ThrowsAsync<DataFormatException>(
            async () => await sink.WriteAsync(2, [Table.Of("x", "a", new string('b', 2_000_000))], default));

        Assert.Contains("Row 1 of epoch 2 makes a message of 2000008 bytes", error.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_epoch_that_brokers_did_not_take_is_written_once_they_are_back(bool transactional)
    {
        var topic = cluster.Topic(2);
        using var sink = new KafkaSink(new(cluster.Servers) { Timeout = TimeSpan.FromSeconds(1) }, topic, "job/sink")
        {
            IsTransactional = transactional,
        };
        await sink.WriteAsync(1, [Rows], default);
        cluster.Tell("down");
        await Assert.ThrowsAsync<IOException>(async () => await sink.WriteAsync(2, [Rows], default));
        cluster.Tell("up");

        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await sink.WriteAsync(2, [Rows], default);
                break;
            }
            catch (IOException) when (attempt < 20)
            {
                // It takes librdkafka a moment to connect again.
            }
        }

        Assert.Equal(20, All(topic, 2).Count);
    }

    [Fact]
    public async Task A_job_that_began_anew_is_refused_and_not_passed_over()
    {
        var topic = cluster.Topic(2);
        using var sink = Sink(topic, true);
        await sink.WriteAsync(1, [Rows], default);

        var other = await Assert.ThrowsAsync<DataFormatException>(
            async () => await sink.WriteAsync(1, [Table.Of("x", [.. Enumerable.Range(1, 10).Select(x => (long)x)])], default));
        Assert.Contains("row 8 of that epoch stands there with other values", other.Message);

        await sink.WriteAsync(102, [Rows], default);
        await sink.WriteAsync(2, [Rows], default); // As far back as a job may fall.
        Assert.Contains(
            "epoch 102 stands there already",
            (await Assert.ThrowsAsync<DataFormatException>(async () => await sink.WriteAsync(1, [Rows], default))).Message);
        Assert.Equal(20, All(topic, 2).Count);
    }

    [Fact]
    public async Task What_was_written_in_transactions_is_read_with_the_gaps_that_they_leave()
    {
        var topic = cluster.Topic(1);
        using var sink = Sink(topic, true);
        for (var epoch = 1; epoch <= 3; epoch++)
        {
            await sink.WriteAsync(epoch, [Rows], default);
        }

        var schema = new Schema(new Field("x", DataType.Int64));
        using var strict = new KafkaSource(cluster.Kafka, topic, () => RecordParser.Json(schema));
        using var source = new KafkaSource(cluster.Kafka, topic, () => RecordParser.Json(schema)) { AllowGaps = true };
        var plan = await source.PlanAsync(new Dictionary<string, long>(), 1000, default);

        Assert.Equal(33, plan.Rows); // Each transaction ends with a mark that takes an offset.
        Assert.Equal(30, source.Read(plan.Ranges[0], default).Sum(rows => rows.RowCount));
        Assert.Contains(
            "Offset 10 was expected, and offset 11 was found",
            Assert.Throws<DataFormatException>(() => strict.Read(plan.Ranges[0], default).ToList()).Message);
    }

    [Fact]
    public async Task A_topic_that_is_not_there_is_named()
    {
        using var sink = Sink("missing", false);

        Assert.Contains("'missing'", (await Assert.ThrowsAsync<IOException>(async () => await sink.WriteAsync(1, [Rows], default))).Message);
    }

    KafkaSink Sink(string topic, bool transactional) =>
        new(cluster.Kafka, topic, "job/sink") { IsTransactional = transactional };

    List<Message<string?, string?>> All(string topic, int partitions) =>
        [.. Enumerable.Range(0, partitions).SelectMany(partition => cluster.Read(topic, partition))];

    static string Mark(Message<string?, string?> message) => Encoding.UTF8.GetString(message.Headers.GetLastBytes("alink"));

    static Message<byte[]?, byte[]?> Marked(int row, string mark) => new()
    {
        Value = Encoding.UTF8.GetBytes($"{{\"x\":{row}}}"),
        Headers = new() { { "alink", Encoding.UTF8.GetBytes(mark) } },
    };
}
