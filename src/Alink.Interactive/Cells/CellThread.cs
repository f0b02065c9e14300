using System.Collections.Concurrent;
using System.Runtime;

namespace Alink.Interactive.Cells;

/// <summary>Runs a cell on a thread of its own, to which everything that it awaits comes back, so that it can be interrupted.</summary>
/// <remarks>
/// An interrupt aborts the thread wherever it stands: in a loop, a sleep or a wait for a lock (see <see cref="ControlledExecution"/>).
/// It does not reach native code before that returns, nor threads that the cell has started: these see <see cref="Globals.Cancelled"/>
/// if they look, and go on if they do not. What the aborted line was about to change may be left half done.
/// </remarks>
sealed class CellThread : SynchronizationContext
{
    readonly BlockingCollection<(SendOrPostCallback, object?)> _work = [];

    /// <summary>Runs a task to its end.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static Task<T> RunAsync<T>(Func<Task<T>> start, CancellationToken interrupt)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                var context = new CellThread();
                SetSynchronizationContext(context);
                T? result = default;
#pragma warning disable SYSLIB0046 // The thread ends with the cell, and nothing of the kernel runs on it.
                ControlledExecution.Run(() => result = context.Run(start, interrupt), interrupt);
#pragma warning restore SYSLIB0046
                done.SetResult(result!);
            }
            catch (Exception exception)
            {
                done.SetException(interrupt.IsCancellationRequested ? new OperationCanceledException(interrupt) : exception);
            }
        })
        {
            IsBackground = true,
            Name = "cell",
        }.Start();
        return done.Task;
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        try
        {
            _work.Add((d, state));
        }
        catch (InvalidOperationException)
        {
            // The cell has ended, and this is of what it did not wait for.
            ThreadPool.QueueUserWorkItem(_ => d(state));
        }
    }

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => d(state);

    T Run<T>(Func<Task<T>> start, CancellationToken interrupt)
    {
        // An abort alone leaves a sleeping thread asleep. This is registered after the abort, and so called before it.
        var wake = interrupt.Register(Thread.CurrentThread.Interrupt);
        try
        {
            var task = start();
            task.ContinueWith(_ => _work.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            foreach (var (callback, state) in _work.GetConsumingEnumerable(interrupt))
            {
                callback(state);
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            try
            {
                wake.Dispose();
                Thread.Sleep(1);
            }
            catch (ThreadInterruptedException)
            {
                // It met no wait of the cell, and should meet none of the runtime.
            }
        }
    }
}
