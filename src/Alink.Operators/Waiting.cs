using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Alink.Operators;

/// <summary>What the next run has to do: it is remembered in the flow of control that asked for it.</summary>
/// <remarks>A flow that another begins (a task, a method that it awaits) knows what was asked before it began, and keeps what it
/// asks for itself: lists are never changed, so that flows at the same time do not disturb each other, and what one of them has
/// taken is marked for all.</remarks>
/// <typeparam name="T">What is asked for.</typeparam>
sealed class Waiting<T>
{
    readonly AsyncLocal<ImmutableList<Asked>?> _asked = new();
    readonly AsyncLocal<ConcurrentQueue<T>?> _inner = new();

    /// <summary>Remembers one.</summary>
    public void Add(T what)
    {
        if (_inner.Value is { } run)
        {
            run.Enqueue(what);
        }
        else
        {
            _asked.Value = Open.Add(new(what));
        }
    }

    /// <summary>All so far, in order; those that follow belong to the run after.</summary>
    public T[] Take() => [.. Open.Where(asked => asked.Take()).Select(asked => asked.What)];

    /// <summary>All so far, in order, and then what is asked for while these are dealt with.</summary>
    public IEnumerable<T> TakeAll()
    {
        var (taken, more) = (Take(), new ConcurrentQueue<T>(_inner.Value ?? []));
        _inner.Value?.Clear();
        _inner.Value = more;
        return taken.Concat(Drained(more));
    }

    static IEnumerable<T> Drained(ConcurrentQueue<T> queue)
    {
        while (queue.TryDequeue(out var what))
        {
            yield return what;
        }
    }

    ImmutableList<Asked> Open => (_asked.Value ?? []).RemoveAll(asked => asked.IsTaken);

    sealed class Asked(T what)
    {
        int _taken;

        public T What => what;

        public bool IsTaken => Volatile.Read(ref _taken) != 0;

        /// <summary>Whether nobody has taken it before.</summary>
        public bool Take() => Interlocked.Exchange(ref _taken, 1) == 0;
    }
}
