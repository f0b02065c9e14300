using System.Collections.Immutable;
using Alink.Runtime;

namespace Alink;

/// <summary>A stream whose rows belong to keys, each of which has a state of its own.</summary>
public sealed class KeyedStream
{
    internal KeyedStream(TableStream input, ImmutableArray<string> keys, EventTime? time) =>
        (Input, Keys, Time) = (input, keys, time);

    internal TableStream Input { get; }

    internal ImmutableArray<string> Keys { get; }

    internal EventTime? Time { get; }

    /// <summary>Takes each row to the state of its key, and makes rows of it.</summary>
    /// <param name="output">The columns of the rows that come out.</param>
    /// <param name="start">The state of a key before its first row; plain data.</param>
    /// <param name="step">The state after a row; it may add rows to the output.</param>
    /// <param name="timeToLive">For how long after its last row a key keeps its state: by event time, or without that by
    /// the planned time of the epochs. A state that is over is never seen again. Null: for ever.</param>
    /// <typeparam name="TState">What a key's rows have left behind; plain data.</typeparam>
    /// <exception cref="SchemaException">A column of the key is missing, or holds vectors.</exception>
    public TableStream Process<TState>(
        Schema output, Func<TState> start, KeyedStep<TState> step, TimeSpan? timeToLive = null) =>
        Input.Through(new KeyedProcess<TState>(this, output, start, step, timeToLive));

    /// <summary>Leaves out rows whose key was there before.</summary>
    /// <param name="within">For how long after a row that is kept others of its key are left out; above zero.</param>
    /// <example>
    /// <code>
    /// var at = DateTimeOffset.UnixEpoch;
    /// var events = Table.Of("id", 7, 7, 8, 7).With("time", at, at.AddSeconds(1), at.AddSeconds(2), at.AddSeconds(60));
    /// var ids = "";
    /// var once = TableStream.Of(events, rowsPerBatch: 4).KeyBy(["id"], "time").Distinct(TimeSpan.FromMinutes(1));
    /// await foreach (var batch in once)
    /// {
    ///     ids += string.Join(' ', batch.Values&lt;int&gt;("id").ToArray());
    /// }
    ///
    /// ids // => 7 8 7
    /// </code>
    /// </example>
    public TableStream Distinct(TimeSpan within) => Process<long?>(
        Input.Schema,
        () => null,
        (kept, _, output) =>
        {
            if (output.Now.UtcTicks - kept < within.Ticks)
            {
                return kept;
            }

            output.CopyRow();
            output.Add();
            return output.Now.UtcTicks;
        },
        TimeSpan.FromTicks(Require.Positive(within.Ticks, nameof(within))));

    /// <summary>Lets a learner of its own learn the rows of each key, and passes each row on as that learner makes it.
    /// </summary>
    /// <param name="learner">The learner.</param>
    /// <param name="timeToLive">For how long after its last row a key keeps what it has learnt; see
    /// <see cref="Process"/>.</param>
    public TableStream Learn<TState, TModel>(IOnlineEstimator<TState, TModel> learner, TimeSpan? timeToLive = null)
        where TModel : ITransformer =>
        Input.Through(new KeyedLearning<TState, TModel>(this, learner, timeToLive));
}

/// <summary>The state of a key after a row.</summary>
/// <param name="state">The state before it; handed over.</param>
/// <param name="row">The row.</param>
/// <param name="output">Takes the rows that come of it.</param>
/// <typeparam name="TState">What a key's rows have left behind; plain data.</typeparam>
public delegate TState KeyedStep<TState>(TState state, Row row, KeyedOutput output);

/// <summary>Takes the rows that a <see cref="KeyedStep{TState}"/> makes: their cells are set, and then they are added.
/// </summary>
public sealed class KeyedOutput
{
    readonly RowsWriter _writer;
    readonly Schema _schema;
    Table? _rows;
    int _row;

    internal KeyedOutput(Schema schema) => (_schema, _writer) = (schema, new(schema));

    /// <summary>The event time of the row, or the watermark if that is ahead of it; without event time, the planned time of
    /// the epoch.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>The cell of a column; it keeps its value from row to row.</summary>
    /// <exception cref="SchemaException">The column is missing.</exception>
    public Cell this[string column] => _writer.Cells[_schema.IndexOf(column)];

    /// <summary>Sets the cells of the columns that the row that came in has as well.</summary>
    public void CopyRow()
    {
        foreach (var cell in _writer.Cells)
        {
            if (_rows!.Schema.Has(cell.Name))
            {
                _rows.Data(cell.Name).Load(_row, cell);
            }
        }
    }

    /// <summary>Adds a row of what the cells hold.</summary>
    public void Add() => _writer.Add();

    internal Row At(Table rows, int row, long now)
    {
        (_rows, _row, Now) = (rows, row, new(now, TimeSpan.Zero));
        return new(rows, row);
    }

    internal void Flush(StreamOutput output) => _writer.Flush(output);
}

/// <summary>Streams with keys.</summary>
public static class KeyedStreams
{
    /// <summary>Tells rows apart by the values of columns.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="keys">The columns; at least one.</param>
    /// <param name="time">The event time by which states live; null: the planned time of the epochs.</param>
    public static KeyedStream KeyBy(this TableStream stream, ImmutableArray<string> keys, EventTime? time = null) =>
        new(stream, keys, time);
}
