using Alink.Runtime;
using Alink.Tests.IO;

namespace Alink.Tests.Servers;

/// <summary>A job of 100 numbers, x from 0 to 99, that fails after each of some writes of its sink, and then runs to its end.</summary>
static class FailingJob
{
    public static async Task RunAsync(IStreamSink sink)
    {
        using var checkpoints = new Scratch();
        for (var fails = 1; fails <= 4; fails++)
        {
            var left = fails;
            var failing = new DelegateSink(async (epoch, rows, cancellation) =>
            {
                await sink.WriteAsync(epoch, rows, cancellation);
                if (--left == 0)
                {
                    throw new IOException("The machine has failed.");
                }
            });
            await Assert.ThrowsAsync<IOException>(() => Job(failing).RunAsync());
        }

        await Job(sink).RunAsync();

        StreamJob Job(IStreamSink to) => new StreamJob
        {
            Options = new() { Trigger = StreamTrigger.EveryRows(7), Checkpoints = checkpoints.Folder },
        }.Write(TableStream.Of(Table.Of("x", [.. Enumerable.Range(0, 100).Select(x => (double)x)]), rowsPerBatch: 3), to);
    }
}
