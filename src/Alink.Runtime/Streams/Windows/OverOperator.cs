using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>The rows that rows to come look back at, and the rows that wait for older ones.</summary>
sealed class OverState
{
    /// <summary>The event time; null where there is none.</summary>
    public EventClock? Clock { get; init; }

    /// <summary>The last rows of each key.</summary>
    public SortedDictionary<RowKey, KeyRows> Keys { get; } = [];

    /// <summary>When no row to come can look back at a key's rows any more.</summary>
    public Timers Timers { get; } = new();

    /// <summary>The rows that are ahead of the watermark, by their time.</summary>
    public SortedDictionary<long, List<WaitingRow>> Waiting { get; } = [];

    /// <summary>The time of the first of them.</summary>
    public long NextWaiting { get; set; } = long.MaxValue;

    /// <summary>How many rows came too late so far.</summary>
    public long Late { get; set; }
}

/// <summary>The last rows of one key.</summary>
sealed class KeyRows
{
    public required RowSeries Rows { get; init; }

    /// <summary>Whether a timer is set that forgets them.</summary>
    public bool HasTimer { get; set; }
}

/// <summary>A row that is ahead of the watermark.</summary>
readonly record struct WaitingRow(RowKey Key, byte[] Bytes);

/// <summary>Gives each row aggregates over the rows of its key that precede it, in the order of event time.</summary>
sealed class OverOperator : IStreamOperator<OverState>
{
    readonly AggregatePlan _plan;
    readonly int? _rows;
    readonly long? _span;
    readonly EventTime? _time;
    readonly ImmutableArray<string> _keys;
    readonly Schema _schema;
    readonly int[] _columns;

    /// <param name="input">The columns of the rows.</param>
    /// <param name="aggregates">What is computed.</param>
    /// <param name="rows">How many rows before the current one; null: no matter how many.</param>
    /// <param name="span">How long before the current one; null: no matter how long.</param>
    /// <param name="time">The event time; null: rows stand in the order in which they come.</param>
    /// <param name="keys">The columns of the key.</param>
    public OverOperator(
        Schema input, ImmutableArray<WindowAggregate> aggregates, int? rows, TimeSpan? span, EventTime? time,
        ImmutableArray<string> keys)
    {
        (_rows, _span, _time, _keys) = (rows, span?.Ticks, time, keys);
        _plan = new(input, aggregates, time, over: true, spans: false);
        _schema = Transform(input);
        _columns = [.. _plan.Columns.Select(input.IndexOf)];
    }

    public bool KeepsPartitions => false;

    public string Settings => $"{_rows} rows, {_span} ticks by {_time} of {string.Join(',', _keys)}: {_plan.Settings}";

    public bool HeedsTime => _time?.Idle is not null;

    public Schema Transform(Schema input)
    {
        RowKey.Fields(input, _keys);
        return new([.. input.Fields, .. _plan.Fields]);
    }

    public ImmutableSortedDictionary<string, Schema> Sides(Schema input) =>
        ImmutableSortedDictionary<string, Schema>.Empty.Add(WindowedStream.Late, input);

    public OverState Start(Schema input) => new() { Clock = _time is null ? null : new() };

    public ValueTask<OverState> UpdateAsync(OverState state, StreamBatch batch, StreamOutput output)
    {
        var rows = batch.Rows;
        if (rows.RowCount == 0)
        {
            return new(state);
        }

        var work = new Work(this, state);
        var partition = state.Clock?.Enter(batch);
        var times = _time?.Read(rows);
        var keys = new RowKeys(rows, _keys);
        var known = new KeyRows?[keys.Count];
        List<int> late = [];
        for (var row = 0; row < rows.RowCount; row++)
        {
            var (time, number) = (times?[row] ?? 0, keys[row]);
            if (partition is not null)
            {
                if (time < state.Clock!.Watermark)
                {
                    late.Add(row);
                    continue;
                }

                state.Clock.Pass(partition, time, _time!.OutOfOrderness.Ticks);
                work.Drain(time);
                if (time > state.Clock.Watermark)
                {
                    work.Wait(rows, row, time, keys.Key(number));
                    continue;
                }
            }

            work.Writer.Set(rows, row);
            work.Write(time, known[number] ??= work.Of(keys.Key(number)), keys.Key(number));
            work.Drain(long.MaxValue);
            if (work.HasForgotten())
            {
                Array.Clear(known);
            }
        }

        work.Writer.Flush(output);
        if (late.Count > 0)
        {
            state.Late += late.Count;
            output.Add(WindowedStream.Late, rows.Gather([.. late]));
        }

        return new(state);
    }

