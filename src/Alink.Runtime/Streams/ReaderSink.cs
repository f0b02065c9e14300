using System.Threading.Channels;

namespace Alink.Runtime;

/// <summary>Hands the rows of a job to whoever enumerates them; the job waits for its reader.</summary>
sealed class ReaderSink : IStreamSink
{
    readonly Channel<Table> _channel = Channel.CreateBounded<Table>(1);

    public IAsyncEnumerable<Table> Batches => _channel.Reader.ReadAllAsync();

    public async Task FeedAsync(StreamJob job, CancellationToken cancellation)
    {
        try
        {
            await job.RunAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _channel.Writer.Complete();
        }
    }

    public async ValueTask WriteAsync(long epoch, IReadOnlyList<Table> rows, CancellationToken cancellation)
    {
        foreach (var batch in rows)
        {
            await _channel.Writer.WriteAsync(batch, cancellation).ConfigureAwait(false);
        }
    }
}
