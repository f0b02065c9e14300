using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Alink.Runtime;

/// <summary>What stream jobs tell to whoever measures: the meter and the activity source <c>Alink</c>.</summary>
static class StreamMeter
{
    static readonly Meter Meter = new("Alink");

    static readonly Counter<long> Rows = Meter.CreateCounter<long>("alink.stream.rows", "{row}", "Rows read.");
    static readonly Gauge<long> Lag = Meter.CreateGauge<long>("alink.stream.lag", "{row}", "Rows that wait in the sources.");
    static readonly Histogram<double> EpochTime =
        Meter.CreateHistogram<double>("alink.stream.epoch.duration", "s", "How long an epoch took.");

    static readonly Histogram<double> CheckpointTime =
        Meter.CreateHistogram<double>("alink.stream.checkpoint.duration", "s", "How long a checkpoint took.");

    static readonly Histogram<long> CheckpointSize =
        Meter.CreateHistogram<long>("alink.stream.checkpoint.size", "By", "The size of a checkpoint.");

    static readonly Gauge<long> State =
        Meter.CreateGauge<long>("alink.stream.state", null, "1 while the job runs, 0 where it has ended, -1 where an error has ended it.");

    static readonly Counter<long> Restarts = Meter.CreateCounter<long>("alink.stream.restarts", null, "Errors after which the job was begun again.");

    static readonly Gauge<double> Value =
        Meter.CreateGauge<double>("alink.stream.value", null, "A figure that an operator reports, by its name.");

    public static ActivitySource Activities { get; } = new("Alink");

    /// <summary>Tells that a job has begun.</summary>
    public static void Begun(string job) => State.Record(1, new KeyValuePair<string, object?>("job", job));

    /// <summary>Tells that a job is begun again.</summary>
    public static void Restarted(string job) => Restarts.Add(1, new KeyValuePair<string, object?>("job", job));

    /// <summary>Tells that a job is over.</summary>
    public static void Over(string job, bool isFailed) => State.Record(isFailed ? -1 : 0, new KeyValuePair<string, object?>("job", job));

    /// <summary>Tells of an epoch.</summary>
    public static void Record(StreamProgress progress, long rows)
    {
        var job = new KeyValuePair<string, object?>("job", progress.Job);
        Rows.Add(rows, job);
        EpochTime.Record(progress.EpochTime.TotalSeconds, job);
        if (progress.Behind is { } behind)
        {
            Lag.Record(behind, job);
        }

        if (progress.CheckpointBytes > 0)
        {
            CheckpointTime.Record(progress.CheckpointTime.TotalSeconds, job);
            CheckpointSize.Record(progress.CheckpointBytes, job);
        }

        if (Value.Enabled)
        {
            foreach (var (name, value) in progress.Values)
            {
                Value.Record(value, job, new("name", name));
            }
        }
    }
}

/// <summary>The lines that stream jobs log.</summary>
static partial class StreamLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} goes on after epoch {Epoch} and {Rows} rows.")]
    public static partial void Resumed(ILogger logger, string job, long epoch, long rows);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} failed, attempt {Attempt} follows after {Delay}.")]
    public static partial void Restarts(ILogger logger, Exception exception, string job, int attempt, TimeSpan delay);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} is over.")]
    public static partial void Over(ILogger logger, string job);
}
