using System.Globalization;
using Alink.Runtime;

namespace Alink.Cli.Streams;

/// <summary>Runs job files.</summary>
sealed class StreamCommand(TextWriter output, Screen log)
{
    /// <summary>Runs a job until its sources end, or it is interrupted: then with one last epoch
    /// of the rows that there are.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted, and has ended as it should.</exception>
    public async Task RunAsync(string path, CancellationToken interrupted) =>
        await (await BeginAsync(path, interrupted).ConfigureAwait(false)).ConfigureAwait(false);

    /// <summary>Begins a job: an error tells that it cannot, and one of the task that comes out that it has failed later.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<Task> BeginAsync(string path, CancellationToken interrupted)
    {
        var file = OptionsJson.ReadFile<JobFile>(path, Commands.Catalog);
        var plan = new JobPlan(path, file, output, log.Writer);
        try
        {
            var view = new StreamView(log, TimeProvider.System);
            var last = new Last(view);
            var job = await plan.BuildAsync(new() { Progress = last }, interrupted).ConfigureAwait(false);
            return RunToEndAsync(file, plan, job, view, last, interrupted);
        }
        catch
        {
            await plan.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    async Task RunToEndAsync(JobFile file, JobPlan plan, StreamJob job, StreamView view, Last last, CancellationToken interrupted)
    {
        await using (plan.ConfigureAwait(false))
        {
            using var over = new CancellationTokenSource();
            var registration = interrupted.Register(job.Stop);
            await using (registration.ConfigureAwait(false))
            {
                // One that fails to be followed ends the job as well.
                var following = plan.FollowAsync(over.Token);
                await view.RunAsync(async () =>
                {
                    var running = job.RunAsync(over.Token);
                    if (await Task.WhenAny(running, following).ConfigureAwait(false) == following && following.IsFaulted)
                    {
                        await over.CancelAsync().ConfigureAwait(false);
                        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    }
                    else
                    {
                        await running.ConfigureAwait(false);
                    }
                }).ConfigureAwait(false);
                await over.CancelAsync().ConfigureAwait(false);
                await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (following.IsFaulted)
                {
                    await following.ConfigureAwait(false);
                }
            }

            var how = interrupted.IsCancellationRequested
                ? file.Checkpoints is null ? "stopped, without checkpoints to go on from" : "stopped, and goes on from its checkpoints" : "ended";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {how} after {last.Epochs} epochs, {last.Rows} rows"));
            interrupted.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Remembers how far the job is.</summary>
    sealed class Last(IProgress<StreamProgress> next) : IProgress<StreamProgress>
    {
        public long Epochs { get; private set; }

        public long Rows { get; private set; }

        public void Report(StreamProgress value)
        {
            (Epochs, Rows) = (value.Epoch, value.Rows);
            next.Report(value);
        }
    }
}
