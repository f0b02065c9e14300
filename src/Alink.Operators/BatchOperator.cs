using System.Runtime.CompilerServices;
using Alink.Runtime;

namespace Alink.Operators;

/// <summary>A node of a lazy graph of tables: it computes once, when a row of it is first wanted.</summary>
/// <remarks>
/// Alink's way to write programs. What comes out of a node is a table in memory; programs over larger data, typed options and
/// streams are written with estimators and datasets, on which these nodes stand.
/// </remarks>
public abstract class BatchOperator
{
    readonly Lazy<Task<Table>> _output;

    /// <summary>A node that has not computed yet.</summary>
    protected BatchOperator() => _output = new(ComputeAsync);

    /// <summary>The table that comes out.</summary>
    public Task<Table> CollectAsync() => _output.Value;

    /// <summary>The table that comes out, now.</summary>
    public Table Collect() => CollectAsync().GetAwaiter().GetResult();

    /// <summary>So that an operator is awaited for its table.</summary>
    public TaskAwaiter<Table> GetAwaiter() => CollectAsync().GetAwaiter();

    /// <summary>Links another operator to this one.</summary>
    /// <returns>The other, so that a chain reads in the order of its nodes.</returns>
    public TNext Link<TNext>(TNext next)
        where TNext : ILinkable
    {
        next.LinkFrom(this);
        return next;
    }

    /// <inheritdoc cref="Link"/>
    public TNext LinkTo<TNext>(TNext next)
        where TNext : ILinkable => Link(next);

    /// <summary>Writes the first rows to a writer.</summary>
    public async Task PrintAsync(TextWriter writer, int rows = 20) =>
        await writer.WriteAsync((await CollectAsync().ConfigureAwait(false)).Format(rows)).ConfigureAwait(false);

    /// <summary>Makes the table, from the operators linked to this one.</summary>
    protected abstract Task<Table> ComputeAsync();

    /// <summary>What runs the passes of a node.</summary>
    private protected static TrainingContext Context => new(LocalMachine.Default);

    /// <summary>The operator linked to a node, which must be there, and be linked once.</summary>
    private protected static BatchOperator Linked(BatchOperator? input, BatchOperator node) =>
        input ?? throw new InvalidOperationException($"{node.GetType().Name} has no input: call LinkFrom first.");

    /// <summary>A node is linked once.</summary>
    private protected static BatchOperator Once(BatchOperator? before, BatchOperator input, BatchOperator node) => before is null
        ? input
        : throw new InvalidOperationException($"{node.GetType().Name} is linked already; make another one.");
}

/// <summary>An operator that takes its rows from another.</summary>
public interface ILinkable
{
    /// <summary>Takes the rows of <paramref name="input"/>.</summary>
    void LinkFrom(BatchOperator input);
}

/// <summary>An operator over the rows of one other, with options that setters change.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
/// <typeparam name="TOptions">Its options.</typeparam>
public abstract class BatchOperator<TSelf, TOptions> : BatchOperator, ILinkable
    where TSelf : BatchOperator<TSelf, TOptions>
    where TOptions : class, new()
{
    BatchOperator? _input;

    /// <summary>The options.</summary>
    public TOptions Options { get; private set; } = new();

    /// <summary>The rows that come in.</summary>
    private protected BatchOperator Input => Linked(_input, this);

    /// <summary>Takes the rows of <paramref name="input"/>.</summary>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public TSelf LinkFrom(BatchOperator input)
    {
        _input = Once(_input, input, this);
        return (TSelf)this;
    }

    void ILinkable.LinkFrom(BatchOperator input) => LinkFrom(input);

    /// <summary>Changes one option.</summary>
    protected TSelf Set(Func<TOptions, TOptions> change)
    {
        Options = change(Options);
        return (TSelf)this;
    }
}
