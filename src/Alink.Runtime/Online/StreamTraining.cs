using Alink.Runtime;

namespace Alink;

/// <summary>Trains learners on streams.</summary>
public static class StreamTraining
{
    /// <summary>Learns the rows of a stream in a job, and publishes models as it goes.</summary>
    /// <remarks>
    /// The rows that come out were predicted before they were learnt, each by the model of all rows before it: they tell
    /// how good the learner is (progressive validation). Where nobody reads them, rows are only learnt. A model is
    /// published after its epoch stands in a checkpoint, and again, the same to the bit, where a job goes on from there.
    /// </remarks>
    /// <param name="rows">The rows.</param>
    /// <param name="learner">What learns.</param>
    /// <param name="options">Where models go, how often, and what to go on from.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    /// <example>
    /// <code>
    /// using Alink.Features;
    /// using Alink.Runtime;
    ///
    /// var ages = Table.Of&lt;Vector&gt;("features", [20.0], [40.0], [60.0]);
    /// var live = new LiveModel&lt;StandardScalerModel&gt;(new StandardScaler().Fit(ages.Slice(0, 1)));
    /// await new StreamJob().Run(TableStream.Of(ages, rowsPerBatch: 1).Train(new StandardScaler(), live)).RunAsync();
    /// live.Model.Mean // => [40]
    /// live.Current.Version.Rows // => 3
    /// </code>
    /// </example>
    public static TableStream Train<TState, TModel>(
        this TableStream rows, IOnlineEstimator<TState, TModel> learner, OnlineTrainingOptions? options = null)
        where TModel : ITransformer => rows.Through(new OnlineTraining<TState, TModel>(learner, options ?? new()));

    /// <summary>Learns the rows of a stream in a job, and publishes a model after each epoch.</summary>
    /// <inheritdoc cref="Train{TState, TModel}(TableStream, IOnlineEstimator{TState, TModel}, OnlineTrainingOptions?)"/>
    /// <param name="rows">The rows.</param>
    /// <param name="learner">What learns.</param>
    /// <param name="sinks">Who takes the models.</param>
    public static TableStream Train<TState, TModel>(
        this TableStream rows, IOnlineEstimator<TState, TModel> learner, params IModelSink[] sinks)
        where TModel : ITransformer => rows.Train(learner, new OnlineTrainingOptions { Sinks = [.. sinks] });

    /// <summary>Learns the rows of a stream in a job by all stages of a pipeline together: each row is transformed by the
    /// stages before a learner as they are at that row, and then learnt.</summary>
    /// <inheritdoc cref="Train{TState, TModel}(TableStream, IOnlineEstimator{TState, TModel}, OnlineTrainingOptions?)"/>
    /// <param name="rows">The rows.</param>
    /// <param name="pipeline">Learners of streams, and transformers.</param>
    /// <param name="options">Where models go, how often, and what to go on from.</param>
    /// <exception cref="ArgumentException">A stage does not learn from streams.</exception>
    public static TableStream Train(this TableStream rows, Pipeline pipeline, OnlineTrainingOptions? options = null) =>
        rows.Train(new OnlinePipeline(pipeline), options);

    /// <summary>Learns the rows of a stream in a job by all stages of a pipeline together.</summary>
    /// <inheritdoc cref="Train(TableStream, Pipeline, OnlineTrainingOptions?)"/>
    /// <param name="rows">The rows.</param>
    /// <param name="pipeline">Learners of streams, and transformers.</param>
    /// <param name="sinks">Who takes the models.</param>
    public static TableStream Train(this TableStream rows, Pipeline pipeline, params IModelSink[] sinks) =>
        rows.Train(new OnlinePipeline(pipeline), sinks);

    /// <summary>Learns the rows of a stream in a job, beginning from the newest pipeline that a batch job has left in a
    /// folder, and anew at the end of the epoch in which a newer one has come.</summary>
    /// <remarks>
    /// The newer pipeline takes the place of every stage, and is published as the next version; rows learnt since it was
    /// trained are learnt by it no more. It must make the same columns; one that does not, that cannot be read, or that the
    /// stages cannot resume is told of and passed over.
    /// </remarks>
    /// <param name="rows">The rows.</param>
    /// <param name="folder">The pipelines.</param>
    /// <param name="options">Where models go, how often, and what to begin from while the folder holds no pipeline.</param>
    /// <exception cref="ArgumentException">There is nothing to begin from, or what there is cannot be gone on from.</exception>
    public static TableStream Train(this TableStream rows, RebaseFolder folder, OnlineTrainingOptions? options = null) =>
        rows.Through(new RebasedTraining(rows.Schema, folder, options ?? new()));

    /// <summary>Learns all rows of a stream that ends.</summary>
    /// <param name="learner">What learns.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="SchemaException">A column is missing or of the wrong type; no row has been read.</exception>
    /// <exception cref="TrainingException">The rows cannot teach.</exception>
    public static async ValueTask<TModel> FitAsync<TState, TModel>(
        this IOnlineEstimator<TState, TModel> learner, TableStream rows, CancellationToken cancellation = default)
        where TModel : ITransformer
    {
        var last = new LastModel();
        var options = new OnlineTrainingOptions { Sinks = [last], EveryEpochs = int.MaxValue };
        var training = new OnlineTraining<TState, TModel>(learner, options) { MustPublish = true };
        await new StreamJob().Run(rows.Through(training)).RunAsync(cancellation).ConfigureAwait(false);
        return last.Model is { } model ? (TModel)model : learner.Snapshot(learner.Start(rows.Schema)); // Which says what is amiss.
    }

    /// <summary>Learns all rows of a stream that ends, by all stages of a pipeline together.</summary>
    /// <inheritdoc cref="FitAsync{TState, TModel}"/>
    /// <param name="pipeline">Learners of streams, and transformers.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellation">Stops the training.</param>
    /// <exception cref="ArgumentException">A stage does not learn from streams.</exception>
    public static ValueTask<PipelineModel> FitAsync(
        this Pipeline pipeline, TableStream rows, CancellationToken cancellation = default) =>
        new OnlinePipeline(pipeline).FitAsync(rows, cancellation);

    sealed class LastModel : IModelSink
    {
        public ITransformer? Model { get; set; }

        public ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation)
        {
            Model = model.Model;
            return default;
        }
    }
}
