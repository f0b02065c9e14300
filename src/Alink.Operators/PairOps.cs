using System.Collections.Immutable;

namespace Alink.Operators;

/// <summary>An operator over the rows of two others.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class PairBatchOp<TSelf> : BatchOperator
    where TSelf : PairBatchOp<TSelf>
{
    BatchOperator? _left;
    BatchOperator? _right;

    /// <summary>Takes the rows of two operators.</summary>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public TSelf LinkFrom(BatchOperator left, BatchOperator right)
    {
        (_left, _right) = (Once(_left, left, this), right);
        return (TSelf)this;
    }

    /// <summary>Sets a field.</summary>
    private protected TSelf Set<T>(ref T field, T value)
    {
        BeforeChange();
        field = value;
        return (TSelf)this;
    }

    /// <inheritdoc/>
    protected sealed override async Task<Table> ComputeAsync() => Of(
        await Linked(_left, this).CollectAsync().ConfigureAwait(false),
        await Linked(_right, this).CollectAsync().ConfigureAwait(false));

    /// <summary>What comes of the two tables.</summary>
    private protected abstract Table Of(Table left, Table right);
}

/// <summary>Pairs the rows of two operators, <c>a</c> and <c>b</c>; see <see cref="Table.Join(Table, string, string, JoinKind)"/>.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class JoinBatchOp<TSelf> : PairBatchOp<TSelf>
    where TSelf : JoinBatchOp<TSelf>
{
    string? _condition;
    string _select = "*";

    /// <summary>The condition, such as <c>a.id = b.user and a.time &lt; b.time</c>.</summary>
    public TSelf SetJoinPredicate(string value) => Set(ref _condition, value);

    /// <summary>The columns that come out, such as <c>a.*, b.price * 2 as price</c>; by default all of both.</summary>
    public TSelf SetSelectClause(string value) => Set(ref _select, value);

    /// <summary>Which rows are kept.</summary>
    private protected abstract JoinKind Kind { get; }

    private protected sealed override Table Of(Table left, Table right) => left.Join(
        right,
        _condition ?? throw new InvalidOperationException($"{GetType().Name} needs a condition: call {nameof(SetJoinPredicate)} first."),
        _select, Kind);
}

/// <summary>Pairs the rows of two operators for which a condition holds.</summary>
public sealed class JoinBatchOp : JoinBatchOp<JoinBatchOp>
{
    JoinKind _kind;

    private protected override JoinKind Kind => _kind;

    /// <summary>Which rows are kept; by default those with a partner.</summary>
    public JoinBatchOp SetType(JoinKind value) => Set(ref _kind, value);
}

/// <summary>Pairs the rows of two operators for which a condition holds, and keeps all of the first.</summary>
public sealed class LeftOuterJoinBatchOp : JoinBatchOp<LeftOuterJoinBatchOp>
{
    private protected override JoinKind Kind => JoinKind.Left;
}

/// <summary>Pairs the rows of two operators for which a condition holds, and keeps all of the second.</summary>
public sealed class RightOuterJoinBatchOp : JoinBatchOp<RightOuterJoinBatchOp>
{
    private protected override JoinKind Kind => JoinKind.Right;
}

/// <summary>Pairs the rows of two operators for which a condition holds, and keeps all of both.</summary>
public sealed class FullOuterJoinBatchOp : JoinBatchOp<FullOuterJoinBatchOp>
{
    private protected override JoinKind Kind => JoinKind.Full;
}

/// <summary>The rows of two operators that stand in both, each once.</summary>
public sealed class IntersectBatchOp : PairBatchOp<IntersectBatchOp>
{
    private protected override Table Of(Table left, Table right) => left.Intersect(right);
}

/// <summary>The rows of two operators that stand in both, as often as they do.</summary>
public sealed class IntersectAllBatchOp : PairBatchOp<IntersectAllBatchOp>
{
    private protected override Table Of(Table left, Table right) => left.Intersect(right, all: true);
}

