using System.Collections.Concurrent;
using Alink.Runtime;
using static Alink.Tests.Runtime.HostMachineTest;

namespace Alink.Tests.Runtime;

public class HostMessagesTest
{
    [Theory]
    [InlineData(63)]
    [InlineData((256 * 1024) + 1)]
    public void A_transport_of_too_short_or_too_long_messages_is_refused(int bytes) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HostMachine(new InMemoryNetwork(2, null, bytes)[0], 1));

    [Fact]
    public async Task Messages_that_come_twice_or_reversed_change_nothing()
    {
        var results = await Cluster.RunAsync(
            3,
            async (machine, _) => (await SpellAsync(machine, 9), await SpellAsync(machine, 5)),
            through: inner => new Reversing(inner));

        Assert.All(results, result => Assert.Equal((Spelling.Expected(9), Spelling.Expected(5)), result));
    }

    /// <summary>A message of 20 bytes before its chunk: magic, collective, total, place.</summary>
    [Theory]
    [InlineData(0, 0x21, "does not begin")]
    [InlineData(4, 0x10, "collective")] // Far ahead.
    [InlineData(15, 0x40, "does not fit")] // Another total than the first chunk told.
    [InlineData(15, 0x80, "cannot stand")] // A negative total.
    [InlineData(16, 0x04, "does not fit")] // Off its place by some bytes.
    [InlineData(19, 0x80, "cannot stand")] // A negative place.
    public async Task Malformed_messages_end_the_group_with_a_reason(int place, byte bits, string reason)
    {
        var failures = await Cluster.FailAsync(2, (machine, _) => SpellAsync(machine, 9),
            inner => new Tampering(inner, (message, count) =>
            {
                var changed = message.ToArray();
                changed[place] ^= inner.Host == 1 && count == 1 ? bits : (byte)0;
                return [changed];
            }));

        Assert.Contains(reason, Assert.IsType<InvalidDataException>(failures[0]).Message);
        Assert.IsType<HostException>(failures[1] ?? new HostException(0, "")); // It may have heard all it waited for.
    }

    [Fact]
    public async Task Short_messages_and_messages_of_strangers_are_refused()
    {
        var cut = await Cluster.FailAsync(2, (machine, _) => SpellAsync(machine, 9),
            inner => new Tampering(inner, (message, _) => [inner.Host == 1 ? message[..7] : message]));
        var stranger = await Cluster.FailAsync(2, (machine, _) => SpellAsync(machine, 9),
            inner => new Tampering(inner, (message, _) => [message]) { Says = inner.Host == 0 ? 7 : null });

        Assert.IsType<InvalidDataException>(cut[0]);
        Assert.Contains("host 7", Assert.IsType<InvalidDataException>(stranger[0]).Message);
    }

    [Fact]
    public async Task Hostile_headers_never_hang_or_change_a_result()
    {
        var random = new Random(5);
        for (var attempt = 0; attempt < 300; attempt++)
        {
            var (at, bit, which) = (random.Next(20), random.Next(8), random.Next(4));
            var results = await Cluster.RunAsync(2, async (machine, _) =>
            {
                try
                {
                    return await Rows.Of(9).AggregateAsync(new Spelling(), Rows.On(machine));
                }
                catch (Exception exception) when (exception is InvalidDataException or HostException)
                {
                    return Spelling.Expected(9);
                }
            }, through: inner => new Tampering(inner, (message, count) =>
            {
                var changed = message.ToArray();
                changed[at] ^= inner.Host == 1 && count == which ? (byte)(1 << bit) : (byte)0;
                return count == which && inner.Host == 1 ? [changed, message] : [message];
            }));

            Assert.All(results, result => Assert.Equal(Spelling.Expected(9), result));
        }
    }

    [Fact]
    public async Task A_transport_that_breaks_fails_every_host()
    {
        var failures = await Cluster.FailAsync(3, (machine, _) => SpellAsync(machine, 9),
            inner => new Tampering(inner, (message, count) =>
                inner.Host == 1 && count == 0 ? throw new IOException("cut") : [message]));

        Assert.IsType<IOException>(failures[1]);
        Assert.Contains("Host 1 takes part no more: cut", Told(failures[0]));
        Assert.IsType<HostException>(failures[2]);
    }

    /// <summary>Changes what a host sends.</summary>
    internal class Tampering(IPeerTransport inner, Func<ReadOnlyMemory<byte>, int, ReadOnlyMemory<byte>[]> change)
        : IPeerTransport
    {
        int _sent;

        public int? Says { get; init; }

        public int Host => inner.Host;

        public int Hosts => inner.Hosts;

        public int MessageBytes => inner.MessageBytes;

        public virtual async ValueTask SendAsync(int host, ReadOnlyMemory<byte> message, CancellationToken cancellation)
        {
            foreach (var changed in change(message, _sent++))
            {
                await inner.SendAsync(host, changed, cancellation);
            }
        }

        public async ValueTask<(int Host, ReadOnlyMemory<byte> Message)> ReceiveAsync(CancellationToken cancellation)
        {
            var (host, message) = await inner.ReceiveAsync(cancellation);
            return (Says ?? host, message);
        }
    }

    /// <summary>Holds messages back until the last chunk has come, and sends them from the last to the first, each
    /// twice.</summary>
    sealed class Reversing(IPeerTransport inner) : Tampering(inner, (message, _) => [message])
    {
        readonly ConcurrentDictionary<int, List<ReadOnlyMemory<byte>>> _held = [];

        public override async ValueTask SendAsync(
            int host, ReadOnlyMemory<byte> message, CancellationToken cancellation)
        {
            var held = _held.GetOrAdd(host, _ => []);
            held.Add(message);
            var (total, place) = (BitConverter.ToInt32(message.Span[12..]), BitConverter.ToInt32(message.Span[16..]));
            if (total < 0 || place + message.Length - 20 == total)
            {
                for (var i = held.Count - 1; i >= 0; i--)
                {
                    await base.SendAsync(host, held[i], cancellation);
                    await base.SendAsync(host, held[i], cancellation);
                }

                held.Clear();
            }
        }
    }
}
