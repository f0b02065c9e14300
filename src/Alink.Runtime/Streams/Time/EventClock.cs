namespace Alink.Runtime;

/// <summary>How far the event time of a stream is: the state behind its watermark.</summary>
sealed class EventClock
{
    readonly SortedDictionary<string, PartitionClock> _partitions = new(StringComparer.Ordinal);

    /// <summary>The time, in ticks of UTC, before which no rows are expected any more.</summary>
    public long Watermark { get; private set; } = long.MinValue;

    /// <summary>Before the rows of a batch.</summary>
    public PartitionClock Enter(StreamBatch batch)
    {
        foreach (var name in batch.Epoch.Partitions)
        {
            Partition(name, batch.Epoch.Time.UtcTicks);
        }

        var partition = Partition(batch.Partition, batch.Epoch.Time.UtcTicks);
        partition.Heard = batch.Epoch.Time.UtcTicks;
        partition.IsIdle = false;
        return partition;
    }

    /// <summary>After a row.</summary>
    /// <returns>Whether the watermark has moved.</returns>
    public bool Pass(PartitionClock partition, long time, long outOfOrderness)
    {
        if (time <= partition.Latest)
        {
            return false;
        }

        var heldBack = partition.Latest == long.MinValue || partition.Latest - outOfOrderness <= Watermark;
        partition.Latest = time;
        return heldBack && Move(outOfOrderness); // A partition that was ahead of another moves nothing.
    }

    /// <summary>At the end of an epoch: partitions that have been silent for too long are passed over.</summary>
    /// <returns>Whether the watermark has moved.</returns>
    public bool End(StreamEpoch epoch, EventTime time)
    {
        var became = false;
        foreach (var partition in _partitions.Values)
        {
            if (!partition.IsIdle && epoch.Time.UtcTicks - partition.Heard >= time.Idle?.Ticks)
            {
                became = partition.IsIdle = true;
            }
        }

        return became && Move(time.OutOfOrderness.Ticks);
    }

    /// <summary>No more rows come.</summary>
    public void Stop() => Watermark = long.MaxValue;

    /// <summary>Tells the watermark, in milliseconds since 1970, once there is one.</summary>
    public void Report(StreamOutput output)
    {
        if (Watermark is > long.MinValue and < long.MaxValue)
        {
            output.Report("watermark", (Watermark - DateTimeOffset.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerMillisecond);
        }
    }

    bool Move(long outOfOrderness)
    {
        var least = long.MaxValue;
        foreach (var partition in _partitions.Values)
        {
            least = partition.IsIdle ? least : Math.Min(least, partition.Latest);
        }

        if (least is long.MinValue or long.MaxValue || least - outOfOrderness <= Watermark)
        {
            return false;
        }

        Watermark = least - outOfOrderness;
        return true;
    }

    PartitionClock Partition(string name, long now)
    {
        if (!_partitions.TryGetValue(name, out var partition))
        {
            _partitions.Add(name, partition = new() { Heard = now });
        }

        return partition;
    }
}

/// <summary>How far the event time of one partition is.</summary>
sealed class PartitionClock
{
    /// <summary>The latest time of its rows, in ticks of UTC.</summary>
    public long Latest { get; set; } = long.MinValue;

    /// <summary>The time of the last epoch with rows of it, in ticks of UTC.</summary>
    public long Heard { get; set; }

    /// <summary>Whether it holds nothing back.</summary>
    public bool IsIdle { get; set; }
}
