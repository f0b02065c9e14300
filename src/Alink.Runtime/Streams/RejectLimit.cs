namespace Alink.Runtime;

/// <summary>How many records of a source may be rejected before they fail the job after all.</summary>
/// <remarks>
/// <para>
/// A few bad records should not stop a stream, and a schema that fits none of them should. What was counted stands in
/// the checkpoint, so the job fails at the same epoch through any crash. The epoch that fails writes nothing: it is run
/// again, once the job is told better.
/// </para>
/// <para>
/// So a job that a record has failed goes on from its checkpoints once it is given a limit, or another one, and a sink of
/// the rejected records: it counts from there. The sink can only be taken away with the checkpoints, which may hold what
/// it has not written yet.
/// </para>
/// </remarks>
public sealed record RejectLimit
{
    /// <summary>The largest share of rejected ones among the last records; from 0 to 1. Default: 0.1.</summary>
    public double MostShare { get; init => field = Require.Between(0, 1, value); } = 0.1;

    /// <summary>
    /// Of how many records the share is taken; at least 1. It is looked at when an epoch ends, over the last of so many
    /// records and up to twice as many, in whole epochs; where the stream ends, over fewer, if there are no more.
    /// Default: 1,000.
    /// </summary>
    public int Records { get; init => field = Require.AtLeast(1, value); } = 1000;

    /// <summary>The most rejected records since the stream began; at least 0. Null, the default: any number.</summary>
    public long? MostRecords { get; init => field = value is { } most ? Require.AtLeast(0, most) : null; }
}
