namespace Alink;

/// <summary>A fold over tables: an empty state, and a step.</summary>
/// <typeparam name="TState">What has been learnt so far; plain data.</typeparam>
public interface IFold<TState>
{
    /// <summary>The state before any row.</summary>
    TState Start(Schema schema);

    /// <summary>The state after one more table of rows.</summary>
    /// <param name="state">Handed over: the step may reuse its memory, so the caller lets go of it.</param>
    /// <param name="batch">The rows.</param>
    TState Update(TState state, Table batch);
}

/// <summary>A fold whose states merge, so that rows can be folded apart.</summary>
public interface IAggregator<TState> : IFold<TState>
{
    /// <summary>The state after the rows of both, <paramref name="left"/> first. Both are handed over.</summary>
    TState Merge(TState left, TState right);
}
