using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;

namespace Alink.Interactive.Zmtp;

/// <summary>One peer of a <see cref="ZmtpSocket"/>: the server's side of ZMTP 3.0 and 3.1 under the mechanism NULL.</summary>
/// <remarks>Whatever a peer sends is bounded, and memory is taken only for bytes that have come.</remarks>
sealed class ZmtpConnection(Stream stream) : IDisposable
{
    /// <summary>The most bytes of a message.</summary>
    public const int MostBytes = 64 << 20;

    const int GreetingBytes = 64;
    const int MostCommandBytes = 1 << 16;
    const int MostFrames = 256;
    const int MostWaiting = 10_000;
    const byte More = 1, Long = 2, Command = 4;

    readonly PipeReader _reader = PipeReader.Create(stream);
    readonly Channel<byte[]> _outbox = Channel.CreateBounded<byte[]>(MostWaiting);
    readonly List<byte[]> _topics = [];

    /// <summary>How the peer calls itself; empty where it does not.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>Greets the peer, and agrees on what kinds of sockets meet.</summary>
    /// <param name="type">The kind of this socket.</param>
    /// <param name="peers">The kinds that may talk to it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidDataException">The peer speaks otherwise.</exception>
    public async Task OpenAsync(string type, IReadOnlyCollection<string> peers, CancellationToken cancellation)
    {
        var greeting = new byte[GreetingBytes];
        (greeting[0], greeting[9], greeting[10], greeting[11]) = (0xFF, 0x7F, 3, 1);
        "NULL"u8.CopyTo(greeting.AsSpan(12));
        await stream.WriteAsync(greeting, cancellation).ConfigureAwait(false);
        var heard = await TakeAsync(GreetingBytes, cancellation).ConfigureAwait(false);
        Check(heard[0] == 0xFF && heard[9] == 0x7F && heard[10] >= 3, "The peer does not speak ZMTP 3.");
        Check(heard.AsSpan(12, 20).TrimEnd((byte)0).SequenceEqual("NULL"u8), "The peer wants another mechanism than NULL.");

        await stream.WriteAsync(Framed(Command, [.. Named("READY"), .. Property("Socket-Type", Encoding.ASCII.GetBytes(type))]), cancellation)
            .ConfigureAwait(false);
        var (flags, body) = await FrameAsync(MostCommandBytes, cancellation).ConfigureAwait(false);
        Check((flags & Command) != 0 && NameOf(body) == "READY", "The peer did not say READY.");
        var properties = Properties(body.AsMemory(1 + body[0]));
        Check(peers.Contains(Encoding.ASCII.GetString(properties.GetValueOrDefault("socket-type", []))), $"The peer's socket is none that {type} talks to.");
        Identity = properties.GetValueOrDefault("identity", []);
    }

    /// <summary>The frames of the next message.</summary>
    /// <exception cref="InvalidDataException">What comes is no message, or a message too large.</exception>
    /// <exception cref="EndOfStreamException">The peer has gone.</exception>
    public async ValueTask<byte[][]> ReceiveAsync(CancellationToken cancellation)
    {
        var (frames, left) = (new List<byte[]>(), MostBytes);
        while (true)
        {
            var (flags, body) = await FrameAsync(left, cancellation).ConfigureAwait(false);
            if ((flags & Command) != 0)
            {
                Obey(body);
                continue;
            }

            frames.Add(body);
            left -= body.Length;
            Check(frames.Count <= MostFrames, $"A message has more than {MostFrames} frames.");
            if ((flags & More) == 0)
            {
                return [.. frames];
            }
        }
    }

    /// <summary>Sends a message, or drops it where the peer has let too many wait.</summary>
    public void Send(params ReadOnlySpan<byte[]> frames)
    {
        var bytes = new List<byte>();
        for (var i = 0; i < frames.Length; i++)
        {
            bytes.AddRange(Framed(i < frames.Length - 1 ? More : (byte)0, frames[i]));
        }

        _outbox.Writer.TryWrite([.. bytes]);
    }

