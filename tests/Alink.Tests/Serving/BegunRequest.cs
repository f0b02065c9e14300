using System.Net.Sockets;
using System.Text;

namespace Alink.Tests.Serving;

/// <summary>A request to the model 'houses' whose body is yet to come.</summary>
sealed class BegunRequest : IDisposable
{
    const string Continue = "HTTP/1.1 100 Continue\r\n\r\n";

    readonly TcpClient _client = new();

    /// <summary>Sends a request, and hears that the server reads its body.</summary>
    public static async Task<BegunRequest> SendAsync(Uri address)
    {
        var request = new BegunRequest();
        await request._client.ConnectAsync(address.Host, address.Port);
        var stream = request._client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "POST /models/houses/predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 11\r\n"
            + "Expect: 100-continue\r\nConnection: close\r\n\r\n"));
        var told = new byte[Continue.Length];
        await stream.ReadExactlyAsync(told);
        Assert.Equal(Continue, Encoding.ASCII.GetString(told));
        return request;
    }

    /// <summary>Sends the body, and reads the answer; the server is done with the request then.</summary>
    public async Task<string> EndAsync()
    {
        await _client.GetStream().WriteAsync("""{"size": 3}"""u8.ToArray());
        return await new StreamReader(_client.GetStream()).ReadToEndAsync();
    }

    /// <summary>Connects until nobody listens any more; a server that listens on for a minute fails the test.</summary>
    public static async Task RefusedAsync(Uri address)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(address.Host, address.Port, patience.Token);
            }
            catch (SocketException)
            {
                return;
            }
        }
    }

    public void Dispose() => _client.Dispose();
}
