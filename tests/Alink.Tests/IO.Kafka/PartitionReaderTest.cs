using System.Reflection;
using Alink.IO;
using Confluent.Kafka;

namespace Alink.Tests.IO.Kafka;

/// <summary>Offsets that librdkafka's cluster for tests never leaves out, by a consumer that plays them.</summary>
public class PartitionReaderTest
{
    [Fact]
    public void A_missing_offset_is_an_error_with_topic_partition_and_both_offsets()
    {
        using var reader = Reader(allowGaps: false, "0 1 4");
        reader.Begin(0);
        reader.Next(9, default);
        reader.Next(9, default);

        var error = Assert.Throws<DataFormatException>(() => reader.Next(9, default));

        Assert.Contains("topic 'clicks', partition 3", error.Message);
        Assert.Contains("Offset 2 was expected, and offset 4 was found", error.Message);
    }

    [Fact]
    public void Missing_offsets_at_the_end_of_a_range_are_an_error_too()
    {
        using var reader = Reader(allowGaps: false, "0 1 E2 E5");
        reader.Begin(0);
        Assert.Equal(1, new[] { reader.Next(9, default), reader.Next(9, default) }[1]!.Offset.Value);

        Assert.Contains("Offset 2 was expected, and offset 5", Assert.Throws<DataFormatException>(() => reader.Next(9, default)).Message);
    }

    [Theory]
    [InlineData("0 1 4 E5", 5, "0 1 4")]
    [InlineData("0 1 E4 4 5", 5, "0 1 4")] // The end of what there was, for the moment.
    [InlineData("0 3 E5", 5, "0 3")] // The end of a transaction takes the offsets before 5.
    [InlineData("0 6", 5, "0")]
    [InlineData("E7", 5, "")]
    public void Topics_with_gaps_are_read_to_the_end_of_the_range(string log, long end, string expected)
    {
        using var reader = Reader(allowGaps: true, log);
        reader.Begin(0);

        var found = new List<long>();
        while (reader.Next(end, default) is { } message)
        {
            found.Add(message.Offset.Value);
        }

        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public void A_message_beyond_a_range_belongs_to_the_next_one()
    {
        using var reader = Reader(allowGaps: true, "0 6 7");
        reader.Begin(0);

        Assert.Equal(0, reader.Next(5, default)!.Offset.Value);
        Assert.Null(reader.Next(5, default));
        reader.Begin(5);
        Assert.Equal(6, reader.Next(9, default)!.Offset.Value);
        Assert.Equal(7, reader.Next(9, default)!.Offset.Value);
    }

    static PartitionReader Reader(bool allowGaps, string log)
    {
        var consumer = DispatchProxy.Create<IConsumer<int, int>, Played>();
        ((Played)(object)consumer).Log = new(log.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return new(new("nowhere:9092"), new("clicks", 3), allowGaps, (_, _) => consumer);
    }

    public class Played : DispatchProxy
    {
        public Queue<string> Log { get; set; } = [];

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name != "Consume" || Log.Count == 0)
            {
                return null;
            }

            var next = Log.Dequeue();
            return new ConsumeResult<int, int>
            {
                IsPartitionEOF = next[0] == 'E',
                TopicPartitionOffset = new("clicks", 3, int.Parse(next.TrimStart('E'))),
                Message = new(),
            };
        }
    }
}
