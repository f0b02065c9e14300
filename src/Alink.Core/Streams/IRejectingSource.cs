namespace Alink;

/// <summary>A source that can hand over the records that it cannot make rows of, where others fail.</summary>
public interface IRejectingSource : IStreamSource
{
    /// <summary>The rows of a range, and beside them what is none; the same range gives the same of both.</summary>
    /// <param name="range">The range.</param>
    /// <param name="reject">Takes each record that cannot be read, in order, before the reading of the range ends.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DataFormatException">Rows that the range holds are no longer there, or it is wrong as a whole.
    /// </exception>
    IEnumerable<Table> Read(StreamRange range, Action<RejectedRecord> reject, CancellationToken cancellation);
}

/// <summary>A record of a source that could not be made a row.</summary>
/// <param name="Position">Where it stands in its partition, as the source counts: the offset of a message, the byte of a
/// file where a line begins (or where a quote is broken).</param>
/// <param name="Column">The name of the column; null where the record as a whole is wrong.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Bytes">The record as it was found.</param>
public sealed record RejectedRecord(long Position, string? Column, string Reason, ReadOnlyMemory<byte> Bytes);
