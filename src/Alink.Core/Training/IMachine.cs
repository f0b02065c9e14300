namespace Alink;

/// <summary>What runs passes: one process with its workers, or several hosts in step.</summary>
/// <remarks>Whatever runs them, and with how many workers, the same rows give the same bits.</remarks>
public interface IMachine
{
    /// <inheritdoc cref="Dataset.AggregateAsync"/>
    ValueTask<TState> AggregateAsync<TState>(IDataset rows, IAggregator<TState> aggregator, TrainingContext context);

    /// <inheritdoc cref="Dataset.ResideAsync"/>
    ValueTask<IResidents<TLane>> ResideAsync<TLane>(
        IDataset rows, Func<IEnumerable<Table>, TLane> prepare, Func<TLane, long> bytes, TrainingContext context);

    /// <inheritdoc cref="Dataset.ExchangeAsync"/>
    ValueTask<IDataset> ExchangeAsync(IDataset rows, string key, TrainingContext context);
}
