namespace Alink;

/// <summary>Bounded rows that can be read again: a <see cref="Table"/> in memory, a folder of files,
/// a cluster's share of them.</summary>
/// <remarks>
/// The rows stand in lanes, whose number follows from the rows alone and never from the machine: a lane is read in order,
/// and results of lanes merge in a fixed tree. Where and by how many workers lanes are read is the <see cref="IMachine"/>'s.
/// </remarks>
public interface IDataset
{
    /// <summary>The columns of every row.</summary>
    Schema Schema { get; }

    /// <summary>How many lanes the rows stand in; 0 where there are no rows.</summary>
    int Lanes { get; }

    /// <summary>The rows of one lane, in order, in batches that fit in memory. Lanes
    /// may be read at the same time.</summary>
    IEnumerable<Table> Read(int lane, CancellationToken cancellation = default);
}

/// <summary>The lanes of a dataset, each made into an object that stays where it is from pass to pass.</summary>
/// <remarks>
/// A lane that does not fit the machine's memory is made again for every pass, so it must follow from its rows alone; what
/// it remembers from earlier passes may speed a pass up, and may not change its result.
/// </remarks>
/// <typeparam name="TLane">What a lane is made into.</typeparam>
public interface IResidents<TLane>
{
    /// <summary>How many lanes.</summary>
    int Lanes { get; }

    /// <summary>One pass: each lane folds into a state of its own, and the states merge in the fixed tree.</summary>
    /// <param name="start">The state before any lane.</param>
    /// <param name="update">The state after one lane: the number of the lane, and what it was made into.</param>
    /// <param name="merge">The state of both, the left first.</param>
    ValueTask<TState> AggregateAsync<TState>(
        Func<TState> start, Func<TState, int, TLane, TState> update, Func<TState, TState, TState> merge);
}

/// <summary>The verbs of a dataset.</summary>
public static class Dataset
{
    /// <summary>One pass: each lane folds into a state of its own, and the states merge in the fixed tree.</summary>
    public static ValueTask<TState> AggregateAsync<TState>(
        this IDataset rows, IAggregator<TState> aggregator, TrainingContext context) =>
        context.Machine.AggregateAsync(rows, aggregator, context);

    /// <summary>One pass of a fold whose states do not merge: one lane after the
    /// other, a checkpoint after each.</summary>
    public static async ValueTask<TState> FoldAsync<TState>(
        this IDataset rows, IFold<TState> fold, TrainingContext context)
    {
        var (lanes, (count, state)) = await context.ResumeAsync<(long, TState)>().ConfigureAwait(false)
            ?? (0, (0, fold.Start(rows.Schema)));
        for (var lane = lanes; lane < rows.Lanes; lane++)
        {
            foreach (var batch in rows.Read(lane, context.Cancellation))
            {
                context.Cancellation.ThrowIfCancellationRequested();
                state = fold.Update(state, batch);
                context.Passing(count += batch.RowCount);
            }

            await context.SaveAsync(lane + 1, (count, state)).ConfigureAwait(false);
        }

        context.Cancellation.ThrowIfCancellationRequested();
        context.Passed(count);
        return state;
    }

    /// <summary>All batches, one lane after the other.</summary>
    /// <exception cref="OperationCanceledException">It was asked for before a batch.</exception>
    public static IEnumerable<Table> ReadAll(this IDataset rows, CancellationToken cancellation = default)
    {
        for (var lane = 0; lane < rows.Lanes; lane++)
        {
            foreach (var batch in rows.Read(lane, cancellation))
            {
                cancellation.ThrowIfCancellationRequested();
                yield return batch;
            }
        }
    }

    /// <summary>These rows as a transformer makes them, computed when they are read.</summary>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public static IDataset Through(this IDataset rows, ITransformer transformer) => new Transformed(rows, transformer);

    /// <summary>Makes each lane into an object that stays, as far as memory allows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="prepare">Makes a lane's batches into its object.</param>
    /// <param name="bytes">The memory that such an object keeps.</param>
    /// <param name="context">The training that asks.</param>
    public static ValueTask<IResidents<TLane>> ResideAsync<TLane>(
        this IDataset rows, Func<IEnumerable<Table>, TLane> prepare, Func<TLane, long> bytes, TrainingContext context) =>
        context.Machine.ResideAsync(rows, prepare, bytes, context);

    /// <summary>Sends each row to the lane that owns its key, so that the rows of a key
    /// stand together, in their order.</summary>
    public static ValueTask<IDataset> ExchangeAsync<TKey>(this IDataset rows, Column<TKey> key, TrainingContext context)
    {
        rows.Schema.Reading(key);
        return context.Machine.ExchangeAsync(rows, key.Name, context);
    }

    sealed class Transformed(IDataset rows, ITransformer transformer) : IDataset
    {
        public Schema Schema { get; } = transformer.Transform(rows.Schema);

        public int Lanes => rows.Lanes;

        public IEnumerable<Table> Read(int lane, CancellationToken cancellation) =>
            rows.Read(lane, cancellation).Select(transformer.Transform);
    }
}
