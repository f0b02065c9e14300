using System.Collections.Immutable;
using Alink.Runtime;

namespace Alink;

/// <summary>Unbounded rows under one schema: where they come from, and what is made of them.</summary>
/// <remarks>
/// A stream is a plan: no row moves before a <see cref="StreamJob"/> runs it, or it is enumerated. The same stream can
/// feed several others.
/// </remarks>
/// <example>
/// <code>
/// var stream = TableStream.Of(Table.Of("x", 1.0, 2.0, 3.0), rowsPerBatch: 2)
///     .Select(rows => rows.With&lt;double, double&gt;("y", "x", x => 10 * x));
/// var sum = 0.0;
/// await foreach (var batch in stream)
/// {
///     sum += batch.Rows.Sum(row => row.Number("y"));
/// }
///
/// sum // => 60
/// </code>
/// </example>
public sealed class TableStream : IAsyncEnumerable<Table>
{
    internal TableStream(StreamNode node) => Node = node;

    /// <summary>The columns of every batch.</summary>
    public Schema Schema => Node.Schema;

    internal StreamNode Node { get; }

    /// <summary>The name of the output of records that could not be read.</summary>
    public const string Rejected = "rejected";

    /// <summary>The rows of a source; one that is bad ends the job.</summary>
    public static TableStream From(IStreamSource source) => new(new SourceNode(source));

    /// <summary>The rows of a source. Records that cannot be read come out of <c>.Side("rejected")</c>.</summary>
    /// <remarks>
    /// They are rows of the columns partition, position (the offset of a message, the byte of a file where a line begins or a
    /// quote is broken), column (where it is one), reason, and text: the record as it was found, or where it is no UTF-8 no
    /// text but base64. They stand in the checkpoint of their epoch as all rows do, so that a sink has each exactly once.
    /// The job reports their number as <c>rejected</c>.
    /// </remarks>
    /// <param name="source">The source.</param>
    /// <param name="limit">How many may be rejected before they end the job after all.</param>
    /// <example>
    /// <code>
    /// using Alink.IO;
    /// using Alink.Runtime;
    ///
    /// var file = Path.GetTempFileName();
    /// File.WriteAllText(file, "x\n1\ntwo\n3\n");
    /// var source = Csv.Stream(file, new() { Schema = SchemaText.Parse("x DOUBLE") }, new() { Ends = true });
    /// var rows = TableStream.From(source, new RejectLimit { MostShare = 0.5 });
    /// var bad = "";
    /// var sink = new DelegateSink((epoch, tables) => bad += tables[0].Values&lt;string&gt;("text")[0]);
    /// await new StreamJob().Run(rows).Write(rows.Side("rejected"), sink).RunAsync();
    /// bad // => two
    /// </code>
    /// </example>
    public static TableStream From(IRejectingSource source, RejectLimit limit) => new(new SourceNode(source, limit));

    /// <summary>The records of an enumerable, as rows; see <see cref="AsyncSource"/> for what a crash means.</summary>
    public static TableStream From<T>(IAsyncEnumerable<T> records) => From(AsyncSource.Of(records));

    /// <summary>The rows of tables that come one after the other; see <see cref="AsyncSource"/> for what a crash means.
    /// </summary>
    public static TableStream From(Schema schema, IAsyncEnumerable<Table> tables) => From(AsyncSource.Of(schema, tables));

    /// <summary>The rows of a table, as a stream that ends.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="rowsPerBatch">The rows of each batch; at least 1.</param>
    public static TableStream Of(Table table, int rowsPerBatch) =>
        From(new TableSource(table) { RowsPerBatch = rowsPerBatch });

    /// <summary>Several streams as one; the rows of an epoch come stream by stream.</summary>
    /// <exception cref="SchemaException">The streams have other columns, named by the first that differs.</exception>
    public static TableStream Union(params ImmutableArray<TableStream> streams)
    {
        ArgumentOutOfRangeException.ThrowIfZero(streams.Length, nameof(streams));
        Table.Concat([.. streams.Select(stream => Table.Empty(stream.Schema))]);
        return new(new UnionNode([.. streams.Select(stream => stream.Node)]));
    }

    /// <summary>The stream as <paramref name="transformer"/> makes it. A wrong schema fails here, before any row arrives.</summary>
    public TableStream Through(ITransformer transformer) =>
        new(new TransformNode(Node, transformer.Transform(Schema), transformer.Transform));

    /// <summary>The stream as an operator with a state makes it. A wrong schema fails here, before any row arrives.</summary>
    public TableStream Through<TState>(IStreamOperator<TState> step) => new(new OperatorNode<TState>(Node, step));

    /// <summary>The stream as a function of each batch makes it, which must treat every row by itself.</summary>
    /// <param name="selector">Makes a batch of another; it is called on a table of no rows at first, for the columns.</param>
    public TableStream Select(Func<Table, Table> selector) =>
        new(new TransformNode(Node, selector(Table.Empty(Schema)).Schema, selector));

    /// <summary>Each row with the rows of a table that have the same key.</summary>
    /// <inheritdoc cref="Table.Join(Table, string[], JoinKind)"/>
    public TableStream Join(Table right, string[] keys, JoinKind kind = JoinKind.Inner) =>
        Select(rows => rows.Join(right, keys, kind));

    /// <summary>Another output of the operator that this stream came through, such as rows that came too late.</summary>
    /// <exception cref="ArgumentException">There is no output of that name.</exception>
    public TableStream Side(string name) => new(new SideNode(Node, name));

    /// <summary>Runs the stream, without checkpoints: a table for each batch. Whoever stops reading stops it.</summary>
    public async IAsyncEnumerator<Table> GetAsyncEnumerator(CancellationToken cancellation = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sink = new ReaderSink();
        var job = new StreamJob { Options = new() { Trigger = StreamTrigger.AsRowsCome } }.Write(this, sink);
        var run = sink.FeedAsync(job, stop.Token);
        try
        {
            await foreach (var batch in sink.Batches.ConfigureAwait(false))
            {
                yield return batch;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await run.ConfigureAwait(false);
    }
}
