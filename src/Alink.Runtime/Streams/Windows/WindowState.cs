namespace Alink.Runtime;

/// <summary>The windows of a stream that are open.</summary>
sealed class WindowState<TState>
{
    /// <summary>The event time; null where there is none.</summary>
    public EventClock? Clock { get; init; }

    /// <summary>The windows of each key.</summary>
    public SortedDictionary<RowKey, KeyWindows<TState>> Keys { get; } = [];

    /// <summary>When windows end, or are forgotten.</summary>
    public Timers Timers { get; } = new();

    /// <summary>How many rows came too late so far.</summary>
    public long Late { get; set; }
}

/// <summary>The open windows of one key.</summary>
sealed class KeyWindows<TState>
{
    /// <summary>By their start.</summary>
    public List<Window<TState>> Open { get; } = [];

    /// <summary>How many rows of the key there were, where windows count them.</summary>
    public long Rows { get; set; }
}

/// <summary>One window of one key.</summary>
sealed class Window<TState>(long start, long end, TState content)
{
    public long Start { get; set; } = start;

    public long End { get; set; } = end;

    public TState Content { get; set; } = content;

    /// <summary>Whether it has been computed.</summary>
    public bool IsDone { get; set; }

    /// <summary>The time of its timer.</summary>
    public long Timer { get; set; } = end;
}
