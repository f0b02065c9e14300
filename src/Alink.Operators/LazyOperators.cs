namespace Alink.Operators;

/// <summary>Many looks in one run: what is asked for here is answered by the next <see cref="BatchOperator.ExecuteAsync"/>.</summary>
/// <remarks>An operator may be asked before it is linked. Each of the methods gives the operator back.</remarks>
/// <example>
/// <code>
/// using Alink.Operators;
/// var text = new StringWriter();
/// var ages = new MemSourceBatchOp(Table.Of("age", 20.0, 40.0)).LazyPrint(writer: text);
/// var mean = 0.0;
/// ages.LazyCollectStatistics(table => mean = table.Values&lt;double&gt;("mean")[0]);
/// BatchOperator.Execute();
/// mean // => 30
/// text.ToString().Contains("age") // => True
/// </code>
/// </example>
public static class LazyOperators
{
    /// <summary>Writes the first rows.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="rows">The most rows that are shown; below 0, as in Alink, the first and the last ten.</param>
    /// <param name="title">A line before them.</param>
    /// <param name="writer">Takes the text; null: the console.</param>
    public static TNode LazyPrint<TNode>(this TNode node, int rows = 20, string? title = null, TextWriter? writer = null)
        where TNode : BatchOperator => node.Write(title, writer, table => table.Shown(rows));

    /// <summary>Hands the table to somebody.</summary>
    public static TNode LazyCollect<TNode>(this TNode node, Action<Table> receive)
        where TNode : BatchOperator => node.Later(async () => receive(await node.CollectAsync().ConfigureAwait(false)));

    /// <summary>Writes the statistics of each column.</summary>
    /// <inheritdoc cref="LazyPrint"/>
    public static TNode LazyPrintStatistics<TNode>(this TNode node, string? title = null, TextWriter? writer = null)
        where TNode : BatchOperator => node.Write(title, writer, table => table.Describe().Format(int.MaxValue));

    /// <summary>Hands the statistics of each column to somebody; see <see cref="Table.Describe"/>.</summary>
    public static TNode LazyCollectStatistics<TNode>(this TNode node, Action<Table> receive)
        where TNode : BatchOperator => node.LazyCollect(table => receive(table.Describe()));

    internal static TNode Later<TNode>(this TNode node, Func<Task> wish)
        where TNode : BatchOperator
    {
        BatchOperator.Later(wish);
        return node;
    }

    /// <summary>So many rows as text; below 0, all, or of more than 20 the first and the last ten.</summary>
    internal static string Shown(this Table table, int rows)
    {
        if (rows >= 0 || table.RowCount <= 20)
        {
            return table.Format(rows >= 0 ? rows : 20);
        }

        var lines = Table.Concat(table.Head(10), table.Slice(table.RowCount - 10, 10)).Format(20).Split('\n');
        return string.Join('\n', [.. lines[..11], "…", .. lines[11..]]);
    }

    internal static string Titled(string? title, string text) => title is null ? text : $"{title}\n{text}";

    static TNode Write<TNode>(this TNode node, string? title, TextWriter? writer, Func<Table, string> shown)
        where TNode : BatchOperator =>
        node.LazyCollect(table => (writer ?? Console.Out).Write(Titled(title, shown(table))));
}
