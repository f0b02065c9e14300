using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Alink.Runtime;

namespace Alink.Operators;

/// <summary>A node of a lazy graph of tables: it computes once, when a row of it is first wanted; where that fails, it computes
/// anew when it is wanted again.</summary>
/// <remarks>
/// <para>
/// Alink's way to write programs. What comes out of a node is a table in memory; programs over larger data, typed options and
/// streams are written with estimators and datasets, on which these nodes stand.
/// </para>
/// <para>
/// Sinks that are linked, and what is asked for lazily (<see cref="LazyOperators"/>), wait in the flow of control that asked
/// until <see cref="ExecuteAsync"/> answers all of it in one run. What an async method or a task asks for, it executes itself:
/// whoever awaits it does not see it. Nothing else runs them: <see cref="Collect"/> computes the nodes before this one, and no
/// more. Options may change until the node computes, and not after.
/// </para>
/// </remarks>
public abstract partial class BatchOperator
{
    static readonly Waiting<Func<Task>> Wishes = new();
    static readonly AsyncLocal<TrainingContext?> Running = new();

    readonly Computed<Table> _output;

    /// <summary>A node that has not computed yet.</summary>
    protected BatchOperator() => _output = new(ComputeAsync, this);

    /// <summary>The table that comes out.</summary>
    public Task<Table> CollectAsync() => _output.Value;

    /// <summary>The table that comes out, now.</summary>
    public Table Collect() => CollectAsync().GetAwaiter().GetResult();

    /// <summary>How many rows come out.</summary>
    public long Count() => Collect().RowCount;

    /// <summary>One row for each column: counts, mean, deviation, extremes and quartiles; see <see cref="Table.Describe"/>.</summary>
    public Table CollectStatistics() => Collect().Describe();

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
        await writer.WriteAsync((await CollectAsync().ConfigureAwait(false)).Shown(rows)).ConfigureAwait(false);

    /// <summary>Writes the first rows, now.</summary>
    /// <param name="rows">The most rows that are shown; below 0, as in Alink, the first and the last ten.</param>
    /// <param name="title">A line before them.</param>
    /// <param name="writer">Takes the text; null: the console.</param>
    /// <returns>This operator.</returns>
    public BatchOperator Print(int rows = 20, string? title = null, TextWriter? writer = null)
    {
        (writer ?? Console.Out).Write(LazyOperators.Titled(title, Collect().Shown(rows)));
        return this;
    }

    /// <summary>The names of the other outputs, in the order of their numbers.</summary>
    public virtual ImmutableArray<string> SideOutputs => [];

    /// <summary>How many other outputs there are.</summary>
    public int GetSideOutputCount() => SideOutputs.Length;

    /// <summary>Another output, by its number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none of that number.</exception>
    public BatchOperator GetSideOutput(int index = 0) => index >= 0 && index < SideOutputs.Length
        ? new SideBatchOp(this, SideOutputs[index])
        : throw new ArgumentOutOfRangeException(
            nameof(index), index, $"{GetType().Name} has {SideOutputs.Length} side outputs, counted from 0.");

    /// <summary>Another output, by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public BatchOperator GetSideOutput(string name) => SideOutputs.Contains(name)
        ? new SideBatchOp(this, name)
        : throw new ArgumentException(
            $"{GetType().Name} has no side output '{name}'.{Nearest.Hint(name, SideOutputs)}"
            + (SideOutputs.IsEmpty ? " It has none." : $" It has: {string.Join(", ", SideOutputs)}."), nameof(name));

