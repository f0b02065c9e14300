namespace Alink.Runtime;

/// <summary>Runs passes in this process: workers fold lanes, and states merge in the canonical tree over lanes.</summary>
/// <param name="workers">How many lanes are folded at the same time; at least 1.</param>
public sealed class LocalMachine(int workers) : IMachine
{
    readonly int _workers = Require.AtLeast(1, workers, nameof(workers));

    /// <summary>One worker for each processor.</summary>
    public static LocalMachine Default { get; } = new(Environment.ProcessorCount);

    /// <inheritdoc/>
    public async ValueTask<TState> AggregateAsync<TState>(
        IDataset rows, IAggregator<TState> aggregator, TrainingContext context)
    {
        var counter = new RowCounter(context);
        var state = await FoldAsync(rows.Lanes, () => aggregator.Start(rows.Schema), (state, lane) =>
        {
            foreach (var batch in counter.Read(rows, lane))
            {
                state = aggregator.Update(state, batch);
            }

            return state;
        }, aggregator.Merge, context).ConfigureAwait(false);
        context.Passed(counter.Rows);
        return state;
    }

    /// <inheritdoc/>
    public async ValueTask<IResidents<TLane>> ResideAsync<TLane>(
        IDataset rows, Func<IEnumerable<Table>, TLane> prepare, Func<TLane, long> bytes, TrainingContext context)
    {
        var counter = new RowCounter(context);
        var lanes = new TLane[rows.Lanes];
        await new LaneWork(LaneRange.All(lanes.Length), lane => lanes[lane] = prepare(counter.Read(rows, lane)))
            .RunAsync(_workers).ConfigureAwait(false);
        context.Passed(counter.Rows);
        return new Residents<TLane>(this, lanes, context);
    }

    /// <inheritdoc/>
    public ValueTask<IDataset> ExchangeAsync(IDataset rows, string key, TrainingContext context) =>
        throw new NotSupportedException();

    async ValueTask<TState> FoldAsync<TState>(
        int lanes, Func<TState> start, Func<TState, int, TState> fold, Func<TState, TState, TState> merge, TrainingContext context)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        if (lanes <= 1)
        {
            return lanes == 0 ? start() : fold(start(), 0);
        }

        var range = LaneRange.All(lanes);
        var tree = new StateTree<TState>(range, merge);
        await new LaneWork(range, lane =>
        {
            context.Cancellation.ThrowIfCancellationRequested();
            tree.Add(range.Leaves + lane, fold(start(), lane));
        }).RunAsync(_workers).ConfigureAwait(false);
        return tree.States[0];
    }

    sealed class Residents<TLane>(LocalMachine machine, TLane[] lanes, TrainingContext context) : IResidents<TLane>
    {
        public int Lanes => lanes.Length;

        public ValueTask<TState> AggregateAsync<TState>(
            Func<TState> start, Func<TState, int, TLane, TState> update, Func<TState, TState, TState> merge) =>
            machine.FoldAsync(lanes.Length, start, (state, lane) => update(state, lane, lanes[lane]), merge, context);
    }
}
