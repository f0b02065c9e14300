using System.Runtime.ExceptionServices;

namespace Alink.Runtime;

/// <summary>Runs passes as one of several hosts, each of which runs the same program.</summary>
/// <remarks>
/// A verb is a collective: a host folds the lanes that are its own, tells the others what came of them, hears what came
/// of theirs, and finishes the same tree; so each has the result, with the bits that one process alone would give.
/// Hosts that each run the program once stay in step without being told, as long as it is deterministic and asks for
/// one verb at a time. A failure in a lane fails the verb on every host, with the exception of the lowest lane that
/// failed. A host that is cancelled, or disposed while the others go on, fails theirs with <see cref="HostException"/>;
/// after that the machine is of no more use.
/// </remarks>
/// <param name="transport">What carries messages to the other hosts.</param>
/// <param name="workers">How many lanes this host folds at the same time; at least 1.</param>
public sealed class HostMachine(IPeerTransport transport, int workers) : Machine(workers), IAsyncDisposable
{
    readonly PeerGroup _group = new(transport);
    int _verbs;

    /// <summary>The number of this host, from 0.</summary>
    public int Host => _group.Host;

    /// <summary>Tells the other hosts that this one takes part no more.</summary>
    public async ValueTask DisposeAsync()
    {
        // Whom this host can no longer reach has a transport that knows it.
        await _group.LeaveAsync("its program has ended.").ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    internal override LaneRange Own(int lanes) => LaneRange.Of(lanes, _group.Host, _group.Hosts);

    private protected override async ValueTask<Share<TState>> MergeAsync<TState>(
        LaneRange own, Func<ValueTask<Share<TState>>> fold, Func<TState, TState, TState> merge, TrainingContext context)
    {
        var shares = await MeetAsync(fold, share =>
        {
            ReadOnlyMemory<byte> letter = StateCodec.Write(new Outcome<Share<TState>>(share, null));
            return [.. Enumerable.Repeat(letter, _group.Hosts)];
        }, context.Cancellation).ConfigureAwait(false);
        var tree = new StateTree<TState>(LaneRange.All(own.Lanes), merge);
        for (var host = 0; host < shares.Length; host++)
        {
            var roots = LaneRange.Of(own.Lanes, host, _group.Hosts).Roots();
            RefuseUnless(shares[host].States?.Length == roots.Count, host);
            for (var i = 0; i < roots.Count; i++)
            {
                tree.Add(roots[i], shares[host].States[i]);
            }
        }

        return new(shares.Sum(share => share.Rows), tree.States);
    }

    private protected override async ValueTask<IDataset> DeliverAsync(Shuffle shuffle)
    {
        var lanes = shuffle.Own.Lanes;
        var parts = await MeetAsync(
            async () => (await shuffle.SplitAsync(long.MaxValue).ConfigureAwait(false))!,
            tables => [.. Enumerable.Range(0, _group.Hosts)
                .Select(host => LaneRange.Of(lanes, host, _group.Hosts))
                .Select(range => new Outcome<Table?[]>(tables[range.First..range.End], null))
                .Select(outcome => (ReadOnlyMemory<byte>)StateCodec.Write(outcome))],
            shuffle.Context.Cancellation).ConfigureAwait(false);
        parts[_group.Host] = parts[_group.Host][shuffle.Own.First..shuffle.Own.End];
        for (var host = 0; host < parts.Length; host++)
        {
            RefuseUnless(parts[host].Length == shuffle.Own.Count, host);
        }

        return new Delivered(shuffle.Rows.Schema, shuffle.Own, [.. Enumerable.Range(0, shuffle.Own.Count)
            .Select(lane => Shuffle.Join(parts.Select(part => part[lane])))]);
    }

    /// <summary>One collective: works, tells the others what came of it, and gathers what came of theirs; shape:
    /// hosts.</summary>
    async ValueTask<T[]> MeetAsync<T>(
        Func<ValueTask<T>> work, Func<T, ReadOnlyMemory<byte>[]> write, CancellationToken cancellation)
        where T : class
    {
        ObjectDisposedException.ThrowIf(_group.HasLeft, this);
        if (Interlocked.Exchange(ref _verbs, 1) == 1)
        {
            throw new InvalidOperationException(
                "Two verbs run at the same time; hosts stay in step only one verb after the other.");
        }

        var values = new T[_group.Hosts];
        ReadOnlyMemory<byte>[] letters;
        ExceptionDispatchInfo? failure = null;
        try
        {
            values[_group.Host] = await work().ConfigureAwait(false);
            letters = _group.Hosts == 1 ? [default] : write(values[_group.Host]);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _ = _group.LeaveAsync("it was cancelled.");
            throw;
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
            letters = new ReadOnlyMemory<byte>[_group.Hosts];
            Array.Fill(letters, StateCodec.Write(new Outcome<T>(null, Failure.Of(exception))));
        }

        var heard = await _group.MeetAsync(letters, cancellation).ConfigureAwait(false);
        Volatile.Write(ref _verbs, 0);
        for (var host = 0; host < heard.Length; host++)
        {
            if (host == _group.Host)
            {
                failure?.Throw();
                continue;
            }

            var outcome = Read<T>(heard[host], host);
            values[host] = outcome.Value
                ?? throw (outcome.Failure ?? new(FailureKind.Other, "it brought nothing.")).From(host);
        }

        return values;
    }

    Outcome<T> Read<T>(ReadOnlyMemory<byte> letter, int host)
        where T : class
    {
        try
        {
            return StateCodec.Read<Outcome<T>>(letter.Span);
        }
        catch (InvalidDataException exception)
        {
            var refused = new InvalidDataException(
                $"What host {host} says is no outcome: {exception.Message}", exception);
            _ = _group.LeaveAsync(refused.Message);
            throw refused;
        }
    }

    void RefuseUnless(bool fits, int host)
    {
        if (!fits)
        {
            var refused = new InvalidDataException($"Host {host} brings other lanes than its own.");
            _ = _group.LeaveAsync(refused.Message);
            throw refused;
        }
    }
}
