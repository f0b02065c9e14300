namespace Alink;

/// <summary>Takes the rows of a stream, epoch by epoch.</summary>
/// <remarks>
/// The rows of an epoch come once they stand in a checkpoint. A crash between that checkpoint and the end of the write
/// brings the same rows under the same epoch again; a sink that then changes nothing has every row exactly once.
/// </remarks>
public interface IStreamSink
{
    /// <summary>Writes all rows of an epoch or none; an epoch that was written before changes nothing.</summary>
    /// <param name="epoch">Counts from 1; epochs come in order, and those without rows are left out.</param>
    /// <param name="rows">The rows, in order.</param>
    /// <param name="cancellation">Ends the write.</param>
    ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation);
}
