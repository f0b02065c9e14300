using System.Text;
using Alink.IO;
using Confluent.Kafka;
using static Alink.Tests.IO.Kafka.KafkaSourceTest;

namespace Alink.Tests.IO.Kafka;

[Collection(Clusters.Name)]
public sealed class KafkaOffsetsTest(Cluster cluster)
{
    [Fact]
    public async Task A_job_begins_where_it_is_told_to()
    {
        var topic = cluster.Topic(2);
        cluster.WriteMessages(topic, 0, Enumerable.Range(0, 10).Select(x => new Message<byte[]?, byte[]?>
        {
            Value = Encoding.UTF8.GetBytes(Json(x)),
            Timestamp = new(1_700_000_000_000 + (1000 * x), TimestampType.CreateTime),
        }));

        Assert.Equal(0, await First(KafkaStart.Earliest));
        Assert.Equal(10, await First(KafkaStart.Latest));
        Assert.Equal(4, await First(KafkaStart.At(new Dictionary<int, long> { [0] = 4 })));
        Assert.Equal(10, await First(KafkaStart.From(DateTimeOffset.FromUnixTimeMilliseconds(1_900_000_000_000))));

        async Task<long> First(KafkaStart start)
        {
            using var source = new KafkaSource(cluster.Kafka, topic, Parser) { Start = start };
            var plan = await source.PlanAsync(Nowhere, 100, default);
            Assert.Equal(new($"{topic}/1", 0, 0, 0), plan.Ranges[1]); // Where a partition begins is noted while it is empty.
            return plan.Ranges[0].From;
        }
    }

    [Fact]
    public async Task The_latest_rows_are_asked_for_once()
    {
        var topic = cluster.Topic(1);
        Fill(topic, 0, 0, 5);
        using var source = new KafkaSource(cluster.Kafka, topic, Parser) { Start = KafkaStart.Latest };

        Assert.Equal(0, (await source.PlanAsync(Nowhere, 100, default)).Rows);
        Fill(topic, 0, 5, 5);

        Assert.Equal(new($"{topic}/0", 5, 10, 5), (await source.PlanAsync(Nowhere, 100, default)).Ranges[0]);
    }

    [Fact]
    public async Task A_partition_that_a_job_has_not_met_is_read_from_its_beginning()
    {
        var topic = cluster.Topic(2);
        Fill(topic, 0, 0, 5);
        Fill(topic, 1, 0, 5);
        using var source = new KafkaSource(cluster.Kafka, topic, Parser) { Start = KafkaStart.Latest };

        var plan = await source.PlanAsync(Nowhere.Add($"{topic}/0", 5), 100, default);

        Assert.Equal([new StreamRange($"{topic}/1", 0, 5, 5)], plan.Ranges);
    }

    [Fact]
    public async Task Rows_that_the_retention_deleted_are_an_error_that_names_them()
    {
        var topic = cluster.Topic(1);
        Fill(topic, 0, 0, 10);
        cluster.Tell($"delete {topic} 0 7");
        using var source = new KafkaSource(cluster.Kafka, topic, Parser);
        var plan = await source.PlanAsync(Nowhere.Add($"{topic}/0", 3), 100, default);

        var error = Assert.Throws<DataFormatException>(() => source.Read(plan.Ranges[0], default).ToList());

        Assert.Contains($"topic '{topic}', partition 0", error.Message);
        Assert.Contains("offset 3 to 6 have been deleted", error.Message);
        Assert.Equal([7, 8, 9], source.Read(new($"{topic}/0", 7, 10, 3), default).Single().Values<long>("x").ToArray());
    }

    [Fact]
    public async Task A_topic_that_ends_before_the_position_is_another_topic()
    {
        var topic = cluster.Topic(1);
        Fill(topic, 0, 0, 3);
        using var source = new KafkaSource(cluster.Kafka, topic, Parser);

        var error = await Assert.ThrowsAsync<DataFormatException>(
            async () => await source.PlanAsync(Nowhere.Add($"{topic}/0", 10), 100, default));

        Assert.Contains("Offset 10 was to be read next, and the partition ends at offset 3", error.Message);
    }

    [Fact]
    public async Task A_partition_that_is_gone_is_an_error()
    {
        var topic = cluster.Topic(1);
        using var source = new KafkaSource(cluster.Kafka, topic, Parser);

        var error = await Assert.ThrowsAsync<DataFormatException>(
            async () => await source.PlanAsync(Nowhere.Add($"{topic}/1", 10), 100, default));

        Assert.Contains($"{topic}/1", error.Message);
    }

    void Fill(string topic, int partition, int first, int count) =>
        cluster.Write(topic, partition, Enumerable.Range(first, count).Select(x => Json(x)));
}
