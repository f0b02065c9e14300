using Alink.Runtime;

namespace Alink;

/// <summary>Runs streams into sinks, in epochs: every row has its effect on states and sinks exactly once, through any
/// crash.</summary>
/// <remarks>
/// <para>
/// For each epoch: what it reads is planned and logged; its rows run through the operators; one file, written by rename,
/// takes the positions of the sources, the state of every operator and the rows of every sink; and only then the sinks
/// write. A job that is begun again loads the last of those files, gives the sinks its rows once more (they know the
/// epoch), and runs the next epoch from its logged plan.
/// </para>
/// <para>
/// Sources are read no faster than operators and sinks take their rows, and nothing is ever dropped. Sources that cannot
/// be read again say so in their documentation.
/// </para>
/// </remarks>
/// <param name="name">Tells its checkpoints and figures from those of other jobs.</param>
public sealed class StreamJob(string name = "stream")
{
    readonly List<StreamNode> _ends = [];
    readonly CancellationTokenSource _stop = new();

    /// <summary>How it runs.</summary>
    public StreamOptions Options { get; init; } = new();

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Writes the rows of a stream into a sink.</summary>
    public StreamJob Write(TableStream rows, IStreamSink sink)
    {
        _ends.Add(new SinkNode(rows.Node, sink));
        return this;
    }

    /// <summary>Runs a stream for what its operators do besides making rows, such as learning models.</summary>
    public StreamJob Run(TableStream rows)
    {
        _ends.Add(rows.Node);
        return this;
    }

    /// <summary>Runs until all sources have ended, or <see cref="Stop"/> is called.</summary>
    /// <param name="cancellation">Ends the job at once, without a checkpoint: what the next run does again.</param>
    /// <exception cref="InvalidOperationException">There is nothing to run.</exception>
    /// <exception cref="DataFormatException">The checkpoints are of another job, or all damaged; or a row is bad.</exception>
    /// <exception cref="Exception">An epoch failed, and was not to be begun again.</exception>
    public Task RunAsync(CancellationToken cancellation = default) => _ends.Count == 0
        ? throw new InvalidOperationException($"Job '{name}' has nothing to do: call {nameof(Write)} or {nameof(Run)} first.")
        : Task.Run(() => WatchedAsync(cancellation), cancellation);

    /// <summary>Lets the job run one last epoch with the rows that there are, and end for good; another job of its name goes
    /// on from there.</summary>
    public void Stop() => _stop.Cancel();

    async Task WatchedAsync(CancellationToken cancellation)
    {
        StreamMeter.Begun(name);
        var isFailed = true;
        try
        {
            await LoopAsync(cancellation).ConfigureAwait(false);
            isFailed = false;
        }
        finally
        {
            StreamMeter.Over(name, isFailed && !cancellation.IsCancellationRequested);
        }
    }

    async Task LoopAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var run = new StreamRun(name, _ends, Options, cancellation);
            try
            {
                await run.RunAsync(_stop.Token).ConfigureAwait(false);
                StreamLog.Over(Options.Logger, name);
                return;
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested && MayPass(exception))
            {
                attempt = run.Epochs > 0 ? 1 : attempt;
                if (Options.Checkpoints is null || attempt > Options.Restart.Attempts)
                {
                    throw;
                }

                var delay = Options.Restart.DelayOf(attempt);
                StreamLog.Restarts(Options.Logger, exception, name, attempt, delay);
                StreamMeter.Restarted(name);
                await Task.Delay(delay, Options.Time, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whether the same rows may do better another time.</summary>
    static bool MayPass(Exception exception) =>
        exception is not (SchemaException or DataFormatException or TrainingException or ArgumentException);
}
