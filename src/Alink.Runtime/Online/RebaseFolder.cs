namespace Alink.Runtime;

/// <summary>Pipelines that a batch job trains from time to time, for a training on a stream to begin anew from.</summary>
/// <param name="Store">Where they are; the served one counts, and none is written.</param>
/// <param name="Learner">The stages that go on from a pipeline: learners that resume its models, and models that stay as they are.</param>
public sealed record RebaseFolder(ModelStore Store, Func<PipelineModel, Pipeline> Learner)
{
    /// <summary>How much time passes between two epochs at whose end the folder is looked at; at least 0. Default: 10 s.</summary>
    public TimeSpan Interval { get; init => field = value >= TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(Interval), value, "It must be at least 0."); } = TimeSpan.FromSeconds(10);

    /// <summary>Is told, once, of each model that cannot be read, or that the stream cannot go on from.</summary>
    public IProgress<StoredModel>? Failed { get; init; }
}
