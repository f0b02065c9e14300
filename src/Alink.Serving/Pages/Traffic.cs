namespace Alink.Serving;

/// <summary>Counts the requests of a model.</summary>
sealed class Traffic
{
    /// <summary>The statuses that are counted by themselves; any other counts as the last.</summary>
    public static readonly int[] Statuses = [200, 400, 401, 404, 405, 408, 413, 415, 422, 429, 499, 503, 500];

    /// <summary>The upper ends of the times that are counted together, in seconds; above the last, there are others.</summary>
    public static readonly double[] Seconds =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

    readonly long[] _counts = new long[Statuses.Length];
    readonly long[] _times = new long[Seconds.Length + 1];
    long _ticks;
    long _rows;

    /// <summary>How many rows were answered.</summary>
    public long Rows => Interlocked.Read(ref _rows);

    /// <summary>How long all requests took, in seconds.</summary>
    public double TotalSeconds => TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds;

    /// <summary>How many requests there were.</summary>
    public long Requests => Counts().Sum();

    /// <summary>Counts a request.</summary>
    public void Add(int status, TimeSpan time, long rows)
    {
        var place = Array.IndexOf(Statuses, status);
        Interlocked.Increment(ref _counts[place < 0 ? Statuses.Length - 1 : place]);
        var bucket = 0;
        for (var seconds = time.TotalSeconds; bucket < Seconds.Length && seconds > Seconds[bucket]; bucket++)
        {
        }

        Interlocked.Increment(ref _times[bucket]);
        Interlocked.Add(ref _ticks, time.Ticks);
        Interlocked.Add(ref _rows, rows);
    }

    /// <summary>How many requests had each of the statuses.</summary>
    public long[] Counts() => [.. _counts.Select((_, i) => Interlocked.Read(ref _counts[i]))];

    /// <summary>How many requests took no longer than each of the times, the last being all.</summary>
    public long[] Times()
    {
        var sum = 0L;
        return [.. _times.Select((_, i) => sum += Interlocked.Read(ref _times[i]))];
    }

    /// <summary>A time, in seconds, that so large a share of the requests did not exceed; 0 where there were none, and
    /// infinity where it is longer than those that are told apart.</summary>
    public double Quantile(double share)
    {
        var times = Times();
        var place = Array.FindIndex(times, count => count >= share * times[^1]);
        return times[^1] == 0 ? 0 : place < Seconds.Length ? Seconds[place] : double.PositiveInfinity;
    }
}
