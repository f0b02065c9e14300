using System.Collections.Immutable;

namespace Alink.Runtime;

/// <summary>What is computed of the rows of a window.</summary>
abstract class WindowContent<TState>
{
    /// <summary>The columns of its results.</summary>
    public abstract ImmutableArray<Field> Fields(Schema input);

    /// <summary>Whether the rows of two windows can become those of one.</summary>
    public abstract bool Merges { get; }

    /// <summary>What tells its states from those of another computation of the same shape.</summary>
    public virtual string Settings => "";

    /// <summary>No rows.</summary>
    public abstract TState Start();

    /// <summary>One row more.</summary>
    public abstract TState Add(TState state, in WindowRow row);

    /// <summary>The rows of both, of the earlier window first.</summary>
    public abstract TState Merge(TState left, TState right);

    /// <summary>Adds the results as rows; the state stays as it is.</summary>
    public abstract void Write(TState state, RowKey key, long start, long end, RowsWriter output);
}

/// <summary>A row that a window takes.</summary>
/// <param name="Rows">The batch.</param>
/// <param name="Row">Its number in the batch.</param>
/// <param name="Time">Its event time; 0 where there is none.</param>
/// <param name="Columns">The columns of the batch that <see cref="AggregateContent"/> reads; empty for others.</param>
readonly record struct WindowRow(Table Rows, int Row, long Time, ColumnData[] Columns);
