using System.Collections.Immutable;
using Alink.Runtime;

namespace Alink.Operators;

/// <summary>Trains a model from the operator that is linked to it; its own table is that of its input.</summary>
/// <remarks>Two side outputs: <c>model</c> tells what the model holds (name, value), <c>training</c> how it came about
/// (stage, iteration, loss; no rows where it took one pass).</remarks>
public abstract class TrainBatchOp<TSelf, TEstimator, TModel> : BatchOperator<TSelf, TEstimator>, IModelOperator
    where TSelf : TrainBatchOp<TSelf, TEstimator, TModel>
    where TEstimator : class, IEstimator<TModel>, new()
    where TModel : ITransformer
{
    /// <summary>The name of the side output that tells what the model holds.</summary>
    public const string ModelOutput = "model";

    /// <summary>The name of the side output that tells how the training went.</summary>
    public const string TrainingOutput = "training";

    readonly TrainLog _log = new();
    readonly Computed<TModel> _model;

    /// <summary>A node with the default options.</summary>
    protected TrainBatchOp() => _model = new(async () => await Options
        .FitAsync(await CollectAsync().ConfigureAwait(false), Context with { Progress = _log.Before(Context.Progress) })
        .ConfigureAwait(false), this);

    /// <inheritdoc/>
    public override ImmutableArray<string> SideOutputs => [ModelOutput, TrainingOutput];

    /// <summary>The model that training makes.</summary>
    public Task<TModel> ModelAsync() => _model.Value;

    /// <summary>The model that training makes, now.</summary>
    public TModel Model() => ModelAsync().GetAwaiter().GetResult();

    /// <summary>The model that training makes, now: its properties are what it holds.</summary>
    public TModel CollectModelInfo() => Model();

    /// <summary>How the training went: stage, iteration and loss after it.</summary>
    public Table CollectTrainInfo()
    {
        Model();
        return _log.ToTable();
    }

    /// <summary>Hands the model to somebody, at the next <see cref="BatchOperator.ExecuteAsync"/>.</summary>
    public TSelf LazyCollectModelInfo(Action<TModel> receive) =>
        Self.Later(async () => receive(await ModelAsync().ConfigureAwait(false)));

    /// <summary>Hands to somebody how the training went, at the next <see cref="BatchOperator.ExecuteAsync"/>.</summary>
    public TSelf LazyCollectTrainInfo(Action<Table> receive) =>
        Self.Later(async () => receive(await SideAsync(TrainingOutput).ConfigureAwait(false)));

    /// <summary>Writes what the model holds, at the next <see cref="BatchOperator.ExecuteAsync"/>.</summary>
    /// <param name="title">A line before it.</param>
    /// <param name="writer">Takes the text; null: the console.</param>
    public TSelf LazyPrintModelInfo(string? title = null, TextWriter? writer = null)
    {
        GetSideOutput(ModelOutput).LazyPrint(int.MaxValue, title, writer);
        return Self;
    }

    /// <summary>Writes how the training went, at the next <see cref="BatchOperator.ExecuteAsync"/>.</summary>
    /// <param name="title">A line before it.</param>
    /// <param name="writer">Takes the text; null: the console.</param>
    public TSelf LazyPrintTrainInfo(string? title = null, TextWriter? writer = null)
    {
        GetSideOutput(TrainingOutput).LazyPrint(int.MaxValue, title, writer);
        return Self;
    }

    async Task<ITransformer> IModelOperator.ModelAsync() => await ModelAsync().ConfigureAwait(false);

    /// <inheritdoc/>
    protected override Task<Table> ComputeAsync() => Input.CollectAsync();

    private protected override void BeforeChange() => _model.BeforeChange();

    private protected override async Task<Table> SideAsync(string name)
    {
        var model = await ModelAsync().ConfigureAwait(false);
        return name == ModelOutput ? ModelContent.Of(model) : _log.ToTable();
    }

    TSelf Self => (TSelf)this;
}

