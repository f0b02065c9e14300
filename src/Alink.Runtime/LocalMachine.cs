using System.Runtime.ExceptionServices;

namespace Alink.Runtime;

/// <summary>Runs passes in this process: workers fold lanes, and states merge in the canonical tree over lanes.</summary>
/// <param name="workers">How many lanes are folded at the same time; at least 1.</param>
public sealed class LocalMachine(int workers) : IMachine
{
    /// <summary>One worker for each processor.</summary>
    public static LocalMachine Default { get; } = new(Environment.ProcessorCount);

    /// <inheritdoc/>
    public ValueTask<TState> AggregateAsync<TState>(
        IDataset rows, IAggregator<TState> aggregator, TrainingContext context) =>
        Fold(rows.Lanes, () => aggregator.Start(rows.Schema), (state, lane) =>
        {
            foreach (var batch in rows.Read(lane, context.Cancellation))
            {
                context.Cancellation.ThrowIfCancellationRequested();
                state = aggregator.Update(state, batch);
            }

            return state;
        }, aggregator.Merge, context);

    /// <inheritdoc/>
    public async ValueTask<IResidents<TLane>> ResideAsync<TLane>(
        IDataset rows, Func<IEnumerable<Table>, TLane> prepare, Func<TLane, long> bytes, TrainingContext context)
    {
        var lanes = new TLane[rows.Lanes];
        await Fold(lanes.Length, () => 0, (state, lane) =>
        {
            lanes[lane] = prepare(rows.Read(lane, context.Cancellation));
            return state;
        }, (left, _) => left, context).ConfigureAwait(false);
        return new Residents<TLane>(this, lanes, context);
    }

    /// <inheritdoc/>
    public ValueTask<IDataset> ExchangeAsync(IDataset rows, string key, TrainingContext context) =>
        throw new NotSupportedException();

    ValueTask<TState> Fold<TState>(
        int lanes, Func<TState> start, Func<TState, int, TState> fold, Func<TState, TState, TState> merge, TrainingContext context)
    {
        if (lanes == 0)
        {
            return new(start());
        }

        var leaves = 1;
        while (leaves < lanes)
        {
            leaves *= 2;
        }

        var done = new (bool Is, TState State)[2 * leaves];
        var (next, failed, failure) = (-1, int.MaxValue, default(ExceptionDispatchInfo));
        if (workers == 1 || lanes == 1)
        {
            Work();
        }
        else
        {
            Parallel.For(0, Math.Min(workers, lanes), new ParallelOptions { MaxDegreeOfParallelism = workers }, _ => Work());
        }

        failure?.Throw();
        return new(done[1].State);

        void Work()
        {
            for (var lane = Interlocked.Increment(ref next); lane < lanes && failure is null; lane = Interlocked.Increment(ref next))
            {
                try
                {
                    context.Cancellation.ThrowIfCancellationRequested();
                    Climb(leaves + lane, fold(start(), lane));
                }
                catch (Exception exception)
                {
                    lock (done)
                    {
                        (failed, failure) = lane < failed ? (lane, ExceptionDispatchInfo.Capture(exception)) : (failed, failure);
                    }
                }
            }
        }

        void Climb(int node, TState state)
        {
            while (node > 1)
            {
                var sibling = node ^ 1;
                if (First(sibling) < lanes)
                {
                    TState other;
                    lock (done)
                    {
                        if (!done[sibling].Is)
                        {
                            done[node] = (true, state);
                            return;
                        }

                        other = done[sibling].State;
                        done[sibling] = default;
                    }

                    state = sibling > node ? merge(state, other) : merge(other, state);
                }

                node /= 2;
            }

            done[1] = (true, state);
        }

        int First(int node)
        {
            while (node < leaves)
            {
                node *= 2;
            }

            return node - leaves;
        }
    }

    sealed class Residents<TLane>(LocalMachine machine, TLane[] lanes, TrainingContext context) : IResidents<TLane>
    {
        public int Lanes => lanes.Length;

        public ValueTask<TState> AggregateAsync<TState>(
            Func<TState> start, Func<TState, int, TLane, TState> update, Func<TState, TState, TState> merge) =>
            machine.Fold(lanes.Length, start, (state, lane) => update(state, lane, lanes[lane]), merge, context);
    }
}