/// <summary>The rows of one operator that do not stand in another, each once.</summary>
public sealed class MinusBatchOp : PairBatchOp<MinusBatchOp>
{
    private protected override Table Of(Table left, Table right) => left.Minus(right);
}

/// <summary>The rows of one operator beyond those of another, as often as they stand there.</summary>
public sealed class MinusAllBatchOp : PairBatchOp<MinusAllBatchOp>
{
    private protected override Table Of(Table left, Table right) => left.Minus(right, all: true);
}

/// <summary>An operator over the rows of several others, which have the same columns.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class SeveralBatchOp<TSelf> : BatchOperator
    where TSelf : SeveralBatchOp<TSelf>
{
    ImmutableArray<BatchOperator> _inputs = [];

    /// <summary>Takes the rows of several operators.</summary>
    /// <exception cref="InvalidOperationException">The operator is linked already.</exception>
    public TSelf LinkFrom(params ImmutableArray<BatchOperator> inputs)
    {
        Once(_inputs.IsEmpty ? null : this, this, this);
        _inputs = inputs;
        return (TSelf)this;
    }

    /// <summary>The rows of all of them, one after the other.</summary>
    private protected async Task<Table> AllAsync()
    {
        _ = Linked(_inputs.IsEmpty ? null : this, this);
        var tables = new List<Table>();
        foreach (var input in _inputs)
        {
            tables.Add(await input.CollectAsync().ConfigureAwait(false));
        }

        return Table.Concat(tables);
    }
}

/// <summary>The rows of several operators, one after the other.</summary>
public sealed class UnionAllBatchOp : SeveralBatchOp<UnionAllBatchOp>
{
    /// <inheritdoc/>
    protected override Task<Table> ComputeAsync() => AllAsync();
}

/// <summary>Each different row of several operators once.</summary>
public sealed class UnionBatchOp : SeveralBatchOp<UnionBatchOp>
{
    /// <inheritdoc/>
    protected override async Task<Table> ComputeAsync() => (await AllAsync().ConfigureAwait(false)).Distinct();
}

/// <summary>Adds to the rows of the second operator what the first, a table of keys and values, holds for them; missing where it
/// holds nothing.</summary>
public sealed class LookupBatchOp : PairBatchOp<LookupBatchOp>
{
    string[] _mapKeys = [];
    string[] _mapValues = [];
    string[]? _columns;
    string[]? _outputs;

    /// <summary>The columns of the keys in the first operator; no two rows of it have one key.</summary>
    public LookupBatchOp SetMapKeyCols(params string[] value) => Set(ref _mapKeys, value);

    /// <summary>The columns of the values in the first operator.</summary>
    public LookupBatchOp SetMapValueCols(params string[] value) => Set(ref _mapValues, value);

    /// <summary>The columns of the keys in the second operator; by default those of the first.</summary>
    public LookupBatchOp SetSelectedCols(params string[] value) => Set(ref _columns!, value);

    /// <summary>Where the values go; by default they keep their names.</summary>
    public LookupBatchOp SetOutputCols(params string[] value) => Set(ref _outputs!, value);

    private protected override Table Of(Table left, Table right)
    {
        var (columns, outputs) = (_columns ?? _mapKeys, _outputs ?? _mapValues);
        if (_mapKeys.Length == 0 || columns.Length != _mapKeys.Length || outputs.Length != _mapValues.Length)
        {
            throw new InvalidOperationException(
                $"There are {_mapKeys.Length} columns of keys for {columns.Length}, and {_mapValues.Length} of values for {outputs.Length}.");
        }

        var keys = string.Join(" and ", columns.Zip(_mapKeys, (mine, theirs) => $"a.{Quoted(mine)} = b.{Quoted(theirs)}"));
        var made = right.Join(left, keys, $"a.*{string.Concat(_mapValues.Zip(outputs, (value, name) => $", b.{Quoted(value)} as {Quoted(name)}"))}", JoinKind.Left);
        return made.RowCount == right.RowCount ? made : throw new SchemaException(
            $"A key stands in several rows of what is looked up, by the columns {string.Join(", ", _mapKeys)}.");
    }
}
