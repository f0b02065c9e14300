using Alink.Classification;
using Alink.Evaluation;
using Alink.Runtime;

namespace Alink.Operators;

/// <summary>Lets models of two classes pass that do well on the labelled rows of another operator that came last.</summary>
/// <remarks>
/// Each model is measured when it comes, the last one as well, and passes then or never. Its own rows are the labelled ones.
/// </remarks>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class ModelFilterStreamOp<TSelf> : StreamOperator<TSelf, BinaryEvaluator>, IModelStream
    where TSelf : ModelFilterStreamOp<TSelf>
{
    IModelStream? _models;
    double _auc = 0.5;
    double _accuracy = 0.5;
    double _logLoss = double.MaxValue;
    int _rows = 200_000;
    IProgress<GateDecision>? _progress;

    private protected ModelFilterStreamOp() => Models = new(this);

    /// <inheritdoc/>
    public ModelStream Models { get; }

    internal override IEnumerable<StreamOperator?> Sources => [_models?.Models.Source, .. base.Sources];

    /// <summary>The true class.</summary>
    public TSelf SetLabelCol(string value) => Set(options => options with { Label = value });

    /// <summary>Where the models write the probabilities of the classes.</summary>
    public TSelf SetPredictionDetailCol(string value) => Set(options => options with { Probabilities = value });

    /// <summary>The class that is the positive one; by default the last.</summary>
    public TSelf SetPositiveLabelValueString(string value) => Set(options => options with { Positive = value });

    /// <summary>The least area under the ROC curve; default: 0.5.</summary>
    public TSelf SetAucThreshold(double value) => Set(ref _auc, value);

    /// <summary>The least accuracy; default: 0.5.</summary>
    public TSelf SetAccuracyThreshold(double value) => Set(ref _accuracy, value);

    /// <summary>The greatest mean log loss; by default any.</summary>
    public TSelf SetLogLoss(double value) => Set(ref _logLoss, value);

    /// <summary>How many of the last labelled rows models are measured on; at least 1. Default: 200,000.</summary>
    public TSelf SetNumEvalSamples(int value) => Set(ref _rows, value);

    /// <summary>Who is told of each decision.</summary>
    public TSelf SetProgress(IProgress<GateDecision> value) => Set(ref _progress, value);

    /// <summary>Takes models, and labelled rows with the columns that the models read.</summary>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public TSelf LinkFrom(IModelStream models, StreamOperator labelled)
    {
        LinkFrom(labelled);
        _models = models;
        return (TSelf)this;
    }

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows)
    {
        var gate = new ModelGate<BinaryTally>(
            Models, Options, GateRule.AtLeast("auc", _auc), GateRule.AtLeast("accuracy", _accuracy), GateRule.AtMost("log loss", _logLoss))
        {
            MostRows = _rows,
            Progress = _progress,
        };
        Linked(_models, this).Models.Subscribe(gate);
        return Task.FromResult(rows.Retain(gate));
    }
}

/// <summary>Lets models of FTRL pass that do well on the labelled rows that came last.</summary>
/// <inheritdoc cref="ModelFilterStreamOp{TSelf}"/>
public sealed class FtrlModelFilterStreamOp : ModelFilterStreamOp<FtrlModelFilterStreamOp>;

/// <summary>Lets pipelines of two classes pass that do well on the labelled rows that came last.</summary>
/// <inheritdoc cref="ModelFilterStreamOp{TSelf}"/>
public sealed class BinaryClassPipelineModelFilterStreamOp : ModelFilterStreamOp<BinaryClassPipelineModelFilterStreamOp>;

/// <summary>Writes the models of another operator into a folder, each as a version; its own rows are those of that operator.</summary>
public sealed class ModelStreamFileSinkStreamOp : SinkStreamOp<ModelStreamFileSinkStreamOp>
{
    IModelStream? _models;
    string? _folder;
    int _keep = int.MaxValue;

    /// <summary>The folder.</summary>
    public ModelStreamFileSinkStreamOp SetFilePath(string value) => Set(ref _folder, value);

    /// <summary>How many versions are kept; at least 1. By default all.</summary>
    public ModelStreamFileSinkStreamOp SetNumKeepModel(int value) => Set(ref _keep, value);

    /// <summary>Takes the models of <paramref name="input"/>.</summary>
    /// <exception cref="ArgumentException">It has none.</exception>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public override ModelStreamFileSinkStreamOp LinkFrom(StreamOperator input)
    {
        _models = input as IModelStream ?? throw new ArgumentException($"{input.GetType().Name} has no models.", nameof(input));
        return base.LinkFrom(input);
    }

    /// <inheritdoc/>
    protected override IStreamSink? Open()
    {
        var folder = _folder
            ?? throw new InvalidOperationException($"{nameof(ModelStreamFileSinkStreamOp)} has no folder: call {nameof(SetFilePath)} first.");
        _models!.Models.Subscribe(new ModelStore(folder, ModelStreamFileSourceStreamOp.Catalog) { Keep = _keep });
        return null;
    }
}

/// <summary>The models that some program writes into a folder: the newest at once, and each newer one; it has no rows.</summary>
/// <remarks>A model that cannot be read is passed over for the one before it, and tried again.</remarks>
public sealed class ModelStreamFileSourceStreamOp : StreamOperator, IModelStream
{
    string? _folder;
    TimeSpan _interval = TimeSpan.FromSeconds(10);

    /// <summary>Models that are looked for in a folder.</summary>
    public ModelStreamFileSourceStreamOp() => Models = new(this)
    {
        Follow = async (models, cancellation) =>
        {
            var store = new ModelStore(
                _folder ?? throw new InvalidOperationException($"{nameof(ModelStreamFileSourceStreamOp)} has no folder: call {nameof(SetFilePath)} first."),
                Catalog);
            await foreach (var model in store.WatchAsync(_interval, cancellation: cancellation).ConfigureAwait(false))
            {
                await models.PublishAsync(model, cancellation).ConfigureAwait(false);
            }
        },
    };

    /// <inheritdoc/>
    public ModelStream Models { get; }

    internal static Catalog Catalog { get; } = Catalog.Of(typeof(Ftrl).Assembly, typeof(IO.Conversion).Assembly);

    /// <summary>The folder.</summary>
    public ModelStreamFileSourceStreamOp SetFilePath(string value)
    {
        _folder = value;
        return this;
    }

    /// <summary>How many seconds pass before the folder is looked at again; above 0. Default: 10.</summary>
    public ModelStreamFileSourceStreamOp SetScanInterval(double value)
    {
        _interval = TimeSpan.FromSeconds(value);
        return this;
    }

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync() => Task.FromResult(TableStream.Of(Table.Empty(Schema.Empty), rowsPerBatch: 1));
}
