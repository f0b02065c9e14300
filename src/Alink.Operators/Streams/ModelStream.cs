using Alink.Runtime;

namespace Alink.Operators;

/// <summary>An operator whose models others take, one after the other.</summary>
public interface IModelStream
{
    /// <summary>The models.</summary>
    ModelStream Models { get; }
}

/// <summary>Models that come one after the other, and who takes them.</summary>
/// <param name="source">The operator that has the models.</param>
public sealed class ModelStream(StreamOperator source) : IModelSink
{
    readonly List<IModelSink> _sinks = [];

    /// <inheritdoc/>
    public bool WantsState => _sinks.Any(sink => sink.WantsState);

    internal StreamOperator Source => source;

    /// <summary>Brings models that no rows of this job teach; null where there are none.</summary>
    internal Func<ModelStream, CancellationToken, Task>? Follow { get; init; }

    /// <summary>Lets somebody take the models from now on.</summary>
    public void Subscribe(IModelSink sink) => _sinks.Add(sink);

    /// <inheritdoc/>
    public async ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation)
    {
        foreach (var sink in _sinks)
        {
            await sink.PublishAsync(model, cancellation).ConfigureAwait(false);
        }
    }

    internal Task FollowAsync(CancellationToken cancellation) => Follow?.Invoke(this, cancellation) ?? Task.CompletedTask;
}
