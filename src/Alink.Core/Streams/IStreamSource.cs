namespace Alink;

/// <summary>Rows that keep arriving, in partitions of which each can be read again from any position.</summary>
/// <remarks>
/// A stream is read in epochs. For each, the source first says how far it goes (<see cref="PlanAsync"/>), and then reads
/// exactly that (<see cref="Read"/>), again if need be: the same range always holds the same rows. What a position counts
/// (offsets of a topic, bytes of a file, rows of a table) is the source's own; 0 is the beginning.
/// </remarks>
public interface IStreamSource
{
    /// <summary>The columns of every row.</summary>
    Schema Schema { get; }

    /// <summary>What there is to read now.</summary>
    /// <param name="positions">Where each partition has been read to; a partition that is
    /// not there has not been begun.</param>
    /// <param name="rows">The most rows to plan; above 0.</param>
    /// <param name="cancellation">Ends the planning.</param>
    ValueTask<StreamPlan> PlanAsync(
        IReadOnlyDictionary<string, long> positions, long rows, CancellationToken cancellation);

    /// <summary>The rows of a range, in order, in batches that fit in memory. Ranges
    /// may be read at the same time.</summary>
    /// <exception cref="DataFormatException">A row is bad, or rows that the range
    /// holds are no longer there.</exception>
    IEnumerable<Table> Read(StreamRange range, CancellationToken cancellation);

    /// <summary>Returns when more rows may have come since the last plan.</summary>
    ValueTask WaitAsync(TimeProvider time, CancellationToken cancellation);
}

/// <summary>A piece of one partition of a source.</summary>
/// <param name="Partition">The name of the partition.</param>
/// <param name="From">The position of its first row.</param>
/// <param name="To">The position after its last row.</param>
/// <param name="Rows">How many rows it holds; those that turn out bad are among them.</param>
public sealed record StreamRange(string Partition, long From, long To, long Rows);

/// <summary>What an epoch reads of a source.</summary>
/// <param name="Ranges">The ranges, in the order in which their rows are taken; each begins where the one of its
/// partition before it ended.</param>
/// <param name="HasEnded">Whether no rows can follow.</param>
/// <param name="Behind">How many rows there are beyond the ranges by now; null where nobody knows.</param>
public sealed record StreamPlan(IReadOnlyList<StreamRange> Ranges, bool HasEnded = false, long? Behind = null)
{
    /// <summary>How many rows.</summary>
    public long Rows => Ranges.Sum(range => range.Rows);
}
