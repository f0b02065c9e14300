namespace Alink.Runtime;

/// <summary>Which keys have something to do at which time; those of one time in the order in which they were set.</summary>
sealed class Timers
{
    readonly SortedDictionary<long, List<RowKey>> _keys = [];
    long _next = long.MaxValue;

    /// <summary>Sets a timer.</summary>
    public void Set(long time, RowKey key)
    {
        if (!_keys.TryGetValue(time, out var keys))
        {
            _keys.Add(time, keys = []);
            _next = Math.Min(_next, time);
        }

        keys.Add(key);
    }

    /// <summary>Takes the first timers out, if their time is not after <paramref name="now"/>.</summary>
    public bool TryTake(long now, out long time, out List<RowKey> keys)
    {
        time = _next;
        if (_next > now || _keys.Count == 0)
        {
            keys = [];
            return false;
        }

        _keys.Remove(time, out keys!);
        _next = long.MaxValue;
        foreach (var (next, _) in _keys)
        {
            _next = next;
            break;
        }

        return true;
    }
}
