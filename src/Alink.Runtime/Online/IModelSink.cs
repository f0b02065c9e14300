namespace Alink.Runtime;

/// <summary>Takes the models of an online training, one after the other.</summary>
public interface IModelSink
{
    /// <summary>Whether it wants the state of the learner with each model.</summary>
    bool WantsState => false;

    /// <summary>Takes a model; one whose version it has taken before changes nothing.</summary>
    /// <remarks>The epoch that the model is of stands in a checkpoint; after a crash, the last model comes again.</remarks>
    ValueTask PublishAsync(PublishedModel model, CancellationToken cancellation);
}
