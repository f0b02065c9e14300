using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Alink.Tests.Servers;

/// <summary>Stands between a client and a server, and loses the answer to a request: the server has done it, and the client does not know.</summary>
sealed class Cut : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly int _server;
    readonly byte[] _word;
    readonly CancellationTokenSource _over = new();
    readonly int _time;
    int _seen;

    /// <param name="server">The port of the server.</param>
    /// <param name="word">The connection ends once a request that holds this has been answered.</param>
    /// <param name="time">The first time, the second and so on; once only.</param>
    public Cut(int server, string word, int time = 1)
    {
        (_server, _word, _time) = (server, Encoding.ASCII.GetBytes(word), time);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public bool IsDone => _seen >= _time;

    public void Dispose()
    {
        _over.Cancel();
        _listener.Dispose();
    }

    async Task AcceptAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_over.Token);
            _ = PassAsync(client);
        }
    }

    async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            await server.ConnectAsync(IPAddress.Loopback, _server, _over.Token);
            var isCut = false;
            var forth = CopyAsync(client, server, block => isCut = isCut || (block.IndexOf(_word) >= 0 && Interlocked.Increment(ref _seen) == _time));
            var back = CopyAsync(server, client, _ => false, () => isCut);
            await Task.WhenAny(forth, back);
        }
    }

    delegate bool Look(ReadOnlySpan<byte> block);

    async Task CopyAsync(TcpClient from, TcpClient to, Look look, Func<bool>? ends = null)
    {
        var buffer = new byte[1 << 16];
        while (await from.GetStream().ReadAsync(buffer, _over.Token) is > 0 and var read)
        {
            look(buffer.AsSpan(0, read));
            if (ends?.Invoke() == true)
            {
                return;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _over.Token);
        }
    }
}
