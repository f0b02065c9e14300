using Alink.Features;
using Alink.Operators;
using Alink.Tests.IO.Kafka;

namespace Alink.Tests.Operators;

[Collection(Clusters.Name)]
public sealed class KafkaOperatorsTest(Cluster cluster)
{
    [Fact]
    public async Task Messages_are_read_scored_and_written()
    {
        var (from, to) = (cluster.Topic(1), cluster.Topic(1));
        cluster.Write(from, 0, "{\"x\":1}", "{\"x\":2}", "{\"x\":3}");
        new KafkaSourceStreamOp().SetBootstrapServers(cluster.Servers).SetTopic(from).SetSchemaStr("x DOUBLE").SetBounded(true)
            .Link(new VectorAssemblerStreamOp().SetSelectedCols("x").SetOutputCol("v"))
            .Link(new PipelinePredictStreamOp(new StandardScaler { Features = "v", Output = "v" }.Fit(Table.Of<Vector>("v", [1.0], [3.0]))))
            .Select("x, v as scaled")
            .Link(new KafkaSinkStreamOp().SetBootstrapServers(cluster.Servers).SetTopic(to).SetTransactional(false));
        await StreamOperator.ExecuteAsync();

        Assert.Equal(
            ["{\"x\":1,\"scaled\":[-1]}", "{\"x\":2,\"scaled\":[0]}", "{\"x\":3,\"scaled\":[1]}"],
            cluster.Read(to, 0).Select(message => message.Value));
    }

    [Fact]
    public async Task Messages_without_columns_are_Alinks_five()
    {
        var topic = cluster.Topic(1);
        cluster.Write(topic, 0, "a", "b");
        var rows = new List<Table>();
        new KafkaSourceStreamOp().SetBootstrapServers(cluster.Servers).SetTopic(topic).SetStartupMode(StartupMode.Earliest).SetBounded(true)
            .Link(new StreamSinkStreamOp(new Alink.Runtime.DelegateSink((_, batches) => rows.AddRange(batches))));
        await StreamOperator.ExecuteAsync();

        var table = Table.Concat(rows);
        Assert.Equal(["message", "message_key", "topic", "topic_partition", "partition_offset"], table.Schema.Fields.Select(field => field.Name));
        Assert.Equal(["a", "b"], table.Values<string>("message").ToArray());
        Assert.Equal([0L, 1], table.Values<long>("partition_offset").ToArray());
    }

    [Fact]
    public async Task Messages_that_cannot_be_read_come_out_of_the_side_output()
    {
        var topic = cluster.Topic(1);
        cluster.Write(topic, 0, "{\"x\":1}", "{\"x\":\"two\"}", "{\"x\":3}");
        var (rows, rejected) = (new List<Table>(), new List<Table>());
        var source = new KafkaSourceStreamOp().SetBootstrapServers(cluster.Servers).SetTopic(topic).SetSchemaStr("x DOUBLE").SetBounded(true)
            .SetRejectLimit(new() { MostShare = 0.5 });
        source.Link(StreamOperatorsTest.Into(rows));
        source.GetSideOutput().Link(StreamOperatorsTest.Into(rejected));
        await StreamOperator.ExecuteAsync();

        Assert.Equal([1.0, 3], Table.Concat(rows).Values<double>("x").ToArray());
        Assert.Equal([1L], Table.Concat(rejected).Values<long>("position").ToArray());
    }

    [Fact]
    public void What_must_be_set_is_told_and_no_property_is_shown()
    {
        Assert.Contains("SetBootstrapServers", Assert.Throws<InvalidOperationException>(() => new KafkaSourceStreamOp().Stream()).Message);
        var wrong = new KafkaSourceStreamOp().SetBootstrapServers("x:1").SetTopic("t").SetProperties("a=b,s3cret");
        Assert.Equal("Property 2 must be a name, = and a value.", Assert.Throws<ArgumentException>(() => wrong.Stream()).Message);
    }
}
