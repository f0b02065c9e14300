namespace Alink.Operators;

/// <summary>The rows of another operator for which a condition holds, as <see cref="WhereBatchOp"/>, or a function of .NET.</summary>
public sealed class FilterBatchOp : BatchOperator<FilterBatchOp>
{
    Func<Table, Table>? _filter;

    /// <summary>Waits for its condition.</summary>
    public FilterBatchOp()
    {
    }

    /// <summary>The rows for which a function holds.</summary>
    public FilterBatchOp(Func<Row, bool> predicate) => _filter = rows => rows.Where(predicate);

    /// <summary>The condition, as in <c>a &gt; 1 and b is not null</c>; see <see cref="Condition"/>.</summary>
    /// <exception cref="FormatException">The text is none: the place and what is wrong are told.</exception>
    public FilterBatchOp SetClause(string value) => Set(ref _filter, Condition.Parse(value).Transform);

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => (_filter ?? throw new InvalidOperationException(
        $"{nameof(FilterBatchOp)} needs a condition: call {nameof(SetClause)} first."))(await Input.CollectAsync().ConfigureAwait(false));
}

/// <summary>Adds a column to the rows of another operator, computed by a function of .NET of one of their columns.</summary>
/// <typeparam name="TIn">The type of the column that is read.</typeparam>
/// <typeparam name="TOut">The type of the column that is made.</typeparam>
public sealed class UdfBatchOp<TIn, TOut>(Column<TIn> selectedCol, Column<TOut> outputCol, Func<TIn, TOut> function)
    : BatchOperator<UdfBatchOp<TIn, TOut>>
{
    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() =>
        (await Input.CollectAsync().ConfigureAwait(false)).With(outputCol, selectedCol, function);
}

/// <summary>Adds a column to the rows of another operator, computed by a function of .NET of the whole row.</summary>
/// <typeparam name="TOut">The type of the column that is made.</typeparam>
public sealed class UdfBatchOp<TOut>(Column<TOut> outputCol, Func<Row, TOut> function) : BatchOperator<UdfBatchOp<TOut>>
{
    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => (await Input.CollectAsync().ConfigureAwait(false)).With(outputCol, function);
}

/// <summary>Each row of another operator once for every record that a function of .NET makes of it, with a column for each
/// property of the records.</summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class UdtfBatchOp<T>(Func<Row, IEnumerable<T>> function) : BatchOperator<UdtfBatchOp<T>>
{
    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => (await Input.CollectAsync().ConfigureAwait(false)).SelectMany(function);
}

/// <summary>Other names for all columns of another operator, in their order, as in <c>a, b, c</c>.</summary>
public sealed class AsBatchOp(params string[] names) : BatchOperator<AsBatchOp>
{
    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync()
    {
        var rows = await Input.CollectAsync().ConfigureAwait(false);
        return rows.Schema.Fields.Length == names.Length
            ? new(new Schema([.. rows.Schema.Fields.Select((field, i) => field with { Name = names[i] })]), [.. rows.Schema.Fields.Select(field => rows.Data(field.Name))])
            : throw new SchemaException($"There are {names.Length} names for {rows.Schema.Fields.Length} columns.");
    }
}

/// <summary>One row for each group of rows of another operator, as in <c>city, count(*) as people</c>; the language is that of
/// <see cref="Table.GroupBy(string, string)"/>.</summary>
public sealed class GroupByBatchOp : BatchOperator<GroupByBatchOp>
{
    string _keys = "";
    string _clause = "count(*) as count";

    /// <summary>What rows of a group have in common, such as <c>city</c>; by default there is one group.</summary>
    public GroupByBatchOp SetGroupByPredicate(string value) => Set(ref _keys, value);

    /// <summary>The columns that come out; by default the number of rows.</summary>
    public GroupByBatchOp SetSelectClause(string value) => Set(ref _clause, value);

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() =>
        (await Input.CollectAsync().ConfigureAwait(false)).GroupBy(_keys, _clause);
}

/// <summary>The rows of another operator in an order such as <c>city, age desc</c>, or so many of them.</summary>
public sealed class OrderByBatchOp : BatchOperator<OrderByBatchOp>
{
    string _clause = "";
    bool _isAscending = true;
    int _offset;
    int _fetch = int.MaxValue;

    /// <summary>What rows are ordered by; missing values come last.</summary>
    public OrderByBatchOp SetClause(string value) => Set(ref _clause, value);

    /// <summary><c>asc</c>, the default, or <c>desc</c>, which turns each item of the clause around.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public OrderByBatchOp SetOrder(string value) => Set(ref _isAscending, value.ToLowerInvariant() switch
    {
        "asc" => true,
        "desc" => false,
        _ => throw new ArgumentException($"The order must be 'asc' or 'desc'; it was '{value}'.", nameof(value)),
    });

    /// <summary>The most rows that come out; by default all.</summary>
    public OrderByBatchOp SetLimit(int value) => Set(ref _fetch, value);

    /// <summary>How many rows are left out before the first.</summary>
    public OrderByBatchOp SetOffset(int value) => Set(ref _offset, value);

    /// <summary>The most rows that come out after those; by default all.</summary>
    public OrderByBatchOp SetFetch(int value) => Set(ref _fetch, value);

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync()
    {
        var rows = (await Input.CollectAsync().ConfigureAwait(false)).OrderBy(_clause, _isAscending);
        var start = Math.Clamp(_offset, 0, rows.RowCount);
        return rows.Slice(start, Math.Clamp(_fetch, 0, rows.RowCount - start));
    }
}

/// <summary>Each different row of another operator once.</summary>
public sealed class DistinctBatchOp : BatchOperator<DistinctBatchOp>
{
    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => (await Input.CollectAsync().ConfigureAwait(false)).Distinct();
}

/// <summary>The first rows of another operator.</summary>
public sealed class FirstNBatchOp : BatchOperator<FirstNBatchOp>
{
    int _size = 1;

    /// <summary>How many, at most.</summary>
    public FirstNBatchOp SetSize(int value) => Set(ref _size, value);

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => (await Input.CollectAsync().ConfigureAwait(false)).Head(_size);
}

/// <summary>The rows of another operator in an order that a seed gives.</summary>
public sealed class ShuffleBatchOp : BatchOperator<ShuffleBatchOp>
{
    int _seed;

    /// <summary>The same seed gives the same order.</summary>
    public ShuffleBatchOp SetRandomSeed(int value) => Set(ref _seed, value);

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => (await Input.CollectAsync().ConfigureAwait(false)).Shuffle(_seed);
}

/// <summary>Adds to the rows of another operator their numbers, from 0.</summary>
public sealed class AppendIdBatchOp : BatchOperator<AppendIdBatchOp>
{
    string _column = "append_id";

    /// <summary>The column of the numbers. Default: append_id.</summary>
    public AppendIdBatchOp SetIdCol(string value) => Set(ref _column, value);

    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync()
    {
        var rows = await Input.CollectAsync().ConfigureAwait(false);
        return rows.Beside(Table.Of(_column, [.. Enumerable.Range(0, rows.RowCount).Select(row => (long)row)]));
    }
}
