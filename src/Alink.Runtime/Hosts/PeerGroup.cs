using System.Runtime.ExceptionServices;
using System.Text;

namespace Alink.Runtime;

/// <summary>The hosts of a cluster in step: in each collective every host says something to every other, and hears all
/// of them.</summary>
/// <remarks>
/// Nobody can end a collective before everybody has begun it; so of what comes early only the next collective's can
/// come, and that is kept. What comes twice or late is passed over. What no host of the group would say ends the group.
/// </remarks>
sealed class PeerGroup(IPeerTransport transport)
{
    readonly Dictionary<(int Host, long Collective), Letter> _letters = [];
    readonly (long From, string Reason)?[] _farewells = new (long, string)?[transport.Hosts];
    readonly int _chunkBytes = transport.MessageBytes is >= 64 and <= IPeerTransport.LargestMessage
        ? transport.MessageBytes - Frame.HeaderBytes
        : throw new ArgumentOutOfRangeException(
            nameof(transport), transport.MessageBytes, "The messages of a transport have from 64 to 262,144 bytes.");

    long _collective;

    public int Host => transport.Host;

    public int Hosts => transport.Hosts;

    /// <summary>Whether this host takes part no more.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>One collective.</summary>
    /// <param name="letters">What is said to each host; shape: hosts, nothing for this one.</param>
    /// <param name="cancellation">Stops waiting, and leaves the group.</param>
    /// <returns>What each host said; shape: hosts, nothing of this one.</returns>
    /// <exception cref="HostException">A host has left.</exception>
    /// <exception cref="InvalidDataException">A host said what none would.</exception>
    public async ValueTask<ReadOnlyMemory<byte>[]> MeetAsync(
        ReadOnlyMemory<byte>[] letters, CancellationToken cancellation)
    {
        _collective++;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ExceptionDispatchInfo? failure = null;
        ReadOnlyMemory<byte>[] heard = [];
        await Task.WhenAll(
            OrStop(() => SendAsync(letters, stop.Token)),
            OrStop(async () => heard = await HearAsync(stop.Token).ConfigureAwait(false))).ConfigureAwait(false);
        if (failure is not null)
        {
            _ = LeaveAsync(failure.SourceException.Message, _collective);
            failure.Throw();
        }

        return heard;

        async Task OrStop(Func<ValueTask> half)
        {
            try
            {
                await half().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes part no more after the last collective: what the others wait for will not come, and they are told
    /// so.</summary>
    public Task LeaveAsync(string reason) => LeaveAsync(reason, _collective + 1);

    Task LeaveAsync(string reason, long from)
    {
        if (HasLeft)
        {
            return Task.CompletedTask;
        }

        HasLeft = true;
        var text = Encoding.UTF8.GetBytes(reason);
        var frame = new Frame(from, Frame.Farewell, 0, text.AsMemory(0, Math.Min(text.Length, _chunkBytes))).Write();
        return Task.WhenAll(Others().Select(async host =>
            await transport.SendAsync(host, frame, CancellationToken.None).ConfigureAwait(false)));
    }

    /// <summary>Every other host, from the next one on, so that not all speak to the same one first.</summary>
    IEnumerable<int> Others() => Enumerable.Range(1, Hosts - 1).Select(step => (Host + step) % Hosts);

    async ValueTask SendAsync(ReadOnlyMemory<byte>[] letters, CancellationToken cancellation)
    {
        foreach (var host in Others())
        {
            var letter = letters[host];
            for (var place = 0; place == 0 || place < letter.Length; place += _chunkBytes)
            {
                var chunk = letter.Slice(place, Math.Min(_chunkBytes, letter.Length - place));
                var frame = new Frame(_collective, letter.Length, place, chunk).Write();
                await transport.SendAsync(host, frame, cancellation).ConfigureAwait(false);
            }
        }
    }

    async ValueTask<ReadOnlyMemory<byte>[]> HearAsync(CancellationToken cancellation)
    {
        while (!IsComplete())
        {
            var (host, message) = await transport.ReceiveAsync(cancellation).ConfigureAwait(false);
            Take(host, message);
        }

        var heard = new ReadOnlyMemory<byte>[Hosts];
        for (var host = 0; host < Hosts; host++)
        {
            if (_letters.Remove((host, _collective), out var letter))
            {
                heard[host] = letter.Open();
            }
        }

        return heard;
    }

    bool IsComplete()
    {
        var complete = true;
        for (var host = 0; host < Hosts; host++)
        {
            if (host != Host && !(_letters.TryGetValue((host, _collective), out var letter) && letter.IsComplete))
            {
                complete = _farewells[host] is { } farewell && farewell.From <= _collective
                    ? throw new HostException(host, $"Host {host} takes part no more: {farewell.Reason}")
                    : false;
            }
        }

        return complete;
    }

    void Take(int host, ReadOnlyMemory<byte> message)
    {
        if (host < 0 || host >= Hosts || host == Host)
        {
            throw new InvalidDataException(
                $"A message came from host {host}; the others of {Hosts} were meant to speak.");
        }

        var frame = Frame.Read(message);
        if (frame.Total == Frame.Farewell)
        {
            _farewells[host] ??= (frame.Collective, Encoding.UTF8.GetString(frame.Chunk.Span));
            return;
        }

        if (frame.Collective > _collective + 1)
        {
            throw new InvalidDataException(
                $"Host {host} speaks in collective {frame.Collective}, and this is {_collective}.");
        }

        if (frame.Collective < _collective)
        {
            return;
        }

        if (!_letters.TryGetValue((host, frame.Collective), out var letter))
        {
            letter = new(frame.Total, _chunkBytes);
            _letters.Add((host, frame.Collective), letter);
        }

        letter.Add(frame);
    }
}
