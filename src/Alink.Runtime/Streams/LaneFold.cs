namespace Alink.Runtime;

/// <summary>What has been learnt of a stream so far, in lanes as a table of the same rows has them.</summary>
/// <remarks>
/// Full lanes have merged as far as the canonical tree over lanes lets them whatever comes after: one state stands for
/// each binary digit 1 of their number. So the memory is that of log₂ lanes states.
/// </remarks>
/// <typeparam name="TState">What is learnt of one lane; plain data.</typeparam>
/// <param name="schema">The columns of the rows to come.</param>
/// <param name="open">The state before any row.</param>
public sealed class LaneFold<TState>(Schema schema, TState open)
{
    internal Schema Schema { get; } = schema;

    /// <summary>The full lanes, merged; the largest subtree first.</summary>
    internal List<TState> Full { get; } = [];

    /// <summary>The rows of the lane that is not full yet.</summary>
    internal TState Open { get; set; } = open;

    /// <summary>How many rows so far.</summary>
    public long Rows { get; internal set; }
}

/// <summary>Learns from a stream what the estimator learns from a table of the same rows, to the bit, also where the table
/// is read in several lanes.</summary>
/// <remarks>
/// An estimator alone folds a stream as one lane: its state is smaller, and its sums are rounded in another order than
/// those that lanes merge into. A table has lanes of 16,384 rows up to 1,048,576 rows, and of more where it is larger.
/// A snapshot merges copies of the states of all lanes, and passing rows on takes one for each row: where rows are to be
/// passed on, the estimator alone is quicker.
/// </remarks>
/// <param name="Estimator">What learns.</param>
/// <param name="LaneRows">How many rows a lane holds; at least 1.</param>
public sealed record LanedEstimator<TState, TModel>(IOnePassEstimator<TState, TModel> Estimator, int LaneRows)
    : IOnlineEstimator<LaneFold<TState>, TModel>
    where TModel : ITransformer
{
    /// <summary>How many rows a lane holds.</summary>
    public int LaneRows { get; } = Require.AtLeast(1, LaneRows, nameof(LaneRows));

    /// <inheritdoc/>
    public bool LearnsFirst => Estimator.LearnsFirst;

    /// <inheritdoc/>
    public Schema Transform(Schema input) => Estimator.Transform(input);

    /// <inheritdoc/>
    public LaneFold<TState> Start(Schema schema) => new(schema, Estimator.Start(schema));

    /// <inheritdoc/>
    public LaneFold<TState> Update(LaneFold<TState> state, Table batch)
    {
        for (var start = 0; start < batch.RowCount;)
        {
            var rows = (int)Math.Min(batch.RowCount - start, LaneRows - (state.Rows % LaneRows));
            state.Open = Estimator.Update(state.Open, batch.Slice(start, rows));
            state.Rows += rows;
            start += rows;
            if (state.Rows % LaneRows == 0)
            {
                Close(state);
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public TModel Snapshot(LaneFold<TState> state)
    {
        var open = state.Rows % LaneRows > 0 || state.Rows == 0;
        if (state.Full.Count == 0)
        {
            return Estimator.Snapshot(state.Open);
        }

        var merged = Copy(open ? state.Open : state.Full[^1]);
        for (var place = state.Full.Count - (open ? 1 : 2); place >= 0; place--)
        {
            merged = Estimator.Merge(Copy(state.Full[place]), merged);
        }

        return Estimator.Snapshot(merged);
    }

    /// <summary>A full lane merges with the subtree of as many lanes before it, and so on, as a counter carries.</summary>
    void Close(LaneFold<TState> state)
    {
        var subtree = state.Open;
        for (var before = (state.Rows / LaneRows) - 1; before % 2 == 1; before /= 2)
        {
            subtree = Estimator.Merge(state.Full[^1], subtree);
            state.Full.RemoveAt(state.Full.Count - 1);
        }

        state.Full.Add(subtree);
        state.Open = Estimator.Start(state.Schema);
    }

    static TState Copy(TState state) => StateCodec.Read<TState>(StateCodec.Write(state));
}
