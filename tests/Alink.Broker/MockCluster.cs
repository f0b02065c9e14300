using System.Runtime.InteropServices;
using System.Text;

namespace Alink.Broker;

/// <summary>The cluster that librdkafka keeps for tests: brokers on ports of this machine, in this process.</summary>
/// <remarks>
/// It keeps about 5 MB of each partition and forgets what is older; transactions are accepted, but what is aborted is
/// read all the same; a topic that nobody made has 4 partitions once it is asked for.
/// </remarks>
sealed unsafe class MockCluster : IDisposable
{
    const string Library = "librdkafka";
    const int Producer = 0;

    readonly nint _client;
    readonly nint _cluster;
    readonly int _brokers;

    /// <summary>The builds of the library: one needs Cyrus SASL, the others do not.</summary>
    static MockCluster() => NativeLibrary.SetDllImportResolver(typeof(MockCluster).Assembly, (_, assembly, search) =>
    {
        foreach (var name in (ReadOnlySpan<string>)[Library, $"centos8-{Library}", $"alpine-{Library}"])
        {
            if (NativeLibrary.TryLoad(name, assembly, search, out var library))
            {
                return library;
            }
        }

        return 0; // And the caller is told that there is none.
    });

    public MockCluster(int brokers)
    {
        _brokers = brokers;
        Span<byte> error = new byte[512];
        var settings = rd_kafka_conf_new();
        Set(settings, "test.mock.num.brokers", $"{brokers}", error);
        Set(settings, "log_level", "0", error);
        fixed (byte* text = error)
        {
            _client = rd_kafka_new(Producer, settings, text, (nuint)error.Length);
        }

        _cluster = _client == 0 ? throw new InvalidOperationException(Text(error)) : rd_kafka_handle_mock_cluster(_client);
    }

    /// <summary>The addresses of the brokers.</summary>
    public string Servers => Marshal.PtrToStringUTF8(rd_kafka_mock_cluster_bootstraps(_cluster))!;

    public void CreateTopic(string topic, int partitions) =>
        Check(rd_kafka_mock_topic_create(_cluster, topic, partitions, 1));

    /// <summary>Deletes what stands before an offset, as the retention of a topic does.</summary>
    public void DeleteBefore(string topic, int partition, long offset) =>
        Check(rd_kafka_mock_partition_delete_records(_cluster, topic, partition, offset));

    /// <summary>Takes every broker down: its connections and its port are closed, and what it holds stays.</summary>
    public void Down()
    {
        for (var broker = 1; broker <= _brokers; broker++)
        {
            Check(rd_kafka_mock_broker_set_down(_cluster, broker));
        }
    }

    /// <summary>Starts every broker again, on its port.</summary>
    public void Up()
    {
        for (var broker = 1; broker <= _brokers; broker++)
        {
            Check(rd_kafka_mock_broker_set_up(_cluster, broker));
        }
    }

    public void Dispose() => rd_kafka_destroy(_client);

    static void Set(nint settings, string name, string value, Span<byte> error)
    {
        fixed (byte* text = error)
        {
            if (rd_kafka_conf_set(settings, name, value, text, (nuint)error.Length) != 0)
            {
                throw new InvalidOperationException(Text(error));
            }
        }
    }

    static void Check(int code)
    {
        if (code != 0)
        {
            throw new InvalidOperationException(Marshal.PtrToStringUTF8(rd_kafka_err2str(code)));
        }
    }

    static string Text(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]);

#pragma warning disable IDE1006 // These are librdkafka's names.
    [DllImport(Library)]
    static extern nint rd_kafka_conf_new();

    [DllImport(Library)]
    static extern int rd_kafka_conf_set(
        nint conf, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        byte* error, nuint size);

    [DllImport(Library)]
    static extern nint rd_kafka_new(int type, nint conf, byte* error, nuint size);

    [DllImport(Library)]
    static extern void rd_kafka_destroy(nint client);

    [DllImport(Library)]
    static extern nint rd_kafka_err2str(int code);

    [DllImport(Library)]
    static extern nint rd_kafka_handle_mock_cluster(nint client);

    [DllImport(Library)]
    static extern nint rd_kafka_mock_cluster_bootstraps(nint cluster);

    [DllImport(Library)]
    static extern int rd_kafka_mock_topic_create(
        nint cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partitions, int replicas);

    [DllImport(Library)]
    static extern int rd_kafka_mock_partition_delete_records(
        nint cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partition, long before);

    [DllImport(Library)]
    static extern int rd_kafka_mock_broker_set_down(nint cluster, int broker);

    [DllImport(Library)]
    static extern int rd_kafka_mock_broker_set_up(nint cluster, int broker);
#pragma warning restore IDE1006
}
