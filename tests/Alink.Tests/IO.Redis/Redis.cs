using Alink.Tests.Servers;
using StackExchange.Redis;

namespace Alink.Tests.IO.Redis;

[CollectionDefinition(Name)]
public sealed class RedisTests : ICollectionFixture<Redis>
{
    public const string Name = "Redis";
}

/// <summary>A redis-server of the tests' own; it keeps nothing.</summary>
public sealed class Redis : IDisposable
{
    public const string Password = "s3cr3t-of-the-test";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("alink-redis-");
    readonly Server _server;
    readonly ConnectionMultiplexer _connection;

    public Redis()
    {
        var program = Server.Find("redis-server", "redis-server");
        Port = int.Parse(Server.FreePort(), System.Globalization.CultureInfo.InvariantCulture);
        _server = new(
            program,
            ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder.FullName, "--save", "", "--requirepass", Password],
            "Ready to accept connections");
        _connection = ConnectionMultiplexer.Connect(At(Port));
    }

    public int Port { get; }

    public IDatabase Database => _connection.GetDatabase();

    public static string At(int port, string password = Password) =>
        $"127.0.0.1:{port},password={password},connectTimeout=5000,connectRetry=1";

    public void Dispose()
    {
        _connection.Dispose();
        _server.Dispose();
        _folder.Delete(recursive: true);
    }
}
