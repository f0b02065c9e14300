namespace Alink.Tests.Runtime.Online;

/// <summary>A time that a test moves on.</summary>
sealed class ManualTime : TimeProvider
{
    readonly List<Timer> _timers = [];
    DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        lock (_timers)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    public void Advance(TimeSpan span)
    {
        _now += span;
        Timer[] timers;
        lock (_timers)
        {
            timers = [.. _timers];
        }

        Array.ForEach(timers, timer => timer.Ring());
    }

    sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        DateTimeOffset? _due;
        TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (_due, _period) = (dueTime < TimeSpan.Zero ? null : time._now + dueTime, period);
            return true;
        }

        public void Ring()
        {
            if (_due <= time._now)
            {
                _due = _period > TimeSpan.Zero ? time._now + _period : null;
                callback(state);
            }
        }

        public void Dispose() => _due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
