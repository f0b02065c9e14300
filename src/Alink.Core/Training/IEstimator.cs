namespace Alink;

/// <summary>Learns a transformer from rows.</summary>
public interface IEstimator : IStage
{
    /// <summary>Learns from a dataset.</summary>
    ValueTask<ITransformer> FitAsync(IDataset training, TrainingContext context);
}

/// <summary>Learns a model from rows.</summary>
/// <typeparam name="TModel">What it learns.</typeparam>
public interface IEstimator<TModel> : IEstimator
    where TModel : ITransformer
{
    /// <summary>Learns from a dataset.</summary>
    /// <exception cref="SchemaException">A column is missing or of the wrong type; no row has been read.</exception>
    /// <exception cref="TrainingException">The rows cannot teach.</exception>
    new ValueTask<TModel> FitAsync(IDataset training, TrainingContext context);

    /// <inheritdoc/>
    async ValueTask<ITransformer> IEstimator.FitAsync(IDataset training, TrainingContext context) =>
        await FitAsync(training, context).ConfigureAwait(false);
}

/// <summary>Learns batch by batch, with a model to be had at any time.</summary>
public interface IOnlineEstimator<TState, TModel> : IStage, IFold<TState>
    where TModel : ITransformer
{
    /// <summary>The model of all rows so far; the state stays as it is.</summary>
    /// <exception cref="TrainingException">The rows so far cannot teach.</exception>
    TModel Snapshot(TState state);
}

/// <summary>Learns in one pass, in any cut of the rows: alone, in parallel, or batch by batch from a stream.</summary>
public interface IOnePassEstimator<TState, TModel>
    : IEstimator<TModel>, IOnlineEstimator<TState, TModel>, IAggregator<TState>
    where TModel : ITransformer
{
    /// <inheritdoc/>
    async ValueTask<TModel> IEstimator<TModel>.FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var model = Snapshot(await training.AggregateAsync(this, context).ConfigureAwait(false));
        return model is Model learnt ? (TModel)(ITransformer)(learnt with { Origin = context.Origin() }) : model;
    }
}
