using System.Collections.Immutable;
using Alink.Runtime;

namespace Alink.Operators;

/// <summary>A node of a graph of streams: no row moves before <see cref="ExecuteAsync"/> runs what is linked to sinks.</summary>
/// <remarks>
/// Alink's way to write programs on streams; they stand on <see cref="TableStream"/> and <see cref="StreamJob"/>. Sinks that
/// are linked, and streams that are printed, are remembered in the flow of control that linked them, and run by it as one
/// job, once; what an async method or a task links, it executes itself.
/// </remarks>
public abstract class StreamOperator
{
    readonly Computed<TableStream> _stream;

    /// <summary>A node that has not been planned yet.</summary>
    protected StreamOperator() => _stream = new(PlanAsync, this);

    /// <summary>What this node makes of the streams linked to it; where it needs a model of a batch, that is trained first.</summary>
    public Task<TableStream> StreamAsync() => _stream.Value;

    /// <summary>What this node makes of the streams linked to it, now.</summary>
    public TableStream Stream() => StreamAsync().GetAwaiter().GetResult();

    /// <summary>Links another operator to this one.</summary>
    /// <returns>The other, so that a chain reads in the order of its nodes.</returns>
    public TNext Link<TNext>(TNext next)
        where TNext : IStreamLinkable
    {
        next.LinkFrom(this);
        return next;
    }

    /// <inheritdoc cref="Link"/>
    public TNext LinkTo<TNext>(TNext next)
        where TNext : IStreamLinkable => Link(next);

    /// <summary>How many other outputs there are.</summary>
    public int GetSideOutputCount() => Sides.Length;

    /// <summary>Another output.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none of that number.</exception>
    public StreamOperator GetSideOutput(int index = 0) => index >= 0 && index < Sides.Length
        ? new SideStreamOp(this, Sides[index])
        : throw new ArgumentOutOfRangeException(
            nameof(index), index, $"{GetType().Name} has {Sides.Length} side outputs, counted from 0.");

    /// <summary>Writes the rows of each epoch as text, once the job runs.</summary>
    /// <param name="writer">Takes the text; null: the console.</param>
    /// <param name="maxLimit">The most rows of an epoch that are shown; at least 1.</param>
    /// <returns>This operator.</returns>
    public StreamOperator Print(TextWriter? writer = null, int maxLimit = 100)
    {
        Link(new StreamSinkStreamOp(new TextWriterSink(writer ?? Console.Out, maxLimit)));
        return this;
    }

    /// <summary>The columns of a clause, as in <c>a, b + 1 as c</c>; the language is that of <see cref="Clause"/>.</summary>
    public SelectStreamOp Select(string clause) => Link(new SelectStreamOp().SetClause(clause));

    /// <summary>Columns by their names.</summary>
    public SelectStreamOp Select(params string[] columns) => Select(string.Join(", ", columns.Select(BatchOperator.Quoted)));

    /// <summary>The rows for which a condition holds, as in <c>a &gt; 1 and b is not null</c>.</summary>
    public WhereStreamOp Where(string condition) => Link(new WhereStreamOp().SetClause(condition));

    /// <inheritdoc cref="Where(string)"/>
    public WhereStreamOp Filter(string condition) => Where(condition);

    /// <summary>The rows for which a function of .NET holds.</summary>
    public FilterStreamOp Where(Func<Row, bool> predicate) => Link(new FilterStreamOp(predicate));

    /// <inheritdoc cref="BatchOperator.Udf{TIn, TOut}(Column{TIn}, Column{TOut}, Func{TIn, TOut})"/>
    public UdfStreamOp<TIn, TOut> Udf<TIn, TOut>(Column<TIn> selectedCol, Column<TOut> outputCol, Func<TIn, TOut> function) =>
        Link(new UdfStreamOp<TIn, TOut>(selectedCol, outputCol, function));

    /// <inheritdoc cref="BatchOperator.Udf{TOut}(Column{TOut}, Func{Row, TOut})"/>
    public UdfStreamOp<TOut> Udf<TOut>(Column<TOut> outputCol, Func<Row, TOut> function) => Link(new UdfStreamOp<TOut>(outputCol, function));

    /// <inheritdoc cref="BatchOperator.Udtf{T}(Func{Row, IEnumerable{T}})"/>
    public UdtfStreamOp<T> Udtf<T>(Func<Row, IEnumerable<T>> function) => Link(new UdtfStreamOp<T>(function));

