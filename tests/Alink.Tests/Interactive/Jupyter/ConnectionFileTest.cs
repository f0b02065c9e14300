using Alink.Interactive.Jupyter;

namespace Alink.Tests.Interactive.Jupyter;

public sealed class ConnectionFileTest : IDisposable
{
    readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void It_says_where_to_listen()
    {
        File.WriteAllText(_path, """{ "ip": "localhost", "shell_port": 5, "key": "k", "transport": "tcp", "kernel_name": "x" }""");
        Assert.Equal(("127.0.0.1", 5), (ConnectionFile.Read(_path).Address.ToString(), ConnectionFile.Read(_path).Shell));
    }

    [Theory]
    [InlineData("""{ "key": "" }""", "no key")]
    [InlineData("""{ "key": "k", "transport": "ipc" }""", "ipc")]
    [InlineData("""{ "key": "k", "signature_scheme": "hmac-md5" }""", "hmac-md5")]
    [InlineData("""{ "key": "k", "ip": "*" }""", "'*' is no address")]
    [InlineData("{", "no connection file")]
    public void What_this_kernel_does_not_do_is_refused_by_name(string json, string why)
    {
        File.WriteAllText(_path, json);
        Assert.Contains(why, Assert.Throws<ArgumentException>(() => ConnectionFile.Read(_path)).Message);
    }
}
