namespace Alink.Operators;

/// <summary>Scores the rows of another operator by what they teach themselves, each group by its own rows.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
/// <typeparam name="TEstimator">What is learnt of each group.</typeparam>
/// <typeparam name="TModel">What scores its rows.</typeparam>
public abstract class OutlierBatchOp<TSelf, TEstimator, TModel> : BatchOperator<TSelf, TEstimator>
    where TSelf : OutlierBatchOp<TSelf, TEstimator, TModel>
    where TEstimator : class, IEstimator<TModel>, new()
    where TModel : ITransformer
{
    string[] _groups = [];

    /// <summary>The columns that tell groups apart; by default all rows are one.</summary>
    public TSelf SetGroupCols(params string[] value) => Set(ref _groups, value);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">A group cannot teach; its first row is named.</exception>
    protected override async Task<Table> ComputeAsync()
    {
        var rows = await Input.CollectAsync().ConfigureAwait(false);
        if (_groups.Length == 0)
        {
            return (await Options.FitAsync(rows, Context).ConfigureAwait(false)).Transform(rows);
        }

        var (scored, places, next) = (new List<Table> { Table.Empty(Options.Transform(rows.Schema)) }, new int[rows.RowCount], 0);
        foreach (var group in rows.RowsOfGroups(_groups))
        {
            scored.Add(await ScoredAsync(rows.Gather([.. group]), group[0]).ConfigureAwait(false));
            group.ForEach(row => places[row] = next++);
        }

        return Table.Concat(scored).Gather(places);
    }

    async Task<Table> ScoredAsync(Table group, int first)
    {
        try
        {
            return (await Options.FitAsync(group, Context).ConfigureAwait(false)).Transform(group);
        }
        catch (TrainingException exception)
        {
            throw new TrainingException($"In the group of row {first}: {exception.Message}");
        }
    }
}
