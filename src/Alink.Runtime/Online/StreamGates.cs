using Alink.Runtime;

namespace Alink;

/// <summary>Lets gates see the labelled rows of streams.</summary>
public static class StreamGates
{
    /// <summary>Lets a gate measure models by the last of these rows; the rows pass on as they are.</summary>
    /// <remarks>
    /// The rows up to the end of an epoch are there when the models of that epoch are published. They stand in the
    /// checkpoints of the job, with the gate's last decision, so a job that goes on decides as it did before.
    /// </remarks>
    /// <param name="rows">Labelled rows, with the columns that the models read.</param>
    /// <param name="gate">The gate.</param>
    public static TableStream Retain<TState>(this TableStream rows, ModelGate<TState> gate) =>
        rows.Through(new Retaining(gate));

    sealed class Retaining(IGate gate) : IStreamOperator<RetainedRows>
    {
        public Schema Transform(Schema input) => input;

        public RetainedRows Start(Schema input) => new();

        public ValueTask<RetainedRows> UpdateAsync(RetainedRows state, StreamBatch batch, StreamOutput output)
        {
            state.Add(batch.Rows, gate.MostRows);
            output.Add(batch.Rows);
            return new(state);
        }

        public async ValueTask<RetainedRows> EndAsync(RetainedRows state, StreamEpoch epoch, StreamOutput output)
        {
            state.Decided = gate.Decided;
            await gate.FeedAsync(state.Whole(), null, CancellationToken.None).ConfigureAwait(false);
            output.Report("models accepted", gate.Accepted);
            output.Report("models refused", gate.Refused);
            return state;
        }

        public ValueTask ResumeAsync(RetainedRows state, StreamEpoch epoch, CancellationToken cancellation) =>
            gate.FeedAsync(state.Whole(), state.Decided, cancellation);
    }
}

/// <summary>The last of many rows, and what a gate decided by them.</summary>
sealed class RetainedRows
{
    readonly List<Table> _tables = [];
    long _count;

    public Decided Decided { get; set; }

    /// <summary>Adds rows, and lets go of the oldest where they are too many.</summary>
    public void Add(Table rows, int most)
    {
        if (rows.RowCount > 0)
        {
            _tables.Add(rows);
            _count += rows.RowCount;
        }

        while (_count > most)
        {
            var first = _tables[0];
            var surplus = (int)Math.Min(_count - most, first.RowCount);
            _count -= surplus;
            if (surplus < first.RowCount)
            {
                _tables[0] = first.Slice(surplus, first.RowCount - surplus);
            }
            else
            {
                _tables.RemoveAt(0);
            }
        }
    }

    /// <summary>The rows as one table, however they came; null where there are none.</summary>
    public Table? Whole()
    {
        if (_tables.Count > 1)
        {
            var whole = Table.Concat(_tables);
            _tables.Clear();
            _tables.Add(whole);
        }

        return _tables.Count == 0 ? null : _tables[0];
    }
}
