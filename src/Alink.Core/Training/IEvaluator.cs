namespace Alink;

/// <summary>Says in numbers how good predictions are, or how columns are distributed and hang together.</summary>
/// <typeparam name="TMetrics">The numbers it says it in.</typeparam>
public interface IEvaluator<TMetrics>
{
    /// <summary>Reads the rows: compares predictions with what is true of them, or tests a hypothesis.</summary>
    /// <exception cref="SchemaException">A column is missing or of the wrong type; no row has been read.</exception>
    /// <exception cref="TrainingException">There are no rows, or a value is missing or not finite.</exception>
    ValueTask<TMetrics> EvaluateAsync(IDataset rows, TrainingContext context);
}
