using Alink.Runtime;

namespace Alink;

/// <summary>Learns from streams as from tables.</summary>
public static class LanedTraining
{
    /// <summary>How many rows a lane of a table holds, up to 1,048,576 rows.</summary>
    public const int RowsOfTable = 16_384;

    /// <summary>Learns from a stream what the estimator learns from a table of the same rows, to the bit.</summary>
    /// <param name="estimator">What learns.</param>
    /// <param name="laneRows">How many rows a lane holds; at least 1.</param>
    public static LanedEstimator<TState, TModel> InLanes<TState, TModel>(
        this IOnePassEstimator<TState, TModel> estimator, int laneRows = RowsOfTable)
        where TModel : ITransformer => new(estimator, laneRows);

    /// <summary>Learns all rows of a stream that ends: what it learns from a table of the same rows, to the bit.</summary>
    /// <param name="estimator">What learns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type; no row has been read.</exception>
    /// <exception cref="TrainingException">The rows cannot teach.</exception>
    /// <example>
    /// <code>
    /// using Alink.Features;
    ///
    /// var ages = Table.Of&lt;Vector&gt;("features", [20.0], [45.0], [60.0]);
    /// var streamed = await new StandardScaler().FitAsync(TableStream.Of(ages, rowsPerBatch: 2));
    /// streamed.Mean.SequenceEqual(new StandardScaler().Fit(ages).Mean) // => True
    /// </code>
    /// </example>
    public static ValueTask<TModel> FitAsync<TState, TModel>(
        this IOnePassEstimator<TState, TModel> estimator, TableStream rows, CancellationToken cancellation = default)
        where TModel : ITransformer => StreamTraining.FitAsync(estimator.InLanes(), rows, cancellation);
}
