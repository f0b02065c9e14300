namespace Alink;

/// <summary>Says how good predictions are.</summary>
/// <typeparam name="TMetrics">The numbers it says it in.</typeparam>
public interface IEvaluator<TMetrics>
{
    /// <summary>Compares the predictions of rows with what is true of them.</summary>
    /// <exception cref="SchemaException">A column is missing or of the wrong type; no row has been read.</exception>
    /// <exception cref="TrainingException">There are no rows, or a value is missing or not finite.</exception>
    ValueTask<TMetrics> EvaluateAsync(IDataset rows, TrainingContext context);
}
