namespace Alink.Tests.Runtime.Streams;

/// <summary>A clock that goes on only where it is told to.</summary>
sealed class ManualTime : TimeProvider
{
    readonly List<Timer> _timers = [];
    readonly Lock _lock = new();
    TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);
    DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass; what is due then happens before it returns.</summary>
    public void Advance(TimeSpan by)
    {
        var until = _now + by;
        while (true)
        {
            Timer? first;
            lock (_lock)
            {
                first = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
                _now = first is null || first.Due < _now ? first is null ? until : _now : first.Due;
                if (first is not null)
                {
                    _timers.Remove(first);
                }
            }

            if (first is null)
            {
                return;
            }

            first.Fire();
        }
    }

    /// <summary>Returns once so many timers are set, and no more.</summary>
    public async Task TimersAsync(int count = 1)
    {
        while (true)
        {
            Task set;
            lock (_lock)
            {
                if (_timers.Count == count)
                {
                    return;
                }

                set = _set.Task;
            }

            await set.WaitAsync(TimeSpan.FromSeconds(30));
        }
    }

    sealed class Timer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime >= TimeSpan.Zero)
                {
                    Due = time._now + dueTime;
                    time._timers.Add(this);
                }

                time._set.TrySetResult();
                time._set = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return true;
        }

        public void Fire() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
