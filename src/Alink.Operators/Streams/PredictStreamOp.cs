using Alink.Runtime;

namespace Alink.Operators;

/// <summary>Predicts the rows of another operator with a model, and where it is linked to models that come one after the
/// other, with the newest of them.</summary>
/// <remarks>
/// Models that are taught in the same job are swapped between its epochs, so a job that goes on after a crash predicts
/// each row by the same model.
/// </remarks>
public abstract class PredictStreamOp<TSelf, TEstimator, TModel> : StreamOperator<TSelf>
    where TSelf : PredictStreamOp<TSelf, TEstimator, TModel>
    where TEstimator : class, IEstimator<TModel>, new()
    where TModel : class, ITransformer
{
    readonly IModelOperator _initial;
    Func<TEstimator, TEstimator> _change = options => options;
    IModelStream? _models;

    /// <summary>Predicts with a model.</summary>
    protected PredictStreamOp(IModelOperator initModel) => _initial = initModel;

    internal override IEnumerable<StreamOperator?> Sources => [_models?.Models.Source, .. base.Sources];

    /// <summary>Predicts the rows of <paramref name="input"/> with the model, until <paramref name="models"/> has another.</summary>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public TSelf LinkFrom(IModelStream models, StreamOperator input)
    {
        LinkFrom(input);
        _models = models;
        return (TSelf)this;
    }

    /// <summary>Changes one option of the models that predict; that of the training stays.</summary>
    protected TSelf Set(Func<TEstimator, TEstimator> change)
    {
        BeforeChange();
        var before = _change;
        _change = options => change(before(options));
        return (TSelf)this;
    }

    /// <inheritdoc/>
    protected override async Task<TableStream> PlanAsync(TableStream rows)
    {
        var given = await _initial.ModelAsync().ConfigureAwait(false);
        var initial = given is TModel model ? With(model, _change) : Resumed(given, _change) ?? throw new ArgumentException(
            $"{GetType().Name} predicts with a {typeof(TModel).Name}, and cannot begin with a {given.GetType().Name}.");
        if (_models is null)
        {
            return rows.Through(initial);
        }

        var live = new LiveModel<TModel>(initial);
        _models.Models.Subscribe(new Changing(live, published => published is TModel newer ? With(newer, _change) : published));
        return rows.Through(live);
    }

    /// <summary>The model with other options.</summary>
    private protected virtual TModel With(TModel model, Func<TEstimator, TEstimator> change) => model;

    /// <summary>The model that a learner goes on from where it begins with one of another kind; null where it cannot.</summary>
    private protected virtual TModel? Resumed(ITransformer model, Func<TEstimator, TEstimator> change) => null;

    /// <summary>Passes each model on with other options.</summary>
    sealed class Changing(IModelSink next, Func<ITransformer, ITransformer> change) : IModelSink
    {
        public ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation) =>
            next.PublishAsync(model with { Model = change(model.Model) }, cancellation);
    }
}

/// <summary>Transforms the rows of another operator.</summary>
public abstract class TransformStreamOp<TSelf, TTransformer> : StreamOperator<TSelf, TTransformer>
    where TSelf : TransformStreamOp<TSelf, TTransformer>
    where TTransformer : class, ITransformer, new()
{
    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) => Task.FromResult(rows.Through(Options));
}

/// <summary>Predicts the rows of another operator with a trained pipeline, or with the newest of those that come.</summary>
public sealed class PipelinePredictStreamOp(IModelOperator pipelineModel) : StreamOperator<PipelinePredictStreamOp>
{
    IModelStream? _models;

    /// <summary>Predicts with a model that there is already.</summary>
    public PipelinePredictStreamOp(ITransformer pipelineModel)
        : this(new ModelSourceBatchOp(pipelineModel))
    {
    }

    internal override IEnumerable<StreamOperator?> Sources => [_models?.Models.Source, .. base.Sources];

    /// <summary>Predicts the rows of <paramref name="input"/> with the model, until <paramref name="models"/> has another.</summary>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public PipelinePredictStreamOp LinkFrom(StreamOperator input, IModelStream models)
    {
        LinkFrom(input);
        _models = models;
        return this;
    }

    /// <inheritdoc/>
    protected override async Task<TableStream> PlanAsync(TableStream rows)
    {
        var live = new LiveModel<ITransformer>(await pipelineModel.ModelAsync().ConfigureAwait(false));
        _models?.Models.Subscribe(live);
        return rows.Through(live);
    }
}
