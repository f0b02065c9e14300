using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>Makes sinks of models.</summary>
public static class ModelSinks
{
    /// <summary>Hands each model to several sinks, one after the other: to a store first, and then to who predicts.</summary>
    public static IModelSink Each(params ImmutableArray<IModelSink> sinks) => new EachSink(sinks);

    /// <summary>Hands each model, without the learner's state, to a function, which may get the last one twice.</summary>
    public static IModelSink Of(Func<PublishedModel, CancellationToken, ValueTask> publish) => new FunctionSink(publish);

    sealed class EachSink(ImmutableArray<IModelSink> sinks) : IModelSink
    {
        public bool WantsState => sinks.Any(sink => sink.WantsState);

        public async ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation)
        {
            foreach (var sink in sinks)
            {
                var told = sink.WantsState ? model : model with { State = null };
                await sink.PublishAsync(told, cancellation).ConfigureAwait(false);
            }
        }
    }

    sealed class FunctionSink(Func<PublishedModel, CancellationToken, ValueTask> publish) : IModelSink
    {
        public ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation) => publish(model, cancellation);
    }
}
