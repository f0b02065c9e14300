using Alink.Runtime;

namespace Alink.Operators;

/// <summary>The ends of graphs that wait to be run.</summary>
static class StreamGraph
{
    static readonly Waiting<StreamOperator> Waiting = new();

    /// <summary>Remembers an end.</summary>
    public static void Add(StreamOperator end) => Waiting.Add(end);

    /// <summary>The ends so far; those that follow belong to another job.</summary>
    public static IReadOnlyList<StreamOperator> Take() => Waiting.Take() is { Length: > 0 } ends ? ends : throw new InvalidOperationException(
        $"There is nothing to run: link an operator to a sink, or call {nameof(StreamOperator.Print)}, first.");

    /// <summary>Runs ends, and all that they need, as one job.</summary>
    public static async Task RunAsync(
        IReadOnlyList<StreamOperator> ends, StreamOptions options, string name, CancellationToken cancellation)
    {
        var job = new StreamJob(name) { Options = options };
        var nodes = new List<StreamOperator>();
        foreach (var end in ends)
        {
            Visit(end, nodes);
        }

        try
        {
            await RunAsync(job, nodes, cancellation).ConfigureAwait(false);
        }
        finally
        {
            foreach (var opened in nodes.Select(node => node.Opened))
            {
                if (opened is IAsyncDisposable later)
                {
                    await later.DisposeAsync().ConfigureAwait(false);
                }
                else
                {
                    (opened as IDisposable)?.Dispose();
                }
            }
        }
    }

    static async Task RunAsync(StreamJob job, List<StreamOperator> nodes, CancellationToken cancellation)
    {
        // Where models are taught by rows that no sink takes, those rows are run all the same.
        var models = new List<ModelStream>();
        foreach (var node in nodes)
        {
            var rows = await node.StreamAsync().ConfigureAwait(false);
            if (node is IStreamEnd { Sink: { } sink })
            {
                job.Write(rows, sink);
            }
            else if (node is IModelStream source)
            {
                job.Run(rows);
                models.Add(source.Models);
            }
        }

        // What others publish is followed for as long as the job runs; either ends with the other, if that fails.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var following = Task.WhenAll(models.Select(each => each.FollowAsync(over.Token)));
        var running = job.RunAsync(over.Token);
        var first = await Task.WhenAny(running, following).ConfigureAwait(false);
        if (first == running || !following.IsCompletedSuccessfully)
        {
            await over.CancelAsync().ConfigureAwait(false);
        }

        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await over.CancelAsync().ConfigureAwait(false);
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await (following.IsFaulted ? following : running).ConfigureAwait(false);
    }

    /// <summary>Nodes after those that they take rows or models from; the same program gives the same order.</summary>
    static void Visit(StreamOperator node, List<StreamOperator> nodes)
    {
        if (nodes.Contains(node))
        {
            return;
        }

        foreach (var source in node.Sources)
        {
            if (source is not null)
            {
                Visit(source, nodes);
            }
        }

        nodes.Add(node);
    }
}
