using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Alink.Tests.Interactive.Zmtp;

/// <summary>A client of ZMTP, written byte for byte from the specification (rfc.zeromq.org, 23 and 37).</summary>
sealed class Peer : IDisposable
{
    readonly TcpClient _client = new() { NoDelay = true };
    readonly NetworkStream _stream;

    public Peer(int port)
    {
        _client.Connect(IPAddress.Loopback, port);
        _stream = _client.GetStream();
        _stream.ReadTimeout = 20_000;
    }

    /// <summary>A peer that has greeted, and said of what type it is.</summary>
    public static Peer Open(int port, string type, string identity = "")
    {
        var peer = new Peer(port);
        peer.Raw(Greeting());
        Assert.Equal([0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x7F, 3, 1, .. "NULL"u8], peer.Take(64)[..16]);
        peer.Raw(Ready(type, identity));
        Assert.StartsWith("\u0005READY\u000BSocket-Type", Encoding.Latin1.GetString(peer.Frame().Body));
        return peer;
    }

    public static byte[] Greeting(string mechanism = "NULL", byte major = 3) =>
        [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, major, 0, .. Encoding.ASCII.GetBytes(mechanism.PadRight(20, '\0')), 0, .. new byte[31]];

    public static byte[] Ready(string type, string identity = "")
    {
        byte[] body = [5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, (byte)type.Length, .. Encoding.ASCII.GetBytes(type),
            8, .. "Identity"u8, 0, 0, 0, (byte)identity.Length, .. Encoding.ASCII.GetBytes(identity)];
        return [4, (byte)body.Length, .. body];
    }

    public void Raw(params byte[] bytes) => _stream.Write(bytes);

    /// <summary>Sends a message.</summary>
    public void Send(params byte[][] frames)
    {
        for (var i = 0; i < frames.Length; i++)
        {
            var length = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(length, frames[i].Length);
            Raw([(byte)(2 | (i < frames.Length - 1 ? 1 : 0)), .. length, .. frames[i]]);
        }
    }

    public void Send(params string[] frames) => Send([.. frames.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>The next message.</summary>
    public byte[][] Receive()
    {
        var frames = new List<byte[]>();
        while (true)
        {
            var (flags, body) = Frame();
            frames.Add(body);
            if ((flags & 1) == 0)
            {
                return [.. frames];
            }
        }
    }

    public string[] Texts() => [.. Receive().Select(Encoding.UTF8.GetString)];

    public (byte Flags, byte[] Body) Frame()
    {
        var flags = Take(1)[0];
        return (flags, Take((flags & 2) == 0 ? Take(1)[0] : (int)BinaryPrimitives.ReadInt64BigEndian(Take(8))));
    }

    /// <summary>Waits until the other side has taken all that was sent before: an answer to a ping says so.</summary>
    public void Await()
    {
        Raw([4, 8, 4, .. "PING"u8, 0, 1, (byte)'?']);
        Assert.Equal([4, .. "PONG"u8, (byte)'?'], Frame().Body);
    }

    /// <summary>Whether the other side hangs up.</summary>
    public bool IsLeft()
    {
        try
        {
            while (_stream.ReadByte() >= 0)
            {
            }

            return true;
        }
        catch (IOException exception) when (exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return true;
        }
    }

    public byte[] Take(int count)
    {
        var bytes = new byte[count];
        _stream.ReadExactly(bytes);
        return bytes;
    }

    public void Dispose() => _client.Dispose();
}
