using System.Runtime.InteropServices;

namespace Alink.Cli;

/// <summary>Turns Ctrl-C and a polite kill into a cancellation, so that a command ends within one batch and leaves no
/// temporary files.</summary>
sealed class Interrupt : IDisposable
{
    readonly CancellationTokenSource _source = new();
    readonly PosixSignalRegistration[] _signals;

    public Interrupt() => _signals =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel),
    ];

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _source.Dispose();
    }

    /// <summary>The first signal cancels; a second one ends the process as usual.</summary>
    void Cancel(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
