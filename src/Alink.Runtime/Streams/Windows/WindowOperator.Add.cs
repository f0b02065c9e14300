namespace Alink.Runtime;

/// <content>Which windows take a row.</content>
sealed partial class WindowOperator<TState>
{
    bool TryAdd(
        WindowState<TState> state, RowKey key, KeyWindows<TState> windows, in WindowRow row, RowsWriter writer)
    {
        switch (_windows.Kind)
        {
            case WindowKind.Time:
                var any = false;
                var last = _windows.LastStart(row.Time);
                for (var start = FirstStart(last, row.Time); start <= last; start += _windows.Slide)
                {
                    any |= TryAdd(state, key, windows, start, row, writer);
                }

                return any;
            case WindowKind.Session:
                return TryAddToSession(state, key, windows, row, writer);
            case WindowKind.Count:
                AddToCounts(key, windows, row, writer);
                return true;
            default:
                if (windows.Open.Count == 0)
                {
                    windows.Open.Add(new(long.MinValue, long.MaxValue, _content.Start()));
                }

                windows.Open[0].Content = _content.Add(windows.Open[0].Content, row);
                return true;
        }
    }

    /// <summary>The start of the first window that holds a time, or a place among the rows of a key.</summary>
    long FirstStart(long last, long time) => last - ((last + _windows.Size - 1 - time) / _windows.Slide * _windows.Slide);

    bool TryAdd(
        WindowState<TState> state, RowKey key, KeyWindows<TState> windows, long start, in WindowRow row, RowsWriter writer)
    {
        var end = start + _windows.Size;
        var watermark = state.Clock!.Watermark;
        if (IsOver(end, watermark))
        {
            return false;
        }

        var window = At(windows, start, end, out var isNew);
        if (isNew)
        {
            state.Timers.Set(end, key);
        }

        window.Content = _content.Add(window.Content, row);
        WriteIfPast(window, watermark, key, writer);
        return true;
    }

    bool TryAddToSession(
        WindowState<TState> state, RowKey key, KeyWindows<TState> windows, in WindowRow row, RowsWriter writer)
    {
        var (start, end) = (row.Time, row.Time + _windows.Size);
        var watermark = state.Clock!.Watermark;
        var open = windows.Open;
        var first = open.FindIndex(window => start < window.End && window.Start < end);
        if (first < 0)
        {
            if (IsOver(end, watermark))
            {
                return false;
            }

            first = open.FindIndex(window => window.Start > start);
            first = first < 0 ? open.Count : first;
            open.Insert(first, new(start, end, _content.Start()));
            state.Timers.Set(end, key);
        }

        var session = open[first];
        session.Start = Math.Min(session.Start, start);
        session.End = Math.Max(session.End, end);
        while (first + 1 < open.Count && open[first + 1].Start < session.End)
        {
            var next = open[first + 1];
            session.End = Math.Max(session.End, next.End);
            session.Content = _content.Merge(session.Content, next.Content);
            session.Timer = Math.Min(session.Timer, next.Timer);
            open.RemoveAt(first + 1);
        }

        session.Content = _content.Add(session.Content, row);
        session.IsDone &= session.End <= watermark;
        if (!session.IsDone && session.Timer > session.End)
        {
            session.Timer = session.End; // It was done, and waited to be forgotten; now it ends once more.
            state.Timers.Set(session.End, key);
        }

        WriteIfPast(session, watermark, key, writer);
        return true;
    }

    void AddToCounts(RowKey key, KeyWindows<TState> windows, in WindowRow row, RowsWriter writer)
    {
        var place = windows.Rows++;
        for (var end = ((place / _windows.Slide) + 1) * _windows.Slide; end - _windows.Size <= place; end += _windows.Slide)
        {
            var window = At(windows, end - _windows.Size, end, out _);
            window.Content = _content.Add(window.Content, row);
        }

        if (windows.Open[0].End == windows.Rows)
        {
            Write(windows.Open[0], key, writer);
            windows.Open.RemoveAt(0);
        }
    }

    /// <summary>The window from <paramref name="start"/> on, made if need be.</summary>
    Window<TState> At(KeyWindows<TState> windows, long start, long end, out bool isNew)
    {
        var open = windows.Open;
        var place = open.Count;
        while (place > 0 && open[place - 1].Start > start)
        {
            place--;
        }

        isNew = place == 0 || open[place - 1].Start != start;
        if (isNew)
        {
            open.Insert(place++, new(start, end, _content.Start()));
        }

        return open[place - 1];
    }

    /// <summary>Whether a window takes no more rows.</summary>
    bool IsOver(long end, long watermark) => watermark >= end && watermark - end >= _lateness;
}
