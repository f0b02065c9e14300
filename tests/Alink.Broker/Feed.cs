using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Alink.Broker;

/// <summary>Writes rows of clicks to the partitions of a topic in turn, never too far ahead of whoever reads them.</summary>
public sealed class Feed
{
    readonly object _lock = new();
    readonly int _most;
    int _read;

    public Feed(string servers, string topic, int partitions, int rows, int most)
    {
        _most = most;
        new Thread(() => Write(servers, topic, partitions, rows)) { IsBackground = true }.Start();
    }

    /// <summary>Tells how many rows the reader has read by now.</summary>
    public void Read(int rows)
    {
        lock (_lock)
        {
            _read = rows;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>A row, the same for the same number.</summary>
    public static byte[] Row(int number)
    {
        var random = new Random(number);
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"id":{{number}},"site":"site{{random.Next(500)}}","age":{{random.Next(90)}},"score":{{random.NextDouble():F4}},"clicked":{{random.Next(2)}}}"""));
    }

    void Write(string servers, string topic, int partitions, int rows)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = servers,
            EnableIdempotence = true,
            LingerMs = 5,
            EnableDeliveryReports = false,
        }).SetLogHandler((_, _) => { }).Build();
        for (var row = 0; row < rows; row++)
        {
            if (row % 1000 == 0)
            {
                lock (_lock)
                {
                    while (row - _read > _most)
                    {
                        Monitor.Wait(_lock);
                    }
                }
            }

            var message = new Message<Null, byte[]> { Value = Row(row) };
            while (!TryProduce(producer, new(topic, row % partitions), message))
            {
                producer.Poll(TimeSpan.FromMilliseconds(5));
            }
        }

        producer.Flush();
    }

    static bool TryProduce(IProducer<Null, byte[]> producer, TopicPartition place, Message<Null, byte[]> message)
    {
        try
        {
            producer.Produce(place, message);
            return true;
        }
        catch (ProduceException<Null, byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }
}
