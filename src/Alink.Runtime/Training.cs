using Alink.Runtime;

namespace Alink;

/// <summary>Starts trainings on this machine.</summary>
public static class Training
{
    /// <summary>Learns from rows, with all processors of this machine.</summary>
    /// <inheritdoc cref="IEstimator{TModel}.FitAsync"/>
    public static ValueTask<TModel> FitAsync<TModel>(
        this IEstimator<TModel> estimator, IDataset training, CancellationToken cancellation = default)
        where TModel : ITransformer => estimator.FitAsync(training, new TrainingOptions(), cancellation);

    /// <summary>Learns from rows, on this machine.</summary>
    /// <param name="estimator">What learns.</param>
    /// <param name="training">The rows.</param>
    /// <param name="options">How the training runs.</param>
    /// <param name="cancellation">Stops the training; it returns within one batch.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type; no row has been read.</exception>
    /// <exception cref="TrainingException">The rows cannot teach.</exception>
    /// <exception cref="DataFormatException">The checkpoints in the folder are of another training.</exception>
    public static ValueTask<TModel> FitAsync<TModel>(
        this IEstimator<TModel> estimator, IDataset training, TrainingOptions options,
        CancellationToken cancellation = default)
        where TModel : ITransformer =>
        new(Task.Run(() => RunAsync(estimator, training, options, cancellation).AsTask(), cancellation));

    /// <summary>Learns from rows, now, on this machine.</summary>
    /// <param name="estimator">What learns.</param>
    /// <param name="training">The rows.</param>
    /// <param name="options">How the training runs; by default with all processors.</param>
    /// <inheritdoc cref="IEstimator{TModel}.FitAsync"/>
    /// <example>
    /// <code>
    /// var ages = Table.Of&lt;Vector&gt;("features", [20.0], [40.0]);
    /// var model = new Alink.Features.StandardScaler().Fit(ages, new TrainingOptions { Workers = 2 });
    /// model.Mean.ToArray() // => [30]
    /// </code>
    /// </example>
    public static TModel Fit<TModel>(
        this IEstimator<TModel> estimator, IDataset training, TrainingOptions? options = null)
        where TModel : ITransformer =>
        RunAsync(estimator, training, options ?? new(), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>Compares the predictions of rows with what is true of them, now, with all processors of this
    /// machine.</summary>
    /// <inheritdoc cref="IEvaluator{TMetrics}.EvaluateAsync"/>
    public static TMetrics Evaluate<TMetrics>(this IEvaluator<TMetrics> evaluator, IDataset rows) =>
        evaluator.EvaluateAsync(rows, new TrainingContext(LocalMachine.Default)).AsTask().GetAwaiter().GetResult();

    static async ValueTask<TModel> RunAsync<TModel>(
        IEstimator<TModel> estimator, IDataset training, TrainingOptions options, CancellationToken cancellation)
        where TModel : ITransformer
    {
        var machine = options.MemoryBudget is { } budget
            ? new LocalMachine(options.Workers) { MemoryBudget = budget }
            : new LocalMachine(options.Workers);
        var checkpoints = options.Checkpoints is null ? null
            : new FileCheckpoints(options.Checkpoints, Fingerprint.Of(estimator, training))
            {
                Every = options.CheckpointEvery,
            };
        var model = await estimator.FitAsync(training, new TrainingContext(machine)
        {
            Cancellation = cancellation,
            Progress = options.Progress,
            Checkpoints = checkpoints,
            Time = options.Time,
        }).ConfigureAwait(false);
        checkpoints?.Clear();
        return model;
    }
}
