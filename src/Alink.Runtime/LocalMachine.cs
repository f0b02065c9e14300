namespace Alink.Runtime;

/// <summary>Runs passes in this process alone.</summary>
/// <param name="workers">How many lanes are folded at the same time; at least 1.</param>
public sealed class LocalMachine(int workers) : Machine(workers)
{
    /// <summary>One worker for each processor.</summary>
    public static LocalMachine Default { get; } = new(Environment.ProcessorCount);

    internal override LaneRange Own(int lanes) => LaneRange.All(lanes);

    private protected override ValueTask<Share<TState>> MergeAsync<TState>(
        LaneRange own, Func<ValueTask<Share<TState>>> fold, Func<TState, TState, TState> merge,
        TrainingContext context) => fold();

    private protected override async ValueTask<IDataset> DeliverAsync(Shuffle shuffle) =>
        await shuffle.SplitAsync(MemoryBudget).ConfigureAwait(false) is { } tables
            ? new Delivered(shuffle.Rows.Schema, shuffle.Own, tables)
            : new Sifted(shuffle.Rows, shuffle.Key);
}
