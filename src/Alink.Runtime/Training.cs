using Alink.Runtime;

namespace Alink;

/// <summary>Starts trainings on this machine.</summary>
public static class Training
{
    /// <summary>Learns from rows, with all processors of this machine.</summary>
    /// <inheritdoc cref="IEstimator{TModel}.FitAsync"/>
    public static ValueTask<TModel> FitAsync<TModel>(
        this IEstimator<TModel> estimator, IDataset training, CancellationToken cancellation = default)
        where TModel : ITransformer =>
        estimator.FitAsync(training, new TrainingContext(LocalMachine.Default) { Cancellation = cancellation });

    /// <summary>Learns from a table, now, with all processors of this machine.</summary>
    /// <inheritdoc cref="IEstimator{TModel}.FitAsync"/>
    public static TModel Fit<TModel>(this IEstimator<TModel> estimator, IDataset training)
        where TModel : ITransformer =>
        estimator.FitAsync(training).AsTask().GetAwaiter().GetResult();

    /// <summary>Compares the predictions of rows with what is true of them, now, with all processors of this machine.</summary>
    /// <inheritdoc cref="IEvaluator{TMetrics}.EvaluateAsync"/>
    public static TMetrics Evaluate<TMetrics>(this IEvaluator<TMetrics> evaluator, IDataset rows) =>
        evaluator.EvaluateAsync(rows, new TrainingContext(LocalMachine.Default)).AsTask().GetAwaiter().GetResult();
}
