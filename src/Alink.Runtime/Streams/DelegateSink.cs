namespace Alink.Runtime;

/// <summary>Hands the rows of each epoch to a function.</summary>
/// <remarks>
/// After a crash the last epoch may come again, under the same number: a function that must act once keeps that number
/// with what it does.
/// </remarks>
/// <param name="write">Takes the number of the epoch, which counts from 1, and its rows, in order.</param>
public sealed class DelegateSink(Func<long, IReadOnlyList<Table>, CancellationToken, ValueTask> write) : IStreamSink
{
    /// <inheritdoc cref="DelegateSink"/>
    public DelegateSink(Action<long, IReadOnlyList<Table>> write)
        : this((epoch, rows, _) =>
        {
            write(epoch, rows);
            return default;
        })
    {
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation) =>
        write(epoch, rows, cancellation);
}
