namespace Alink.Online;

/// <summary>The first rows of a stream, which teach no model yet.</summary>
static class FirstRows
{
    /// <summary>Passes rows on one by one until the estimator can do it in a faster way.</summary>
    /// <param name="estimator">What learns.</param>
    /// <param name="state">What it has learnt.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="teaches">Whether a state teaches a model, so that the estimator's own way takes it.</param>
    /// <param name="output">The rows, passed on.</param>
    public static TState Advance<TState, TModel>(
        IOnlineEstimator<TState, TModel> estimator, TState state, Table batch, Func<TState, bool> teaches, out Table output)
        where TModel : ITransformer
    {
        var pieces = new List<Table>();
        var first = 0;
        for (; first < batch.RowCount && !teaches(state); first++)
        {
            state = RowByRow.Advance(estimator, state, batch.Slice(first, 1), out var row);
            pieces.Add(row);
        }

        state = first < batch.RowCount
            ? estimator.Advance(state, batch.Slice(first, batch.RowCount - first), out var others)
            : RowByRow.Advance(estimator, state, batch.Slice(first, 0), out others);
        if (others.RowCount > 0)
        {
            pieces.Add(others);
        }

        var last = pieces.Count == 0 ? others.Schema : pieces[^1].Schema;
        output = pieces.Count < 2 ? pieces.FirstOrDefault(others) : last.Fields.Aggregate(
            Table.Concat(pieces),
            (table, field) => table.With(field with { IsNullable = table.Schema[field.Name].IsNullable }, table.Data(field.Name)));
        return state;
    }
}
