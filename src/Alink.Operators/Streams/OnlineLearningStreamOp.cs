using Alink.Classification;
using Alink.Online;
using Alink.Regression;
using Alink.Runtime;

namespace Alink.Operators;

/// <summary>Goes on learning with the last stage of a trained pipeline, whose other stages stay as they are, and has pipelines
/// for others; its own rows are those that come in, each predicted before it was learnt.</summary>
/// <remarks>
/// The last stage is a logistic regression of any number of classes or a linear regression; or what FTRL, an online linear
/// model or support vector machine, a passive-aggressive learner or an online factorization machine learnt, which goes on under
/// its own options. It begins with what that predicts, exactly.
/// </remarks>
public sealed class OnlineLearningStreamOp(IModelOperator pipelineModel) :
    StreamOperator<OnlineLearningStreamOp, OnlineLearningStreamOp.Method>, IModelStream
{
    ModelStream? _models;
    string? _folder;
    TimeSpan _interval = TimeSpan.FromSeconds(10);

    /// <summary>Goes on with a pipeline that there is already.</summary>
    public OnlineLearningStreamOp(PipelineModel pipelineModel)
        : this(new ModelSourceBatchOp(pipelineModel))
    {
    }

    /// <inheritdoc/>
    public ModelStream Models => _models ??= new(this);

    /// <summary>How rows move the weights; FTRL by default, which is for two classes.</summary>
    public OnlineLearningStreamOp SetOptimMethod(OptimMethod value) => Set(options => options with { Optimizer = value });

    /// <summary>The learning rate of other methods than FTRL, above 0; by default that of the method.</summary>
    public OnlineLearningStreamOp SetLearningRate(double value) => Set(options => options with { Gradient = options.Gradient with { LearningRate = value } });

    /// <summary>γ of momentum and RMSprop; from 0 to 1. Default: 0.9.</summary>
    public OnlineLearningStreamOp SetGamma(double value) => Set(options => options with { Gradient = options.Gradient with { Gamma = value } });

    /// <summary>β₁ of Adam; from 0 to below 1. Default: 0.9.</summary>
    public OnlineLearningStreamOp SetBeta1(double value) => Set(options => options with { Gradient = options.Gradient with { Beta1 = value } });

    /// <summary>β₂ of Adam; from 0 to below 1. Default: 0.999.</summary>
    public OnlineLearningStreamOp SetBeta2(double value) => Set(options => options with { Gradient = options.Gradient with { Beta2 = value } });

    /// <summary>α of FTRL; above 0. Default: 0.1.</summary>
    public OnlineLearningStreamOp SetAlpha(double value) => Set(options => options with { Ftrl = options.Ftrl with { Alpha = value } });

    /// <summary>β of FTRL; at least 0. Default: 1.</summary>
    public OnlineLearningStreamOp SetBeta(double value) => Set(options => options with { Ftrl = options.Ftrl with { Beta = value } });

    /// <summary>The L1 penalty; at least 0. Default: 0.1 for FTRL, 0 for the others.</summary>
    public OnlineLearningStreamOp SetL1(double value) => Set(options => options with
    {
        Ftrl = options.Ftrl with { L1 = value },
        Gradient = options.Gradient with { L1 = value },
    });

    /// <summary>The L2 penalty; at least 0. Default: 0.1 for FTRL, 0 for the others.</summary>
    public OnlineLearningStreamOp SetL2(double value) => Set(options => options with
    {
        Ftrl = options.Ftrl with { L2 = value },
        Gradient = options.Gradient with { L2 = value },
    });

    /// <summary>The folder where a batch job leaves pipelines: the newest takes the place of every stage, now and whenever a
    /// newer one has come; see <see cref="RebaseFolder"/>.</summary>
    public OnlineLearningStreamOp SetModelStreamFilePath(string value) => Set(ref _folder, value);

    /// <summary>How many seconds pass before the folder is looked at again; at least 0. Default: 10.</summary>
    public OnlineLearningStreamOp SetModelStreamScanInterval(double value) => Set(ref _interval, TimeSpan.FromSeconds(value));

    /// <inheritdoc/>
    protected override async Task<TableStream> PlanAsync(TableStream rows)
    {
        var model = await pipelineModel.ModelAsync().ConfigureAwait(false);
        var pipeline = model as PipelineModel ?? new(model);
        var options = new OnlineTrainingOptions { Sinks = [Models], From = PublishedModel.Of(pipeline) };
        return _folder is null ? rows.Train(Learner(pipeline), options) : rows.Train(
            new RebaseFolder(new(_folder, ModelStreamFileSourceStreamOp.Catalog), Learner) { Interval = _interval }, options);
    }

    Pipeline Learner(PipelineModel pipeline) => new([.. pipeline.Steps[..^1], Options.Learner(pipeline.Steps[^1])]);

    /// <summary>How rows move the weights.</summary>
    public sealed record Method
    {
        /// <summary>The kind of step.</summary>
        public OptimMethod Optimizer { get; init; }

        /// <summary>FTRL's own settings.</summary>
        public Ftrl Ftrl { get; init; } = new();

        /// <summary>The settings of the others.</summary>
        public OnlineLogisticRegression Gradient { get; init; } = new();

        internal IStage Learner(ITransformer model) => model switch
        {
            FtrlModel learnt => learnt.Options,
            OnlineLogisticRegressionModel learnt => learnt.Options,
            OnlineLinearRegressionModel learnt => learnt.Options,
            OnlineLinearSvmModel learnt => learnt.Options,
            OnlineFactorizationMachineModel learnt => learnt.Options,
            OnlineFactorizationMachineRegressionModel learnt => learnt.Options,
            PassiveAggressiveModel learnt => learnt.Options,
            PassiveAggressiveRegressionModel learnt => learnt.Options,
            LogisticRegressionModel { Options: var of } when Optimizer == OptimMethod.Ftrl => Ftrl with
            {
                Features = of.Features,
                Label = of.Label,
                Weight = of.Weight,
                Prediction = of.Prediction,
                Probabilities = of.Probabilities,
                Thresholds = of.Thresholds,
            },
            LogisticRegressionModel { Options: var of } => Stepping(new OnlineLogisticRegression
            {
                Features = of.Features,
                Label = of.Label,
                Weight = of.Weight,
                Prediction = of.Prediction,
                Probabilities = of.Probabilities,
                Thresholds = of.Thresholds,
            }),
            LinearRegressionModel { Options: var of } => Stepping(new OnlineLinearRegression
            {
                Features = of.Features,
                Label = of.Label,
                Weight = of.Weight,
                Prediction = of.Prediction,
            }),
            _ => throw new ArgumentException(
                $"The last stage of the pipeline must be a model that is learnt row by row; it was a {model.GetType().Name}."),
        };

        T Stepping<T>(T learner)
            where T : GradientLearner => (T)(learner with
            {
                Optimizer = Step,
                LearningRate = Gradient.LearningRate,
                Gamma = Gradient.Gamma,
                Beta1 = Gradient.Beta1,
                Beta2 = Gradient.Beta2,
                L1 = Gradient.L1,
                L2 = Gradient.L2,
            });

        OnlineOptimizer Step => Optimizer switch
        {
            OptimMethod.Ftrl => throw new ArgumentException("FTRL learns two classes; choose another method for numbers."),
            OptimMethod.Momentum => OnlineOptimizer.Momentum,
            OptimMethod.AdaGrad => OnlineOptimizer.AdaGrad,
            OptimMethod.RmsProp => OnlineOptimizer.RmsProp,
            OptimMethod.Adam => OnlineOptimizer.Adam,
            _ => OnlineOptimizer.Sgd,
        };
    }
}

/// <summary>How an online learning moves weights.</summary>
public enum OptimMethod
{
    /// <summary>FTRL-Proximal.</summary>
    Ftrl,

    /// <summary>Steps against the gradient.</summary>
    Sgd,

    /// <summary>Steps with momentum.</summary>
    Momentum,

    /// <summary>AdaGrad.</summary>
    AdaGrad,

    /// <summary>RMSprop.</summary>
    RmsProp,

    /// <summary>Adam.</summary>
    Adam,
}
