namespace Alink.Operators;

/// <summary>What the next run has to do: it is remembered in the flow of control that asked for it (a thread, or what an
/// async method awaits).</summary>
/// <typeparam name="T">What is asked for.</typeparam>
sealed class Waiting<T>
{
    readonly AsyncLocal<List<T>?> _asked = new();

    /// <summary>Remembers one.</summary>
    public void Add(T asked) => (_asked.Value ??= []).Add(asked);

    /// <summary>All so far, in order; those that follow belong to the run after.</summary>
    public T[] Take()
    {
        T[] taken = [.. _asked.Value ?? []];
        _asked.Value?.Clear(); // The list is shared with the callers of this flow, which a new one would not be.
        return taken;
    }
}
