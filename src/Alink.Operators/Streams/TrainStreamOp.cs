using Alink.Runtime;

namespace Alink.Operators;

/// <summary>Learns the rows of another operator one by one, and has models for others; its own rows are those rows, each
/// predicted before it was learnt.</summary>
public abstract class TrainStreamOp<TSelf, TEstimator, TState, TModel> : StreamOperator<TSelf, TEstimator>, IModelStream
    where TSelf : TrainStreamOp<TSelf, TEstimator, TState, TModel>
    where TEstimator : class, IOnlineEstimator<TState, TModel>, new()
    where TModel : class, ITransformer
{
    readonly IModelOperator? _initial;
    OnlineTrainingOptions _training = new();

    /// <summary>A learner with the default options that begins with nothing.</summary>
    protected TrainStreamOp() => Models = new(this);

    /// <summary>A learner with the default options that goes on from a model.</summary>
    protected TrainStreamOp(IModelOperator initModel)
        : this() => _initial = initModel;

    /// <inheritdoc/>
    public ModelStream Models { get; }

    /// <summary>Makes the options fit the model that it goes on from.</summary>
    internal Func<TEstimator, ITransformer, TEstimator>? Adjust { get; init; }

    /// <summary>After how many epochs of the job the next model comes; at least 1.</summary>
    public TSelf SetModelEveryEpochs(int value) => Set(ref _training, _training with { EveryEpochs = value });

    /// <summary>How many rows must have been learnt since the last model; at least 1.</summary>
    public TSelf SetModelEveryRows(long value) => Set(ref _training, _training with { EveryRows = value });

    /// <inheritdoc/>
    protected override async Task<TableStream> PlanAsync(TableStream rows)
    {
        var training = _training with { Sinks = [Models] };
        if (_initial is null)
        {
            return rows.Train(Options, training);
        }

        var from = await _initial.ModelAsync().ConfigureAwait(false);
        return rows.Train(Adjust?.Invoke(Options, from) ?? Options, training with { From = PublishedModel.Of(from) });
    }
}
