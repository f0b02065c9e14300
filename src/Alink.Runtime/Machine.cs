namespace Alink.Runtime;

/// <summary>Runs passes: workers of this process fold the lanes that are its own, and states merge in the canonical
/// tree over lanes.</summary>
/// <remarks>The tree stands over all lanes: leaf = P + lane, parent = i / 2, subtrees without lanes skipped; so the
/// bits of a result depend neither on workers nor on hosts nor on the memory there is.</remarks>
public abstract class Machine : IMachine
{
    private protected Machine(int workers) => Workers = Require.AtLeast(1, workers, nameof(workers));

    /// <summary>How many lanes are folded at the same time; at least 1.</summary>
    public int Workers { get; }

    /// <summary>How many bytes the lanes of one dataset may keep from pass to pass; at least 0. By default half of what
    /// there is.</summary>
    /// <remarks>Lanes beyond it are read and made again in every pass.</remarks>
    public long MemoryBudget { get; init => field = Require.AtLeast(0, value); } =
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <inheritdoc/>
    public ValueTask<TState> AggregateAsync<TState>(
        IDataset rows, IAggregator<TState> aggregator, TrainingContext context)
    {
        var counter = new RowCounter(context);
        return PassAsync(Own(rows.Lanes), () => aggregator.Start(rows.Schema), Fold, aggregator.Merge, counter);

        TState Fold(TState state, int lane)
        {
            foreach (var batch in counter.Read(rows, lane))
            {
                state = aggregator.Update(state, batch);
            }

            return state;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IResidents<TLane>> ResideAsync<TLane>(
        IDataset rows, Func<IEnumerable<Table>, TLane> prepare, Func<TLane, long> bytes, TrainingContext context)
    {
        var residents = new Residents<TLane>(this, rows, prepare, bytes, context);
        await residents.FillAsync().ConfigureAwait(false);
        return residents;
    }

    /// <inheritdoc/>
    public ValueTask<IDataset> ExchangeAsync(IDataset rows, string key, TrainingContext context) =>
        rows.Schema[key].Type == DataType.Vector
        ? throw new SchemaException($"Column '{key}' holds vectors, which are no keys.")
        : rows.Lanes == 0 ? new(rows)
        : DeliverAsync(new Shuffle(rows, key, Own(rows.Lanes), Workers, context));

    /// <summary>One pass: the lanes of this process fold, and all states merge.</summary>
    internal async ValueTask<TState> PassAsync<TState>(
        LaneRange own, Func<TState> start, Func<TState, int, TState> fold, Func<TState, TState, TState> merge,
        RowCounter counter)
    {
        if (own.Lanes == 0)
        {
            counter.Context.Cancellation.ThrowIfCancellationRequested();
            return start();
        }

        var share = await MergeAsync(own, FoldAsync, merge, counter.Context).ConfigureAwait(false);
        counter.Context.Passed(share.Rows);
        return share.States[0];

        async ValueTask<Share<TState>> FoldAsync()
        {
            var tree = new StateTree<TState>(own, merge);
            await new LaneWork(own, lane =>
            {
                counter.Context.Cancellation.ThrowIfCancellationRequested();
                tree.Add(own.Leaves + lane, fold(start(), lane));
            }).RunAsync(Workers).ConfigureAwait(false);
            return new(counter.Rows, tree.States);
        }
    }

    /// <summary>The lanes of this process.</summary>
    internal abstract LaneRange Own(int lanes);

    /// <summary>The rows of all hosts, and the one state that all states merge into.</summary>
    private protected abstract ValueTask<Share<TState>> MergeAsync<TState>(
        LaneRange own, Func<ValueTask<Share<TState>>> fold, Func<TState, TState, TState> merge,
        TrainingContext context);

    /// <summary>The rows of the keys that this process owns.</summary>
    private protected abstract ValueTask<IDataset> DeliverAsync(Shuffle shuffle);
}