/// <summary>What the model of another operator holds, as rows of name and value.</summary>
public abstract class ModelInfoBatchOp<TSelf, TTrain, TEstimator, TModel> : BatchOperator
    where TSelf : ModelInfoBatchOp<TSelf, TTrain, TEstimator, TModel>
    where TTrain : TrainBatchOp<TTrain, TEstimator, TModel>
    where TEstimator : class, IEstimator<TModel>, new()
    where TModel : ITransformer
{
    TTrain? _model;

    /// <summary>Tells of what <paramref name="model"/> learns.</summary>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public TSelf LinkFrom(TTrain model)
    {
        _model = (TTrain)Once(_model, model, this);
        return (TSelf)this;
    }

    /// <summary>The model, now: its properties are what it holds.</summary>
    public TModel CollectModelInfo() => Trained.Model();

    /// <inheritdoc cref="TrainBatchOp{TSelf, TEstimator, TModel}.LazyCollectModelInfo"/>
    public TSelf LazyCollectModelInfo(Action<TModel> receive) =>
        ((TSelf)this).Later(async () => receive(await Trained.ModelAsync().ConfigureAwait(false)));

    /// <inheritdoc cref="TrainBatchOp{TSelf, TEstimator, TModel}.LazyPrintModelInfo"/>
    public TSelf LazyPrintModelInfo(string? title = null, TextWriter? writer = null) => ((TSelf)this).LazyPrint(int.MaxValue, title, writer);

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => ModelContent.Of(await Trained.ModelAsync().ConfigureAwait(false));

    TTrain Trained => (TTrain)Linked(_model, this);
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
        BeforeChange();
        var before = _change;
        _change = options => change(before(options));
        return (TSelf)this;
    }

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync()
    {
        var rows = await Linked(_input, this).CollectAsync().ConfigureAwait(false);
        return With(await ((TTrain)Linked(_model, this)).ModelAsync().ConfigureAwait(false), _change).Transform(rows);
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

/// <summary>Says how good the predictions of another operator are, or tests its rows; its own table is that of its input.</summary>
public abstract class EvalBatchOp<TSelf, TEvaluator, TMetrics> : BatchOperator<TSelf, TEvaluator>
    where TSelf : EvalBatchOp<TSelf, TEvaluator, TMetrics>
    where TEvaluator : class, IEvaluator<TMetrics>, new()
{
    readonly Computed<TMetrics> _metrics;

    /// <summary>A node with the default options.</summary>
    protected EvalBatchOp() => _metrics = new(async () =>
        await Options.EvaluateAsync(await CollectAsync().ConfigureAwait(false), Context).ConfigureAwait(false), this);

    /// <summary>What the rows say.</summary>
    public Task<TMetrics> CollectMetricsAsync() => _metrics.Value;

    /// <summary>What the rows say, now.</summary>
    public TMetrics CollectMetrics() => CollectMetricsAsync().GetAwaiter().GetResult();

    /// <summary>Hands to somebody how good they are, at the next <see cref="BatchOperator.ExecuteAsync"/>.</summary>
    public TSelf LazyCollectMetrics(Action<TMetrics> receive) =>
        ((TSelf)this).Later(async () => receive(await CollectMetricsAsync().ConfigureAwait(false)));

    /// <summary>Writes how good they are, at the next <see cref="BatchOperator.ExecuteAsync"/>.</summary>
    /// <param name="title">A line before it.</param>
    /// <param name="writer">Takes the text; null: the console.</param>
    public TSelf LazyPrintMetrics(string? title = null, TextWriter? writer = null) => LazyCollectMetrics(metrics =>
        (writer ?? Console.Out).WriteLine(LazyOperators.Titled(title, metrics is IEnumerable<object> several
            ? string.Join('\n', several) : $"{metrics}")));

    /// <inheritdoc/>
    protected override Task<Table> ComputeAsync() => Input.CollectAsync();

    private protected override void BeforeChange() => _metrics.BeforeChange();
}
