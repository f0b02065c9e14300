namespace Alink;

/// <summary>A source that is read no faster than so many rows a second: to replay a table as if it came in now, or to spare
/// whoever takes the rows.</summary>
/// <remarks>The rate holds from the first plan on, over all partitions; rows that were not there in time come later, as fast
/// as they are there.</remarks>
/// <param name="source">The source.</param>
/// <param name="rowsPerSecond">How many rows; above zero.</param>
/// <param name="time">What time it is.</param>
public sealed class RatedSource(IStreamSource source, double rowsPerSecond, TimeProvider time) : IRejectingSource
{
    readonly double _rate = Require.Positive(rowsPerSecond, nameof(rowsPerSecond));
    Dictionary<string, long> _positions = [];
    long? _begun;
    long _taken;
    long _planned;
    bool _wasShort;

    /// <inheritdoc/>
    public Schema Schema => source.Schema;

    /// <inheritdoc/>
    public async ValueTask<StreamPlan> PlanAsync(
        IReadOnlyDictionary<string, long> positions, long rows, CancellationToken cancellation)
    {
        _begun ??= time.GetTimestamp();
        if (positions.Count != _positions.Count
            || positions.Any(pair => _positions.GetValueOrDefault(pair.Key, -1) != pair.Value))
        {
            _taken += _planned; // What was planned before has been read.
            _positions = new(positions);
        }

        _planned = 0;
        var free = (long)(time.GetElapsedTime(_begun.Value).TotalSeconds * _rate) - _taken;
        var most = Math.Min(rows, free);
        _wasShort = false;
        if (most <= 0)
        {
            return new([]);
        }

        var plan = await source.PlanAsync(positions, most, cancellation).ConfigureAwait(false);
        _planned = plan.Rows;
        _wasShort = plan.Rows < most;
        return plan;
    }

    /// <inheritdoc/>
    public IEnumerable<Table> Read(StreamRange range, CancellationToken cancellation) => source.Read(range, cancellation);

    /// <inheritdoc/>
    /// <remarks>Of a source that cannot hand them over, a record that cannot be read fails all the same.</remarks>
    public IEnumerable<Table> Read(StreamRange range, Action<RejectedRecord> reject, CancellationToken cancellation) =>
        source is IRejectingSource rejecting ? rejecting.Read(range, reject, cancellation) : source.Read(range, cancellation);

    /// <inheritdoc/>
    public async ValueTask WaitAsync(TimeProvider clock, CancellationToken cancellation)
    {
        if (_wasShort)
        {
            await source.WaitAsync(clock, cancellation).ConfigureAwait(false);
            return;
        }

        // At least a millisecond, so that a high rate is not spent on waiting.
        var passed = time.GetElapsedTime(_begun ?? time.GetTimestamp());
        var due = TimeSpan.FromSeconds((_taken + _planned + 1) / _rate) - passed;
        await Task.Delay(due > OneMillisecond ? due : OneMillisecond, time, cancellation).ConfigureAwait(false);
    }

    static TimeSpan OneMillisecond => TimeSpan.FromMilliseconds(1);
}

/// <summary>What sources can be made into.</summary>
public static class StreamSources
{
    /// <summary>The source, read no faster than so many rows a second.</summary>
    /// <param name="source">The source.</param>
    /// <param name="rowsPerSecond">How many rows; above zero.</param>
    /// <param name="time">What time it is; null: the system's.</param>
    public static RatedSource AtRate(this IStreamSource source, double rowsPerSecond, TimeProvider? time = null) =>
        new(source, rowsPerSecond, time ?? TimeProvider.System);
}