    /// <summary>A share of the rows, drawn at random.</summary>
    public SampleStreamOp Sample(double ratio, int seed = 0) => Link(new SampleStreamOp().SetRatio(ratio).SetRandomSeed(seed));

    /// <summary>Runs, as one job, all sinks and prints that this flow of control has linked since the last run.</summary>
    /// <param name="options">How the job runs: its trigger, the folder of its checkpoints, what it does after an error.</param>
    /// <param name="name">The name of the job.</param>
    /// <param name="cancellation">Ends the job at once.</param>
    /// <exception cref="InvalidOperationException">Nothing is linked to a sink.</exception>
    public static Task ExecuteAsync(
        StreamOptions? options = null, string name = "stream", CancellationToken cancellation = default) =>
        StreamGraph.RunAsync(StreamGraph.Take(), options ?? new(), name, cancellation);

    /// <summary>Runs the job to its end; see <see cref="ExecuteAsync"/>.</summary>
    public static void Execute(StreamOptions? options = null, string name = "stream") =>
        ExecuteAsync(options, name).GetAwaiter().GetResult();

    /// <summary>Plans the stream, from the operators linked to this one.</summary>
    protected abstract Task<TableStream> PlanAsync();

    /// <summary>The names of the other outputs, in the order of their numbers.</summary>
    internal virtual ImmutableArray<string> Sides => [];

    /// <summary>The operators whose rows it takes, and those that teach the models it takes.</summary>
    internal virtual IEnumerable<StreamOperator?> Sources => [];

    /// <summary>What is closed after the job.</summary>
    internal object? Opened { get; private protected set; }

    /// <summary>An option is changed before the node is planned.</summary>
    private protected void BeforeChange() => _stream.BeforeChange();

    /// <summary>The operator linked to a node, which must be there.</summary>
    private protected static T Linked<T>(T? input, StreamOperator node)
        where T : class =>
        input ?? throw new InvalidOperationException($"{node.GetType().Name} has no input: call LinkFrom first.");

    /// <summary>A node is linked once.</summary>
    private protected static T Once<T>(T? before, T input, StreamOperator node)
        where T : class => before is null
        ? input
        : throw new InvalidOperationException($"{node.GetType().Name} is linked already; make another one.");

    /// <summary>Another output of an operator.</summary>
    sealed class SideStreamOp(StreamOperator of, string name) : StreamOperator
    {
        internal override IEnumerable<StreamOperator> Sources => [of];

        protected override async Task<TableStream> PlanAsync() => (await of.StreamAsync().ConfigureAwait(false)).Side(name);
    }
}

/// <summary>An operator that takes its rows from one other.</summary>
public interface IStreamLinkable
{
    /// <summary>Takes the rows of <paramref name="input"/>.</summary>
    void LinkFrom(StreamOperator input);
}

/// <summary>An operator over the rows of one other.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class StreamOperator<TSelf> : StreamOperator, IStreamLinkable
    where TSelf : StreamOperator<TSelf>
{
    StreamOperator? _input;

    internal override IEnumerable<StreamOperator?> Sources => [_input];

    /// <summary>Takes the rows of <paramref name="input"/>.</summary>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public virtual TSelf LinkFrom(StreamOperator input)
    {
        _input = Once(_input, input, this);
        return (TSelf)this;
    }

    void IStreamLinkable.LinkFrom(StreamOperator input) => LinkFrom(input);

    /// <summary>Sets a field.</summary>
    protected TSelf Set<T>(ref T field, T value)
    {
        BeforeChange();
        field = value;
        return (TSelf)this;
    }

    /// <summary>Plans what is made of the rows that come in.</summary>
    protected abstract Task<TableStream> PlanAsync(TableStream rows);

    /// <inheritdoc/>
    protected sealed override async Task<TableStream> PlanAsync() =>
        await PlanAsync(await Linked(_input, this).StreamAsync().ConfigureAwait(false)).ConfigureAwait(false);
}

/// <summary>An operator over the rows of one other, with options that setters change.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
/// <typeparam name="TOptions">Its options.</typeparam>
public abstract class StreamOperator<TSelf, TOptions> : StreamOperator<TSelf>
    where TSelf : StreamOperator<TSelf, TOptions>
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
