using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Alink.Interactive.Zmtp;

/// <summary>What a socket does with messages.</summary>
enum ZmtpRole
{
    /// <summary>ROUTER: hands over what each peer sends after the peer's name, and sends to the peer that is named first.</summary>
    Router,

    /// <summary>PUB: sends to all that have subscribed.</summary>
    Publisher,

    /// <summary>REP that gives back what it gets: the answer to heartbeats.</summary>
    Echo,
}

/// <summary>A listening socket of ZeroMQ's wire protocol over TCP.</summary>
sealed class ZmtpSocket : IAsyncDisposable
{
    const int MostPeers = 256;
    const int MostReceived = 10_000;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    static readonly Dictionary<ZmtpRole, (string Type, string[] Peers)> Kinds = new()
    {
        [ZmtpRole.Router] = ("ROUTER", ["DEALER", "REQ", "ROUTER"]),
        [ZmtpRole.Publisher] = ("PUB", ["SUB", "XSUB"]),
        [ZmtpRole.Echo] = ("REP", ["REQ", "DEALER"]),
    };

    readonly ZmtpRole _role;
    readonly TcpListener _listener;
    readonly CancellationTokenSource _end = new();
    readonly ConcurrentDictionary<string, ZmtpConnection> _peers = new();
    readonly ConcurrentDictionary<Task, bool> _running = new();
    readonly Channel<byte[][]> _received = Channel.CreateBounded<byte[][]>(MostReceived);
    readonly Task _accepting;
    int _count;

    /// <summary>Listens.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public ZmtpSocket(ZmtpRole role, IPAddress address, int port = 0)
    {
        _role = role;
        _listener = new(address, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the peers of a router have sent: the peer's name first.</summary>
    public ChannelReader<byte[][]> Received => _received.Reader;

    /// <summary>Sends a message; who is not there gets none.</summary>
    public void Send(params byte[][] frames)
    {
        if (_role == ZmtpRole.Router)
        {
            _peers.GetValueOrDefault(Key(frames[0]))?.Send(frames.AsSpan(1));
            return;
        }

        foreach (var peer in _peers.Values.Where(peer => peer.Wants(frames[0])))
        {
            peer.Send(frames);
        }
    }

    /// <summary>Ends when what was sent is written, or after a second.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        foreach (var peer in _peers.Values)
        {
            peer.Close();
        }

        await Task.WhenAny(Task.WhenAll(_running.Keys), Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
        await _end.CancelAsync().ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        await Task.WhenAll(_running.Keys).ConfigureAwait(false);
        _end.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_end.Token).ConfigureAwait(false);
                client.NoDelay = true;
                if (_running.Count >= MostPeers)
                {
                    client.Dispose();
                    continue;
                }

                var task = ServeAsync(new NetworkStream(client, ownsSocket: true));
                _running[task] = true;
                _ = task.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            _received.Writer.TryComplete();
        }
    }

    /// <summary>A peer that goes, or that does not keep to the protocol, is gone, and the others notice nothing.</summary>
    async Task ServeAsync(Stream stream)
    {
        using var connection = new ZmtpConnection(stream);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var key = "";
        try
        {
            using (var soon = CancellationTokenSource.CreateLinkedTokenSource(end.Token))
            {
                soon.CancelAfter(Patience);
                var (type, peers) = Kinds[_role];
                await connection.OpenAsync(type, peers, soon.Token).ConfigureAwait(false);
            }

            // A peer that names itself as one before it is taken for it: it has come back.
            byte[] identity = connection.Identity.Length > 0 ? connection.Identity : [0, .. BitConverter.GetBytes(Interlocked.Increment(ref _count))];
            key = Key(identity);
            _peers[key] = connection;
            var reading = ReadAsync(connection, identity, end.Token);
            var writing = connection.WriteAsync(end.Token);
            await await Task.WhenAny(reading, writing).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or InvalidDataException or ObjectDisposedException)
        {
        }
        finally
        {
            _peers.TryRemove(new(key, connection));
        }
    }

    async Task ReadAsync(ZmtpConnection connection, byte[] identity, CancellationToken cancellation)
    {
        while (true)
        {
            var frames = await connection.ReceiveAsync(cancellation).ConfigureAwait(false);
            switch (_role)
            {
                case ZmtpRole.Router:
                    await _received.Writer.WriteAsync([identity, .. frames], cancellation).ConfigureAwait(false);
                    break;
                case ZmtpRole.Publisher:
                    connection.Subscribe(frames[0]);
                    break;
                default:
                    connection.Send(frames);
                    break;
            }
        }
    }

    static string Key(byte[] identity) => Convert.ToHexString(identity);
}