    /// <summary>Runs all sinks and answers all that was asked for lazily in this flow of control since the last run, in the
    /// order in which it was; no node computes twice.</summary>
    /// <remarks>What is asked for by who receives an answer is answered at the end of the same run. An error, also of what receives an answer, ends the run; what has not been answered by then never is.</remarks>
    /// <param name="progress">Is told how far trainings are.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <exception cref="InvalidOperationException">Nothing was asked for.</exception>
    public static async Task ExecuteAsync(
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        var isEmpty = true;
        Running.Value = new(LocalMachine.Default) { Progress = progress, Cancellation = cancellation };
        foreach (var wish in Wishes.TakeAll())
        {
            isEmpty = false;
            cancellation.ThrowIfCancellationRequested();
            await wish().ConfigureAwait(false);
        }

        if (isEmpty)
        {
            throw new InvalidOperationException(
                $"There is nothing to run: link an operator to a sink, or call {nameof(LazyOperators.LazyPrint)}, first.");
        }
    }

    /// <summary>Runs what was asked for, now; see <see cref="ExecuteAsync"/>.</summary>
    public static void Execute() => ExecuteAsync().GetAwaiter().GetResult();

    /// <summary>Makes the table, from the operators linked to this one.</summary>
    protected abstract Task<Table> ComputeAsync();

    /// <summary>The table of another output.</summary>
    private protected virtual Task<Table> SideAsync(string name) => throw new ArgumentOutOfRangeException(nameof(name), name);

    /// <summary>What runs the passes of a node.</summary>
    private protected static TrainingContext Context => Running.Value ?? new(LocalMachine.Default);

    /// <summary>An option is changed before it is read.</summary>
    private protected virtual void BeforeChange() => _output.BeforeChange();

    /// <summary>Leaves something to the next <see cref="ExecuteAsync"/>.</summary>
    internal static void Later(Func<Task> wish) => Wishes.Add(wish);

    /// <summary>The operator linked to a node, which must be there, and be linked once.</summary>
    private protected static BatchOperator Linked(BatchOperator? input, BatchOperator node) =>
        input ?? throw new InvalidOperationException($"{node.GetType().Name} has no input: call LinkFrom first.");

    /// <summary>A node is linked once.</summary>
    private protected static BatchOperator Once(BatchOperator? before, BatchOperator input, BatchOperator node) => before is null
        ? input
        : throw new InvalidOperationException($"{node.GetType().Name} is linked already; make another one.");

    /// <summary>Another output of an operator.</summary>
    sealed class SideBatchOp(BatchOperator of, string name) : BatchOperator
    {
        protected override Task<Table> ComputeAsync() => of.SideAsync(name);
    }
}

/// <summary>An operator that takes its rows from another.</summary>
public interface ILinkable
{
    /// <summary>Takes the rows of <paramref name="input"/>.</summary>
    void LinkFrom(BatchOperator input);
}

/// <summary>An operator over the rows of one other.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class BatchOperator<TSelf> : BatchOperator, ILinkable
    where TSelf : BatchOperator<TSelf>
{
    BatchOperator? _input;

    /// <summary>The rows that come in.</summary>
    private protected BatchOperator Input => Linked(_input, this);

    /// <summary>Takes the rows of <paramref name="input"/>.</summary>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public virtual TSelf LinkFrom(BatchOperator input)
    {
        _input = Once(_input, input, this);
        return (TSelf)this;
    }

    void ILinkable.LinkFrom(BatchOperator input) => LinkFrom(input);

    /// <summary>Sets a field.</summary>
    private protected TSelf Set<T>(ref T field, T value)
    {
        BeforeChange();
        field = value;
        return (TSelf)this;
    }
}

/// <summary>An operator over the rows of one other, with options that setters change.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
/// <typeparam name="TOptions">Its options.</typeparam>
public abstract class BatchOperator<TSelf, TOptions> : BatchOperator<TSelf>
    where TSelf : BatchOperator<TSelf, TOptions>
    where TOptions : class, new()
{
    /// <summary>The options.</summary>
    public TOptions Options { get; private set; } = new();

    /// <summary>Changes one option.</summary>
    protected TSelf Set(Func<TOptions, TOptions> change)
    {
        BeforeChange();
        Options = change(Options);
        return (TSelf)this;
    }
}
