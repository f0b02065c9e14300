using System.Runtime.ExceptionServices;

namespace Alink.Runtime;

/// <summary>Works through lanes in order: the caller's thread, helped by threads of the pool.</summary>
/// <param name="range">The lanes.</param>
/// <param name="work">What is done with each lane.</param>
sealed class LaneWork(LaneRange range, Action<int> work)
{
    readonly TaskCompletionSource _done = new();
    ExceptionDispatchInfo? _failure;
    int _failed = int.MaxValue;
    int _next = range.First - 1;
    int _open = range.Count;

    /// <summary>Works through all lanes; once one fails, those after it are not begun any more.</summary>
    /// <remarks>Where the pool has no thread to spare, the caller's does everything: nobody waits for a helper that
    /// never came.</remarks>
    /// <exception cref="Exception">That of the lowest lane that failed.</exception>
    public async ValueTask RunAsync(int workers)
    {
        if (range.Count == 0)
        {
            return;
        }

        for (var helper = 1; helper < Math.Min(workers, range.Count); helper++)
        {
            ThreadPool.QueueUserWorkItem(static lanes => lanes.Help(), this, preferLocal: false);
        }

        Help();
        await _done.Task.ConfigureAwait(false);
        _failure?.Throw();
    }

    void Help()
    {
        for (var lane = Interlocked.Increment(ref _next); lane < range.End; lane = Interlocked.Increment(ref _next))
        {
            try
            {
                if (Volatile.Read(ref _failure) is null)
                {
                    work(lane);
                }
            }
            catch (Exception exception)
            {
                Fail(lane, ExceptionDispatchInfo.Capture(exception));
            }

            if (Interlocked.Decrement(ref _open) == 0)
            {
                _done.SetResult();
            }
        }
    }

    /// <summary>Lanes are begun in order, so every lane below a failed one runs to its end, and the lowest failure is
    /// the same each time.</summary>
    void Fail(int lane, ExceptionDispatchInfo failure)
    {
        lock (_done)
        {
            if (lane < _failed)
            {
                (_failed, _failure) = (lane, failure);
            }
        }
    }
}
