using System.Net;
using System.Text;
using Alink.Interactive.Zmtp;

namespace Alink.Tests.Interactive.Zmtp;

public class ZmtpSocketTest
{
    [Fact]
    public async Task A_router_names_who_has_sent_and_answers_whom_it_names()
    {
        await using var socket = Listen(ZmtpRole.Router);
        using var one = Peer.Open(socket.Port, "DEALER", "one");
        using var two = Peer.Open(socket.Port, "DEALER", "two");
        one.Send("hello", "");
        Assert.Equal(["one", "hello", ""], await Next(socket));
        two.Send("hi");
        Assert.Equal(["two", "hi"], await Next(socket));
        socket.Send("one"u8.ToArray(), "back"u8.ToArray());
        socket.Send("nobody"u8.ToArray(), "lost"u8.ToArray());
        socket.Send("two"u8.ToArray(), "a"u8.ToArray(), new byte[300]);
        Assert.Equal(["back"], one.Texts());
        Assert.Equal([1, 300], two.Receive().Select(frame => frame.Length));
    }

    [Fact]
    public async Task Peers_without_a_name_are_told_apart()
    {
        await using var socket = Listen(ZmtpRole.Router);
        using var one = Peer.Open(socket.Port, "REQ");
        using var two = Peer.Open(socket.Port, "REQ");
        one.Send("", "1");
        var first = await socket.Received.ReadAsync();
        two.Send("", "2");
        var second = await socket.Received.ReadAsync();
        socket.Send(second);
        socket.Send(first);
        Assert.Equal(["", "1"], one.Texts());
        Assert.Equal(["", "2"], two.Texts());
    }

    [Fact]
    public async Task A_publisher_sends_what_is_subscribed_by_message_or_command_until_it_is_not()
    {
        await using var socket = Listen(ZmtpRole.Publisher);
        using var old = Peer.Open(socket.Port, "SUB");
        using var young = Peer.Open(socket.Port, "SUB");
        old.Send([1, .. "a"u8]);
        young.Raw([4, 11, 9, .. "SUBSCRIBE"u8, (byte)'b']);
        old.Await();
        young.Await();
        Publish(socket, "a1", "b1");
        Assert.Equal(["a1"], old.Texts());
        Assert.Equal(["b1"], young.Texts());
        old.Send([0, .. "a"u8]);
        young.Raw([4, 8, 6, .. "CANCEL"u8, (byte)'b']);
        old.Send([1]);
        old.Await();
        young.Await();
        Publish(socket, "b2");
        Assert.Equal(["b2"], old.Texts());
        young.Await();
    }

    [Fact]
    public async Task A_socket_ends_quietly_while_peers_come()
    {
        for (var i = 0; i < 200; i++)
        {
            await using var socket = Listen(ZmtpRole.Echo);
            using var peer = new System.Net.Sockets.TcpClient("127.0.0.1", socket.Port);
        }
    }

    [Fact]
    public async Task A_heartbeat_comes_back_as_it_was_sent()
    {
        await using var socket = Listen(ZmtpRole.Echo);
        using var peer = Peer.Open(socket.Port, "REQ");
        peer.Send("", "beat");
        Assert.Equal(["", "beat"], peer.Texts());
    }

    [Fact]
    public async Task A_message_of_two_megabytes_comes_whole()
    {
        await using var socket = Listen(ZmtpRole.Echo);
        using var peer = Peer.Open(socket.Port, "DEALER");
        var bytes = Enumerable.Range(0, 2 << 20).Select(i => (byte)(i * 7)).ToArray();
        peer.Send(bytes);
        Assert.Equal(bytes, peer.Receive().Single());
    }

    public static TheoryData<string, byte[]> Hostile => new()
    {
        { "no greeting of ZMTP", [.. "GET / HTTP/1.1\r\n"u8, .. new byte[64]] },
        { "an old version", Peer.Greeting(major: 2) },
        { "another mechanism", Peer.Greeting("PLAIN") },
        { "no READY", [.. Peer.Greeting(), 0, 1, 65] },
        { "a socket that does not fit", [.. Peer.Greeting(), .. Peer.Ready("PUSH")] },
        { "a property cut off", [.. Peer.Greeting(), 4, 12, 5, .. "READY"u8, 9, .. "Socke"u8] },
        { "a property longer than its frame", [.. Peer.Greeting(), 4, 12, 5, .. "READY"u8, 1, .. "S"u8, 255, 255, 255, 255] },
        { "a command without a name", [.. Peer.Greeting(), 4, 0] },
        { "a frame of an exabyte", [.. Peer.Greeting(), .. Peer.Ready("DEALER"), 2, 16, 0, 0, 0, 0, 0, 0, 0] },
        { "a frame of 65 megabytes", [.. Peer.Greeting(), .. Peer.Ready("DEALER"), 2, 0, 0, 0, 0, 4, 16, 0, 0] },
        { "a frame of less than nothing", [.. Peer.Greeting(), .. Peer.Ready("DEALER"), 2, 255, 255, 255, 255, 255, 255, 255, 255] },
        { "a flag that there is not", [.. Peer.Greeting(), .. Peer.Ready("DEALER"), 8, 0] },
        { "frames without end", [.. Peer.Greeting(), .. Peer.Ready("DEALER"), .. Enumerable.Repeat<byte[]>([1, 0], 1000).SelectMany(frame => frame)] },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Who_does_not_keep_to_the_protocol_is_left_and_others_notice_nothing(string what, byte[] bytes)
    {
        await using var socket = Listen(ZmtpRole.Router);
        using var hostile = new Peer(socket.Port);
        hostile.Raw(bytes);
        Assert.True(hostile.IsLeft(), what);
        using var good = Peer.Open(socket.Port, "DEALER", "good");
        good.Send("x");
        Assert.Equal(["good", "x"], await Next(socket));
    }

    static ZmtpSocket Listen(ZmtpRole role) => new(role, IPAddress.Loopback);

    static async Task<string[]> Next(ZmtpSocket socket) =>
        [.. (await socket.Received.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20))).Select(Encoding.UTF8.GetString)];

    static void Publish(ZmtpSocket socket, params string[] texts) => Array.ForEach(texts, text => socket.Send(Encoding.UTF8.GetBytes(text)));
}