    public ValueTask<OverState> EndAsync(OverState state, StreamEpoch epoch, StreamOutput output)
    {
        if (state.Clock is { } clock)
        {
            clock.End(epoch, _time!);
            clock.Report(output);
            output.Report("late rows", state.Late);
            if (epoch.IsLast)
            {
                clock.Stop();
            }

            var work = new Work(this, state);
            work.Drain(long.MaxValue);
            work.HasForgotten();
            work.Writer.Flush(output);
        }

        return new(state);
    }

    /// <summary>One call's work on the state.</summary>
    sealed class Work(OverOperator of, OverState state)
    {
        readonly ColumnSummary[] _sums = [.. of._plan.Columns.Select(_ => new ColumnSummary())];
        readonly int _width = of._schema.Fields.Length - of._plan.Fields.Length;

        public RowsWriter Writer { get; } = new(of._schema);

        /// <summary>Lets a row wait for older ones.</summary>
        public void Wait(Table rows, int row, long time, RowKey key)
        {
            Writer.Set(rows, row);
            if (!state.Waiting.TryGetValue(time, out var waiting))
            {
                state.Waiting.Add(time, waiting = []);
                state.NextWaiting = Math.Min(state.NextWaiting, time);
            }

            waiting.Add(new(key, RowBytes.Of(Writer.Cells.AsSpan(0, _width))));
        }

        /// <summary>Writes the rows that wait no longer, of times up to <paramref name="until"/>.</summary>
        public void Drain(long until)
        {
            while (state.Waiting.Count > 0 && state.NextWaiting <= Math.Min(until, state.Clock!.Watermark))
            {
                var time = state.NextWaiting;
                foreach (var row in state.Waiting[time])
                {
                    RowBytes.Load(row.Bytes, Writer.Cells.AsSpan(0, _width));
                    Write(time, Of(row.Key), row.Key);
                }

                state.Waiting.Remove(time);
                state.NextWaiting = long.MaxValue;
                foreach (var (next, _) in state.Waiting)
                {
                    state.NextWaiting = next;
                    break;
                }
            }
        }

        public KeyRows Of(RowKey key)
        {
            if (!state.Keys.TryGetValue(key, out var rows))
            {
                state.Keys.Add(key, rows = new() { Rows = new(of._columns.Length) });
            }

            return rows;
        }

        /// <summary>Writes the row that the writer holds, with its aggregates.</summary>
        public void Write(long time, KeyRows key, RowKey name)
        {
            var series = key.Rows;
            var place = series.Add(time);
            for (var c = 0; c < of._columns.Length; c++)
            {
                series.Set(place, c, Value.Of(Writer.Cells[of._columns[c]], of._plan.NeedsText[c]));
            }

            var dropped = of._rows is { } most ? Math.Max(0, series.Count - most - 1) : 0;
            while (of._span is { } span && time - series.Time(dropped) > span)
            {
                dropped++;
            }

            series.Drop(dropped);
            Compute(series);
            Writer.Add();
            if (of._span is { } length && !key.HasTimer)
            {
                key.HasTimer = true;
                state.Timers.Set(time + length + 1, name);
            }
        }

        /// <summary>Forgets the rows of keys that no row to come looks back at.</summary>
        /// <returns>Whether there were any.</returns>
        public bool HasForgotten()
        {
            var forgotten = false;
            while (state.Timers.TryTake(state.Clock?.Watermark ?? long.MinValue, out var now, out var names))
            {
                foreach (var name in names)
                {
                    var rows = state.Keys[name].Rows;
                    var end = rows.Time(rows.Count - 1) + of._span!.Value + 1;
                    if (end > now)
                    {
                        state.Timers.Set(end, name);
                    }
                    else
                    {
                        forgotten |= state.Keys.Remove(name);
                    }
                }
            }

            return forgotten;
        }

        void Compute(RowSeries series)
        {
            for (var i = 0; i < of._plan.Aggregates.Length; i++)
            {
                var aggregate = of._plan.Aggregates[i];
                var isSum = AggregatePlan.IsSum(aggregate) || aggregate.Function == WindowFunction.RowNumber;
                var value = isSum ? Sums(aggregate, series) : of._plan.OfSeries(aggregate, series);
                value.Load(Writer.Cells[_width + i]);
            }
        }

        Value Sums(WindowAggregate aggregate, RowSeries series)
        {
            var rows = series.Count - (aggregate.IsPreceding ? 1 : 0);
            if (aggregate.Column is { } column)
            {
                var c = of._plan.Columns.IndexOf(column);
                _sums[c].Clear();
                for (var row = 0; row < rows; row++)
                {
                    _sums[c].Add(series[row, c], of._plan.TypeOf(c));
                }
            }

            return of._plan.OfSums(aggregate, rows, _sums, 0, 0);
        }
    }
}
