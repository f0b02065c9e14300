namespace Alink.Runtime;

/// <summary>How far a stream job is, after an epoch.</summary>
/// <param name="Job">The name of the job.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Rows">The rows read since the first epoch, those before a crash included.</param>
/// <param name="Behind">How many rows wait in the sources; null where nobody knows.</param>
/// <param name="EpochTime">How long the epoch took, its checkpoint and its sinks included.</param>
/// <param name="CheckpointBytes">The size of the checkpoint; 0 where none was written.</param>
/// <param name="CheckpointTime">How long writing it took.</param>
/// <param name="Values">The figures that operators reported last: <c>watermark</c>, <c>auc</c>, <c>model version</c>.</param>
public sealed record StreamProgress(
    string Job, long Epoch, long Rows, long? Behind, TimeSpan EpochTime, long CheckpointBytes, TimeSpan CheckpointTime,
    IReadOnlyDictionary<string, double> Values);
