using System.Collections.Immutable;

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

/// <summary>Learns batch by batch, with a model to be had at any time; any cut of the rows into batches gives the same
/// state.</summary>
public interface IOnlineEstimator<TState, TModel> : IStage, IFold<TState>
    where TModel : ITransformer
{
    /// <summary>Whether <see cref="Advance"/> learns a row before it passes it on, as stages that prepare features do;
    /// a predictor first says what it makes of a row, and learns it then.</summary>
    bool LearnsFirst => false;

    /// <summary>The model of all rows so far; the state stays as it is.</summary>
    /// <exception cref="TrainingException">The rows so far cannot teach.</exception>
    TModel Snapshot(TState state);

    /// <summary>The state after one more table of rows, as <see cref="IFold{TState}.Update"/> gives it to the bit, where
    /// several workers may share what does not depend on the order of the rows.</summary>
    /// <param name="state">Handed over: the step may reuse its memory, so the caller lets go of it.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="workers">Who may share the work; null: nobody.</param>
    TState Update(TState state, Table batch, Workers? workers) => Update(state, batch);

    /// <summary>Learns each row in turn, and passes it on as the model of that moment makes it.</summary>
    /// <remarks>
    /// The state is that of <see cref="IFold{TState}.Update"/>, and each row is that of a <see cref="Snapshot"/> of the
    /// rows before it (with <see cref="LearnsFirst"/>, of the row as well), so neither depends on how the rows are cut.
    /// Where those rows cannot teach a model, the columns that it would add have no value. An estimator overrides this
    /// where it can do it faster than by one model for each row.
    /// </remarks>
    /// <param name="state">Handed over: the step may reuse its memory, so the caller lets go of it.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="output">The rows with the columns of <see cref="IStage.Transform"/>.</param>
    TState Advance(TState state, Table batch, out Table output) => RowByRow.Advance(this, state, batch, out output);
}

/// <summary>Goes on learning where a model stopped that was trained in another way.</summary>
/// <typeparam name="TState">What has been learnt so far; plain data.</typeparam>
/// <typeparam name="TModel">What was trained before.</typeparam>
public interface IResumes<TState, TModel>
{
    /// <summary>The state whose snapshot predicts what <paramref name="model"/> predicts.</summary>
    /// <exception cref="TrainingException">The model is none that this estimator could have come to.</exception>
    TState Resume(TModel model);
}

/// <summary>Learns in one pass; in a pipeline, neighbours that do not read each other's
/// columns learn in the same pass.</summary>
public interface IOnePassEstimator : IEstimator
{
    /// <summary>Whether one pass is how it learns under its options; not where its training of rows that can be read again
    /// takes more passes.</summary>
    bool FitsInOnePass => true;

    /// <summary>Whether its model may pass every training row on.</summary>
    internal bool MayPassAll(Schema schema);

    /// <summary>Its pass over the rows, of which it is shown the given columns; null shows all.</summary>
    internal Together Pass(ImmutableArray<string>? columns);
}

/// <summary>Learns in one pass, in any cut of the rows: alone, in parallel, or batch by batch from a stream.</summary>
public interface IOnePassEstimator<TState, TModel>
    : IOnePassEstimator, IEstimator<TModel>, IOnlineEstimator<TState, TModel>, IAggregator<TState>
    where TModel : ITransformer
{
    /// <summary>Whether the model of these rows passes on every one of them, so that stages after it may learn from the same
    /// rows in the same pass; of no rows, whether it may do so at all. By default it is not known to.</summary>
    bool PassesAll(TState state) => false;

    /// <inheritdoc/>
    async ValueTask<TModel> IEstimator<TModel>.FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        return Learnt(await training.AggregateAsync(this, context).ConfigureAwait(false), context);
    }

    bool IOnePassEstimator.MayPassAll(Schema schema) => PassesAll(Start(schema));

    Together IOnePassEstimator.Pass(ImmutableArray<string>? columns) => new Together<TState>(
        columns is { } seen ? new FoldOfColumns<TState>(this, seen) : this,
        (state, context, models) =>
        {
            models.Add(Learnt(state, context));
            return PassesAll(state);
        });

    private TModel Learnt(TState state, TrainingContext context)
    {
        var model = Snapshot(state);
        return model is Model learnt ? (TModel)(ITransformer)(learnt with { Origin = context.Origin() }) : model;
    }
}

/// <summary>Learns row after row, where states do not merge: batch by batch from a stream, or from a dataset, whose lanes
/// are read in order by one worker.</summary>
/// <remarks>Where several hosts train, each reads every lane, and all come to the same model.</remarks>
public interface ISequentialEstimator<TState, TModel> : IEstimator<TModel>, IOnlineEstimator<TState, TModel>
    where TModel : ITransformer
{
    /// <inheritdoc/>
    async ValueTask<TModel> IEstimator<TModel>.FitAsync(IDataset training, TrainingContext context)
    {
        Transform(training.Schema);
        var state = await training.FoldAsync(this, context).ConfigureAwait(false);
        var model = context.Rows > 0 ? Snapshot(state)
            : throw new TrainingException($"{GetType().Name} needs at least one row.");
        return model is Model learnt ? (TModel)(ITransformer)(learnt with { Origin = context.Origin() }) : model;
    }
}
