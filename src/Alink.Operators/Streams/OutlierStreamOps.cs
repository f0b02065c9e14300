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
    public TSelf SetGroupCols(params string[] value) => Set(ref _groups, value);

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) => Task.FromResult(
        _groups.Length == 0 ? rows.Train(Options, new OnlineTrainingOptions()) : rows.KeyBy([.. _groups]).Learn(Options));
}
