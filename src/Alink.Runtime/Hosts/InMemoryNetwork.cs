namespace Alink.Runtime;

/// <summary>Hosts within one process: to try out what runs on a cluster.</summary>
/// <param name="hosts">How many hosts.</param>
/// <param name="chance">Brings messages out of their order, and some of them twice; null keeps the order.</param>
/// <param name="messageBytes">How many bytes a message may have.</param>
public sealed class InMemoryNetwork(int hosts, Random? chance = null, int messageBytes = IPeerTransport.LargestMessage)
{
    const int MostYields = 4;
    const int OnceInTwice = 8;

    readonly Inbox[] _inboxes = [.. Enumerable.Range(0, hosts).Select(_ => new Inbox())];

    /// <summary>How many hosts.</summary>
    public int Hosts => _inboxes.Length;

    /// <summary>What one of the hosts sends and receives by.</summary>
    public IPeerTransport this[int host] => new Transport(this, host);

    int Next(int below)
    {
        if (chance is null)
        {
            return 0;
        }

        lock (chance)
        {
            return chance.Next(below);
        }
    }

    sealed class Inbox
    {
        public List<(int Host, ReadOnlyMemory<byte> Message)> Messages { get; } = [];

        public SemaphoreSlim Come { get; } = new(0);
    }

    sealed class Transport(InMemoryNetwork network, int host) : IPeerTransport
    {
        public int Host => host;

        public int Hosts => network.Hosts;

        public int MessageBytes => network.MessageBytes;

        public ValueTask SendAsync(int to, ReadOnlyMemory<byte> message, CancellationToken cancellation)
        {
            cancellation.ThrowIfCancellationRequested();
            if (message.Length > MessageBytes)
            {
                throw new ArgumentException(
                    $"A message of {message.Length} bytes is longer than {MessageBytes}.", nameof(message));
            }

            var inbox = network._inboxes[to];
            var times = network.Next(OnceInTwice) == 1 ? 2 : 1;
            lock (inbox)
            {
                inbox.Messages.AddRange(Enumerable.Repeat((host, message), times));
            }

            inbox.Come.Release(times);
            return default;
        }

        public async ValueTask<(int Host, ReadOnlyMemory<byte> Message)> ReceiveAsync(CancellationToken cancellation)
        {
            var inbox = network._inboxes[host];
            await inbox.Come.WaitAsync(cancellation).ConfigureAwait(false);
            for (var yields = network.Next(MostYields); yields > 0; yields--)
            {
                await Task.Yield(); // More messages come, to be taken out of their order.
            }

            lock (inbox)
            {
                var place = network.Next(inbox.Messages.Count);
                var taken = inbox.Messages[place];
                inbox.Messages.RemoveAt(place);
                return taken;
            }
        }
    }

    int MessageBytes => messageBytes;
}
