using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>The states of the keys of a stream.</summary>
sealed class KeyedStates<TState>
{
    /// <summary>The event time; null where there is none.</summary>
    public EventClock? Clock { get; init; }

    /// <summary>The state of each key.</summary>
    public SortedDictionary<RowKey, KeyedState<TState>> Keys { get; } = [];

    /// <summary>When states may be over.</summary>
    public Timers Timers { get; } = new();
}

/// <summary>The state of one key.</summary>
sealed class KeyedState<TState>
{
    public required TState State { get; set; }

    /// <summary>When it was written last, in ticks of UTC.</summary>
    public long Written { get; set; } = long.MinValue;
}

/// <summary>An operator with a state for each key, which may have a time to live.</summary>
abstract class KeyedOperator<TState> : IStreamOperator<KeyedStates<TState>>
{
    readonly EventTime? _time;
    readonly long? _life;

    protected KeyedOperator(KeyedStream of, TimeSpan? timeToLive)
    {
        (Keys, _time) = (of.Keys, of.Time);
        _life = timeToLive is { } life ? Require.Positive(life.Ticks, nameof(timeToLive)) : null;
        RowKey.Fields(of.Input.Schema, Keys);
        _time?.FieldOf(of.Input.Schema);
    }

    public string Settings => $"{_life} ticks by {_time} of {string.Join(',', Keys)}";

    public bool HeedsTime => _time?.Idle is not null;

    protected ImmutableArray<string> Keys { get; }

    public abstract Schema Transform(Schema input);

    public KeyedStates<TState> Start(Schema input) => new() { Clock = _time is null ? null : new() };

    public ValueTask<KeyedStates<TState>> UpdateAsync(KeyedStates<TState> state, StreamBatch batch, StreamOutput output)
    {
        if (batch.Rows.RowCount > 0)
        {
            Update(state, batch.Rows, new(batch.Rows, Keys), Times(state, batch), output);
        }

        return new(state);
    }

    public ValueTask<KeyedStates<TState>> EndAsync(KeyedStates<TState> state, StreamEpoch epoch, StreamOutput output)
    {
        state.Clock?.End(epoch, _time!);
        state.Clock?.Report(output);
        var until = state.Clock?.Watermark ?? epoch.Time.UtcTicks;
        while (_life is { } life && state.Timers.TryTake(until, out var now, out var keys))
        {
            foreach (var key in keys)
            {
                var end = state.Keys[key].Written + life;
                if (end > now)
                {
                    state.Timers.Set(end, key);
                }
                else
                {
                    state.Keys.Remove(key);
                }
            }
        }

        return new(state);
    }

    /// <summary>Takes a batch.</summary>
    protected abstract void Update(
        KeyedStates<TState> states, Table rows, RowKeys keys, long[] times, StreamOutput output);

    /// <summary>The state of a key, made if need be.</summary>
    protected KeyedState<TState> Of(KeyedStates<TState> states, RowKey key, long now, Func<TState> start)
    {
        if (!states.Keys.TryGetValue(key, out var state))
        {
            states.Keys.Add(key, state = new() { State = start() });
            if (_life is { } life)
            {
                states.Timers.Set(now + life, key);
            }
        }

        return state;
    }

    /// <summary>Whether a state is over before a row.</summary>
    protected bool IsOver(KeyedState<TState> state, long now) =>
        state.Written > long.MinValue && now - state.Written >= _life;

    /// <summary>The time at which each row finds its state.</summary>
    long[] Times(KeyedStates<TState> state, StreamBatch batch)
    {
        if (state.Clock is not { } clock)
        {
            var epoch = new long[batch.Rows.RowCount];
            Array.Fill(epoch, batch.Epoch.Time.UtcTicks);
            return epoch;
        }

        var times = _time!.Read(batch.Rows);
        var partition = clock.Enter(batch);
        for (var row = 0; row < times.Length; row++)
        {
            var time = times[row];
            times[row] = Math.Max(time, clock.Watermark); // What is over for one row is over for all that follow.
            clock.Pass(partition, time, _time.OutOfOrderness.Ticks);
        }

        return times;
    }
}

/// <summary>Takes each row to the state of its key by a function.</summary>
sealed class KeyedProcess<TState>(
    KeyedStream of, Schema schema, Func<TState> start, KeyedStep<TState> step, TimeSpan? timeToLive)
    : KeyedOperator<TState>(of, timeToLive)
{
    public override Schema Transform(Schema input) => schema;

    protected override void Update(
        KeyedStates<TState> states, Table rows, RowKeys keys, long[] times, StreamOutput output)
    {
        var made = new KeyedOutput(schema);
        var known = new KeyedState<TState>?[keys.Count];
        for (var row = 0; row < times.Length; row++)
        {
            var state = known[keys[row]] ??= Of(states, keys.Key(keys[row]), times[row], start);
            if (IsOver(state, times[row]))
            {
                state.State = start();
            }

            state.State = step(state.State, made.At(rows, row, times[row]), made);
            state.Written = Math.Max(state.Written, times[row]);
        }

        made.Flush(output);
    }
}

/// <summary>Lets a learner of its own learn the rows of each key.</summary>
sealed class KeyedLearning<TState, TModel>(
    KeyedStream of, IOnlineEstimator<TState, TModel> learner, TimeSpan? timeToLive)
    : KeyedOperator<TState>(of, timeToLive)
    where TModel : ITransformer
{
    public override Schema Transform(Schema input) => learner.Transform(input);

    protected override void Update(
        KeyedStates<TState> states, Table rows, RowKeys keys, long[] times, StreamOutput output)
    {
        var rowsOf = new List<int>[keys.Count];
        for (var row = 0; row < times.Length; row++)
        {
            (rowsOf[keys[row]] ??= []).Add(row);
        }

        List<Table> made = [];
        var places = new int[times.Length];
        var next = 0;
        for (var number = 0; number < rowsOf.Length; number++)
        {
            var mine = rowsOf[number];
            var state = Of(states, keys.Key(number), times[mine[0]], () => learner.Start(rows.Schema));
            for (var (from, to) = (0, 0); from < mine.Count; from = to)
            {
                if (IsOver(state, times[mine[from]]))
                {
                    state.State = learner.Start(rows.Schema);
                }

                for (to = from; to < mine.Count && (to == from || !IsOver(state, times[mine[to]])); to++)
                {
                    state.Written = Math.Max(state.Written, times[mine[to]]);
                    places[mine[to]] = next++;
                }

                state.State = learner.Advance(state.State, rows.Gather([.. mine[from..to]]), out var passed);
                made.Add(passed);
            }
        }

        output.Add(Table.Concat(made).Gather(places));
    }
}
