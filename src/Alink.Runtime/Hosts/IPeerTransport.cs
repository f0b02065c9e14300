namespace Alink.Runtime;

/// <summary>Carries messages between the hosts of a cluster: all that a <see cref="HostMachine"/> asks of a
/// network.</summary>
/// <remarks>
/// A message that was sent arrives, whole and at least once, in whatever order; a transport that cannot keep this,
/// because a host is dead for instance, throws from either method. One message at a time is received, and one at a time
/// is sent to each host, while others are received and sent to other hosts.
/// </remarks>
public interface IPeerTransport
{
    /// <summary>The largest message that a transport may be asked to carry: 256 KiB.</summary>
    const int LargestMessage = 256 * 1024;

    /// <summary>The number of this host, from 0.</summary>
    int Host { get; }

    /// <summary>How many hosts there are, this one included.</summary>
    int Hosts { get; }

    /// <summary>How many bytes a message may have, on every host; longer states go in several.</summary>
    /// <remarks>At least 64, and at most <see cref="LargestMessage"/>.</remarks>
    int MessageBytes => LargestMessage;

    /// <summary>Sends a message; returns once the transport has taken it.</summary>
    /// <param name="host">The host that it goes to; another than this one.</param>
    /// <param name="message">The message; the sender does not change it any more.</param>
    /// <param name="cancellation">Stops waiting.</param>
    ValueTask SendAsync(int host, ReadOnlyMemory<byte> message, CancellationToken cancellation);

    /// <summary>The next message that has come, of any host; the transport does not change it any more.</summary>
    ValueTask<(int Host, ReadOnlyMemory<byte> Message)> ReceiveAsync(CancellationToken cancellation);
}
