namespace Alink;

/// <summary>Measures rows in one pass, in any cut of them: alone, in parallel, or
/// batch by batch from a stream.</summary>
/// <typeparam name="TState">What the rows so far add up to; plain data.</typeparam>
/// <typeparam name="TResult">What they say.</typeparam>
public interface IOnePassEvaluator<TState, TResult> : IEvaluator<TResult>, IAggregator<TState>
{
    /// <summary>What the rows so far say; the state stays as it is.</summary>
    /// <exception cref="TrainingException">The rows so far are too few.</exception>
    TResult Snapshot(TState state);

    /// <inheritdoc/>
    async ValueTask<TResult> IEvaluator<TResult>.EvaluateAsync(IDataset rows, TrainingContext context) =>
        Snapshot(await rows.AggregateAsync(this, context).ConfigureAwait(false));
}
