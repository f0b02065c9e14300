using System.Text;
using Alink.IO;
using Alink.Runtime;
using Confluent.Kafka;

namespace Alink.Tests.IO.Kafka;

[Collection(Clusters.Name)]
public sealed class KafkaRejectsTest(Cluster cluster) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_message_that_cannot_be_read_is_refused_with_its_place()
    {
        var topic = cluster.Topic(2);
        cluster.Write(topic, 1, Json(1), "{\"x\":\"poison\"}", Json(3));
        using var source = new KafkaSource(cluster.Kafka, topic, Parser);

        var error = Assert.Throws<DataFormatException>(() => source.Read(new($"{topic}/1", 0, 3, 3), default).ToList());

        Assert.Contains($"topic '{topic}', partition 1, offset 1", error.Message);
        Assert.Equal(("x", "poison"), (error.Column, error.Text));
    }

    [Fact]
    public void Messages_that_cannot_be_read_are_rejected()
    {
        var topic = cluster.Topic(1);
        cluster.WriteMessages(
            topic, 0,
            [.. new[] { Json(1), "no JSON", Json(3), $"{{\"x\":4,\"y\":\"{new string('y', 100)}\"}}", Json(5) }
                .Select(value => new Message<byte[]?, byte[]?> { Value = Encoding.UTF8.GetBytes(value) }),
                new() { Value = null }, new() { Value = Encoding.UTF8.GetBytes(Json(7)), Key = [0xFF] }]);
        using var source = new KafkaSource(cluster.Kafka, topic, Parser) { MostBytes = 100, Key = "key" };
        for (var pass = 1; pass <= 2; pass++)
        {
            var aside = new List<RejectedRecord>();
            Assert.Equal([1, 3, 5], source.Read(new($"{topic}/0", 0, 7, 7), aside.Add, default).Single().Values<long>("x").ToArray());
            Assert.Equal([1, 3, 5, 6], aside.Select(message => message.Position));
            Assert.Equal("no JSON", Encoding.UTF8.GetString(aside[0].Bytes.Span));
            Assert.Contains("above MostBytes = 100", aside[1].Reason);
            Assert.Contains("no value", aside[2].Reason);
            Assert.Contains("not valid UTF-8", aside[3].Reason);
        }
    }

    [Fact]
    public async Task A_job_that_crashes_after_each_epoch_has_each_rejected_message_once()
    {
        var topic = cluster.Topic(2);
        for (var partition = 0; partition < 2; partition++)
        {
            cluster.Write(topic, partition, Enumerable.Range(0, 30).Select(x => x % 5 == 2 ? $"bad {partition} {x}" : Json((100 * partition) + x)));
        }

        var (sink, bad, crashes) = (new Values(), new SortedDictionary<long, string[]>(), 0);
        while (crashes < 100)
        {
            using var source = new KafkaSource(cluster.Kafka, topic, Parser);
            using var end = new KafkaSource(cluster.Kafka, topic, Parser) { End = await source.EndsAsync() };
            var rows = TableStream.From(end, new() { MostShare = 0.3 });
            var job = new StreamJob { Options = new() { Checkpoints = _folder, Trigger = StreamTrigger.AsRowsCome with { MostRows = 14 }, Workers = 2 } }
                .Write(rows, sink).Write(rows.Side("rejected"), new DelegateSink((epoch, tables) =>
                {
                    var isNew = bad.TryAdd(epoch, [.. tables.SelectMany(table => table.Rows).Select(row => $"{row["partition"]} {row["position"]} {row["text"]}")]);
                    if (isNew)
                    {
                        throw new IOException("The machine has failed.");
                    }
                }));
            try
            {
                await job.RunAsync();
                break;
            }
            catch (IOException)
            {
                crashes++;
            }
        }

        Assert.Equal(4, crashes); // The fifth epoch has none.
        Assert.Equal(
            Enumerable.Range(0, 2).SelectMany(partition => Enumerable.Range(0, 6).Select(i => $"{topic}/{partition} {(5 * i) + 2} bad {partition} {(5 * i) + 2}")),
            bad.Values.SelectMany(rows => rows).OrderBy(row => row.Split(' ')[0], StringComparer.Ordinal).ThenBy(row => int.Parse(row.Split(' ')[1])));
        Assert.Equal(48, sink.All.Distinct().Count());
        Assert.Equal(48, sink.All.Count);
    }

    static RecordParser Parser() => RecordParser.Json(new(new Field("x", DataType.Int64)));

    static string Json(long x) => $"{{\"x\":{x}}}";
}
