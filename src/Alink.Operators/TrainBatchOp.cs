namespace Alink.Operators;

/// <summary>Trains a model from the operator that is linked to it; its own table is that of its input.</summary>
public abstract class TrainBatchOp<TSelf, TEstimator, TModel> : BatchOperator<TSelf, TEstimator>, IModelOperator
    where TSelf : TrainBatchOp<TSelf, TEstimator, TModel>
    where TEstimator : class, IEstimator<TModel>, new()
    where TModel : ITransformer
{
    readonly Lazy<Task<TModel>> _model;

    /// <summary>A node with the default options.</summary>
    protected TrainBatchOp() => _model = new(async () =>
        await Options.FitAsync(await CollectAsync().ConfigureAwait(false), Context).ConfigureAwait(false));

    /// <summary>The model that training makes.</summary>
    public Task<TModel> ModelAsync() => _model.Value;

    /// <summary>The model that training makes, now.</summary>
    public TModel Model() => ModelAsync().GetAwaiter().GetResult();

    async Task<ITransformer> IModelOperator.ModelAsync() => await ModelAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    protected override Task<Table> ComputeAsync() => Input.CollectAsync();
}

/// <summary>Predicts the rows of one operator with the model of another.</summary>
public abstract class PredictBatchOp<TSelf, TTrain, TEstimator, TModel> : BatchOperator
    where TSelf : PredictBatchOp<TSelf, TTrain, TEstimator, TModel>
    where TTrain : TrainBatchOp<TTrain, TEstimator, TModel>
    where TEstimator : class, IEstimator<TModel>, new()
    where TModel : ITransformer
{
    Func<TEstimator, TEstimator> _change = options => options;
    TTrain? _model;
    BatchOperator? _input;

    /// <summary>Predicts the rows of <paramref name="input"/> with what <paramref name="model"/> learns.</summary>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public TSelf LinkFrom(TTrain model, BatchOperator input)
    {
        (_input, _model) = (Once(_input, input, this), model);
        return (TSelf)this;
    }

    /// <summary>Changes one option of the model that predicts; that of the training stays.</summary>
    protected TSelf Set(Func<TEstimator, TEstimator> change)
    {
        var before = _change;
        _change = options => change(before(options));
        return (TSelf)this;
    }

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync()
    {
        var rows = await Linked(_input, this).CollectAsync().ConfigureAwait(false);
        return With(await _model!.ModelAsync().ConfigureAwait(false), _change).Transform(rows);
    }

    /// <summary>The model with other options.</summary>
    private protected virtual TModel With(TModel model, Func<TEstimator, TEstimator> change) => model;
}

/// <summary>Transforms the rows of another operator.</summary>
public abstract class TransformBatchOp<TSelf, TTransformer> : BatchOperator<TSelf, TTransformer>
    where TSelf : TransformBatchOp<TSelf, TTransformer>
    where TTransformer : class, ITransformer, new()
{
    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => Options.Transform(await Input.CollectAsync().ConfigureAwait(false));
}

/// <summary>Says how good the predictions of another operator are; its own table is that of its input.</summary>
public abstract class EvalBatchOp<TSelf, TEvaluator, TMetrics> : BatchOperator<TSelf, TEvaluator>
    where TSelf : EvalBatchOp<TSelf, TEvaluator, TMetrics>
    where TEvaluator : class, IEvaluator<TMetrics>, new()
{
    /// <summary>How good they are.</summary>
    public async Task<TMetrics> CollectMetricsAsync() =>
        await Options.EvaluateAsync(await CollectAsync().ConfigureAwait(false), Context).ConfigureAwait(false);

    /// <summary>How good they are, now.</summary>
    public TMetrics CollectMetrics() => CollectMetricsAsync().GetAwaiter().GetResult();

    /// <inheritdoc/>
    protected override Task<Table> ComputeAsync() => Input.CollectAsync();
}
