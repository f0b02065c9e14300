namespace Alink.Operators;

/// <content>What makes tables of tables.</content>
/// <remarks>Clauses and conditions are texts in the language of <see cref="Clause"/>.</remarks>
public abstract partial class BatchOperator
{
    /// <summary>The columns of a clause, as in <c>a, b + 1 as c</c>.</summary>
    public SelectBatchOp Select(string clause) => Link(new SelectBatchOp().SetClause(clause));

    /// <summary>Columns by their names.</summary>
    public SelectBatchOp Select(params string[] columns) => Select(string.Join(", ", columns.Select(Quoted)));

    /// <summary>Other names for all columns, in their order, as in <c>a, b, c</c>.</summary>
    public AsBatchOp As(string names) => Link(new AsBatchOp(names.Split(',', StringSplitOptions.TrimEntries)));

    /// <summary>The rows for which a condition holds, as in <c>a &gt; 1 and b is not null</c>.</summary>
    public WhereBatchOp Where(string condition) => Link(new WhereBatchOp().SetClause(condition));

    /// <inheritdoc cref="Where(string)"/>
    public WhereBatchOp Filter(string condition) => Where(condition);

    /// <summary>The rows for which a function of .NET holds.</summary>
    public FilterBatchOp Where(Func<Row, bool> predicate) => Link(new FilterBatchOp(predicate));

    /// <summary>A column computed by a function of .NET of another.</summary>
    public UdfBatchOp<TIn, TOut> Udf<TIn, TOut>(Column<TIn> selectedCol, Column<TOut> outputCol, Func<TIn, TOut> function) =>
        Link(new UdfBatchOp<TIn, TOut>(selectedCol, outputCol, function));

    /// <summary>A column computed by a function of .NET of the whole row.</summary>
    public UdfBatchOp<TOut> Udf<TOut>(Column<TOut> outputCol, Func<Row, TOut> function) => Link(new UdfBatchOp<TOut>(outputCol, function));

    /// <summary>Each row once for every record that a function of .NET makes of it, beside the columns of the record.</summary>
    public UdtfBatchOp<T> Udtf<T>(Func<Row, IEnumerable<T>> function) => Link(new UdtfBatchOp<T>(function));

    /// <summary>One row for each group, as in <c>GroupBy("city", "city, avg(age) as age")</c>.</summary>
    public GroupByBatchOp GroupBy(string keys, string clause) =>
        Link(new GroupByBatchOp().SetGroupByPredicate(keys).SetSelectClause(clause));

    /// <summary>The rows in order, as in <c>city, age desc</c>.</summary>
    public OrderByBatchOp OrderBy(string clause) => Link(new OrderByBatchOp().SetClause(clause));

    /// <summary>The first rows in order.</summary>
    /// <param name="clause">What they are ordered by.</param>
    /// <param name="limit">The most rows that come out.</param>
    /// <param name="isAscending">Whether the least come first; false turns each item of the clause around.</param>
    public OrderByBatchOp OrderBy(string clause, int limit, bool isAscending = true) =>
        OrderBy(clause).SetOrder(isAscending ? "asc" : "desc").SetLimit(limit);

    /// <summary>Some of the rows in order.</summary>
    /// <param name="clause">What they are ordered by.</param>
    /// <param name="offset">How many are left out before the first.</param>
    /// <param name="fetch">The most rows that come out.</param>
    /// <param name="isAscending">Whether the least come first; false turns each item of the clause around.</param>
    public OrderByBatchOp OrderBy(string clause, int offset, int fetch, bool isAscending = true) =>
        OrderBy(clause, fetch, isAscending).SetOffset(offset);

    /// <summary>Each different row once.</summary>
    public DistinctBatchOp Distinct() => Link(new DistinctBatchOp());

    /// <summary>The first rows.</summary>
    public FirstNBatchOp FirstN(int size) => Link(new FirstNBatchOp().SetSize(size));

    /// <summary>The rows in an order that a seed gives.</summary>
    public ShuffleBatchOp Shuffle(int seed = 0) => Link(new ShuffleBatchOp().SetRandomSeed(seed));

    /// <summary>A share of the rows, drawn at random.</summary>
    public SampleBatchOp Sample(double ratio, bool withReplacement = false, long seed = 0) =>
        Link(new SampleBatchOp().SetRatio(ratio).SetWithReplacement(withReplacement).SetRandomSeed(seed));

    /// <summary>So many rows, drawn at random.</summary>
    public SampleBatchOp SampleWithSize(int size, bool withReplacement = false, long seed = 0) =>
        Link(new SampleBatchOp().SetSize(size).SetWithReplacement(withReplacement).SetRandomSeed(seed));

    internal static string Quoted(string column) => $"`{column.Replace("`", "``", StringComparison.Ordinal)}`";
}