    /// <summary>Writes what is sent, until the connection ends.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        await foreach (var message in _outbox.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await stream.WriteAsync(message, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Begins (1) or ends (0) a subscription, as peers of ZMTP 3.0 ask for it.</summary>
    public void Subscribe(byte[] request)
    {
        lock (_topics)
        {
            if (request is [1, .. var topic])
            {
                _topics.Add(topic);
            }
            else if (request is [0, .. var past] && _topics.FindIndex(known => known.AsSpan().SequenceEqual(past)) is >= 0 and var place)
            {
                _topics.RemoveAt(place);
            }
        }
    }

    /// <summary>Whether the peer has subscribed to the beginning of a first frame.</summary>
    public bool Wants(byte[] frame)
    {
        lock (_topics)
        {
            return _topics.Exists(topic => frame.AsSpan().StartsWith(topic));
        }
    }

    /// <summary>Sends no more than what waits.</summary>
    public void Close() => _outbox.Writer.TryComplete();

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        stream.Dispose();
    }

    void Obey(byte[] command)
    {
        var rest = command.AsSpan(1 + NameOf(command).Length);
        switch (NameOf(command))
        {
            case "SUBSCRIBE":
                Subscribe([1, .. rest]);
                break;
            case "CANCEL":
                Subscribe([0, .. rest]);
                break;
            case "PING" when rest.Length >= 2:
                _outbox.Writer.TryWrite(Framed(Command, [.. Named("PONG"), .. rest[2..]]));
                break;
            case "ERROR":
                throw new InvalidDataException("The peer ended with an error.");
        }
    }

    async ValueTask<(byte Flags, byte[] Body)> FrameAsync(int most, CancellationToken cancellation)
    {
        var flags = (await TakeAsync(1, cancellation).ConfigureAwait(false))[0];
        Check(flags <= (Command | Long | More), $"A frame has the flags {flags}.");
        var length = (flags & Long) == 0
            ? (await TakeAsync(1, cancellation).ConfigureAwait(false))[0]
            : BinaryPrimitives.ReadUInt64BigEndian(await TakeAsync(8, cancellation).ConfigureAwait(false));
        most = (flags & Command) != 0 ? Math.Min(most, MostCommandBytes) : most;
        Check(length <= (ulong)most, $"A frame has {length} bytes where {most} are allowed.");
        return (flags, await TakeAsync((int)length, cancellation).ConfigureAwait(false));
    }

    async ValueTask<byte[]> TakeAsync(int count, CancellationToken cancellation)
    {
        if (count == 0)
        {
            return [];
        }

        var result = await _reader.ReadAtLeastAsync(count, cancellation).ConfigureAwait(false);
        if (result.Buffer.Length < count)
        {
            throw new EndOfStreamException();
        }

        var taken = result.Buffer.Slice(0, count);
        var bytes = taken.ToArray();
        _reader.AdvanceTo(taken.End);
        return bytes;
    }

    static byte[] Framed(byte flags, byte[] body)
    {
        if (body.Length <= byte.MaxValue)
        {
            return [flags, (byte)body.Length, .. body];
        }

        var length = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)body.Length);
        return [(byte)(flags | Long), .. length, .. body];
    }

    static byte[] Named(string name) => [(byte)name.Length, .. Encoding.ASCII.GetBytes(name)];

    static string NameOf(byte[] command)
    {
        Check(command.Length > 0 && command[0] < command.Length, "A command has no name.");
        return Encoding.ASCII.GetString(command, 1, command[0]);
    }

    static byte[] Property(string name, byte[] value)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        return [.. Named(name), .. length, .. value];
    }

    /// <summary>Names, in small letters, and values.</summary>
    static Dictionary<string, byte[]> Properties(ReadOnlyMemory<byte> rest)
    {
        var properties = new Dictionary<string, byte[]>();
        while (!rest.IsEmpty)
        {
            var name = rest.Span[0];
            Check(rest.Length >= 1 + name + 4, "A property is cut off.");
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest.Span[(1 + name)..]);
            Check(length <= rest.Length - 5 - name, "A property is cut off.");
            properties[Encoding.ASCII.GetString(rest.Span.Slice(1, name)).ToLowerInvariant()] = rest.Slice(5 + name, (int)length).ToArray();
            rest = rest[(5 + name + (int)length)..];
        }

        return properties;
    }

    static void Check(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
