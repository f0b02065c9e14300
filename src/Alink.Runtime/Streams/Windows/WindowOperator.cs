using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>Puts rows into windows, and computes a window once no more rows are expected of it.</summary>
/// <remarks>All that it does it does row by row: a row is late by the watermark of the rows before it, and windows are
/// computed between one row and the next.</remarks>
sealed partial class WindowOperator<TState> : IStreamOperator<WindowState<TState>>
{
    readonly StreamWindow _windows;
    readonly EventTime? _time;
    readonly ImmutableArray<string> _keys;
    readonly long _lateness;
    readonly WindowContent<TState> _content;
    readonly Schema _schema;
    readonly ImmutableArray<string> _columns;

    public WindowOperator(WindowedStream of, WindowContent<TState> content, ImmutableArray<string> columns)
    {
        (_windows, _time, _keys, _content, _columns) = (of.Windows, of.Time, of.Keys, content, columns);
        _lateness = of.AllowedLateness.Ticks;
        _schema = Transform(of.Input.Schema);
        if (_windows.Kind == WindowKind.Session && !content.Merges)
        {
            throw new ArgumentException("Sessions merge, so what they compute must be an IAggregator; it is a mere IFold.");
        }
    }

    public bool KeepsPartitions => false;

    public string Settings =>
        $"{_windows.Settings} by {_time} of {string.Join(',', _keys)}, late by {_lateness}: {_content.Settings}";

    public bool HeedsTime => _time?.Idle is not null;

    public Schema Transform(Schema input)
    {
        _time?.FieldOf(input);
        return new([.. RowKey.Fields(input, _keys), .. _content.Fields(input)]);
    }

    public ImmutableSortedDictionary<string, Schema> Sides(Schema input) =>
        ImmutableSortedDictionary<string, Schema>.Empty.Add(WindowedStream.Late, input);

    public WindowState<TState> Start(Schema input) => new() { Clock = _windows.NeedTime ? new() : null };

    public ValueTask<WindowState<TState>> UpdateAsync(WindowState<TState> state, StreamBatch batch, StreamOutput output)
    {
        var rows = batch.Rows;
        if (rows.RowCount == 0)
        {
            return new(state);
        }

        var partition = state.Clock?.Enter(batch);
        var times = _time?.Read(rows);
        var keys = new RowKeys(rows, _keys);
        var known = new KeyWindows<TState>?[keys.Count];
        var columns = _columns.Select(rows.Data).ToArray();
        var writer = new RowsWriter(_schema);
        List<int> late = [];
        for (var row = 0; row < rows.RowCount; row++)
        {
            var number = keys[row];
            var key = keys.Key(number);
            var windows = known[number] ??= Of(state, key);
            if (!TryAdd(state, key, windows, new(rows, row, times?[row] ?? 0, columns), writer))
            {
                late.Add(row);
            }

            var isEmpty = windows.Open.Count == 0 && windows.Rows % Math.Max(1, _windows.Slide) == 0;
            if (isEmpty)
            {
                state.Keys.Remove(key);
                known[number] = null;
            }

            if (partition is not null && state.Clock!.Pass(partition, times![row], _time!.OutOfOrderness.Ticks)
                && Run(state, writer))
            {
                Array.Clear(known);
            }
        }

        writer.Flush(output);
        if (late.Count > 0)
        {
            state.Late += late.Count;
            output.Add(WindowedStream.Late, rows.Gather([.. late]));
        }

        return new(state);
    }

    public ValueTask<WindowState<TState>> EndAsync(WindowState<TState> state, StreamEpoch epoch, StreamOutput output)
    {
        var writer = new RowsWriter(_schema);
        if (state.Clock is { } clock)
        {
            if (clock.End(epoch, _time!))
            {
                Run(state, writer);
            }

            clock.Report(output);
            output.Report("late rows", state.Late);
            if (epoch.IsLast)
            {
                clock.Stop();
                Run(state, writer);
            }
        }
        else if (epoch.IsLast)
        {
            foreach (var (key, windows) in state.Keys)
            {
                windows.Open.ForEach(window => Write(window, key, writer));
            }

            state.Keys.Clear();
        }

        writer.Flush(output);
        return new(state);
    }

    static KeyWindows<TState> Of(WindowState<TState> state, RowKey key)
    {
        if (!state.Keys.TryGetValue(key, out var windows))
        {
            state.Keys.Add(key, windows = new());
        }

        return windows;
    }

    /// <summary>Computes a window again, or for the first time, that a row came to after its end.</summary>
    void WriteIfPast(Window<TState> window, long watermark, RowKey key, RowsWriter writer)
    {
        if (window.End <= watermark)
        {
            window.IsDone = true;
            Write(window, key, writer);
        }
    }

    void Write(Window<TState> window, RowKey key, RowsWriter writer)
    {
        var isTime = _windows.NeedTime;
        _content.Write(
            window.Content, key, isTime ? window.Start : long.MinValue, isTime ? window.End : long.MaxValue, writer);
    }

    /// <summary>Computes the windows that the watermark has passed, and forgets those that take no more rows.</summary>
    /// <returns>Whether keys have been forgotten.</returns>
    bool Run(WindowState<TState> state, RowsWriter writer)
    {
        var watermark = state.Clock!.Watermark;
        var forgotten = false;
        while (state.Timers.TryTake(watermark, out var time, out var keys))
        {
            foreach (var key in keys)
            {
                if (state.Keys.TryGetValue(key, out var windows))
                {
                    Run(state, key, windows, time, writer);
                    forgotten |= windows.Open.Count == 0 && state.Keys.Remove(key);
                }
            }
        }

        return forgotten;
    }

    void Run(WindowState<TState> state, RowKey key, KeyWindows<TState> windows, long time, RowsWriter writer)
    {
        for (var i = 0; i < windows.Open.Count; i++)
        {
            var window = windows.Open[i];
            if (window.Timer != time)
            {
                continue;
            }

            if (window.End <= time && !window.IsDone)
            {
                window.IsDone = true;
                Write(window, key, writer);
            }

            var forgotten = _lateness > long.MaxValue - window.End ? long.MaxValue : window.End + _lateness;
            if (window.IsDone && forgotten <= time)
            {
                windows.Open.RemoveAt(i--);
            }
            else
            {
                window.Timer = window.IsDone ? forgotten : window.End;
                state.Timers.Set(window.Timer, key);
            }
        }
    }
}
