using Alink.Evaluation;
using Alink.Runtime;

namespace Alink.Operators;

/// <summary>Scores each row of another operator by those of its group before it, and then learns it.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
/// <typeparam name="TLearner">What learns the rows of a group.</typeparam>
/// <typeparam name="TState">What they have left behind.</typeparam>
/// <typeparam name="TModel">What scores the next.</typeparam>
public abstract class OutlierStreamOp<TSelf, TLearner, TState, TModel> : StreamOperator<TSelf, TLearner>
    where TSelf : OutlierStreamOp<TSelf, TLearner, TState, TModel>
    where TLearner : class, IOnlineEstimator<TState, TModel>, new()
    where TModel : class, ITransformer
{
    string[] _groups = [];

    /// <summary>The columns that tell groups apart; by default all rows are one.</summary>
    public TSelf SetGroupCols(params string[] value)
    {
        _groups = value;
        return (TSelf)this;
    }

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) => Task.FromResult(
        _groups.Length == 0 ? rows.Train(Options, new OnlineTrainingOptions()) : rows.KeyBy([.. _groups]).Learn(Options));
}

/// <summary>Measures how well scores from 0 to 1 tell outliers from the other rows.</summary>
/// <inheritdoc cref="EvalStreamOp{TSelf, TEvaluator, TState}"/>
public sealed class EvalOutlierStreamOp : EvalStreamOp<EvalOutlierStreamOp, BinaryEvaluator, BinaryTally>
{
    /// <summary>Scores stand in <c>anomaly</c> by default.</summary>
    public EvalOutlierStreamOp() => Set(options => options with { Score = "anomaly" });

    /// <inheritdoc cref="EvalOutlierBatchOp.SetLabelCol"/>
    public EvalOutlierStreamOp SetLabelCol(string value) => Set(options => options with { Label = value });

    /// <inheritdoc cref="EvalOutlierBatchOp.SetPredictionDetailCol"/>
    public EvalOutlierStreamOp SetPredictionDetailCol(string value) => Set(options => options with { Score = value });

    /// <inheritdoc cref="EvalOutlierBatchOp.SetOutlierValueStrings"/>
    public EvalOutlierStreamOp SetOutlierValueStrings(string value) => Set(options => options with { Positive = value });

    /// <inheritdoc cref="EvalOutlierBatchOp.SetOutlierThreshold"/>
    public EvalOutlierStreamOp SetOutlierThreshold(double value) => Set(options => options with { Threshold = value });
}
