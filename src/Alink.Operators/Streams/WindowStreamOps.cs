using System.Collections.Immutable;

namespace Alink.Operators;

/// <summary>Computes clauses such as <c>TUMBLE_START() as start, COUNT(ip) as clicks</c> over windows of the rows of another
/// operator; its side output 0 has the rows that came too late.</summary>
/// <remarks>Event times are in UTC whatever offset they are written with, and windows are aligned to 1970-01-01T00:00Z.</remarks>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class WindowStreamOp<TSelf> : StreamOperator<TSelf>
    where TSelf : WindowStreamOp<TSelf>
{
    string? _time;
    string? _clause;
    double _latency;

    internal override ImmutableArray<string> Sides => [WindowedStream.Late];

    /// <summary>The column of the event time.</summary>
    public TSelf SetTimeCol(string value) => Set(ref _time, value);

    /// <summary>The columns whose values each have windows of their own.</summary>
    public TSelf SetGroupCols(params string[] value)
    {
        Keys = [.. value];
        return (TSelf)this;
    }

    /// <summary>What is computed of each window.</summary>
    public TSelf SetClause(string value) => Set(ref _clause, value);

    /// <summary>By how many seconds rows may come out of order; at least 0. Default: 0.</summary>
    public TSelf SetLatency(double value) => Set(ref _latency, value);

    private protected ImmutableArray<string> Keys { get; private set; } = [];

    private protected string Clause => Needed(_clause, nameof(SetClause));

    private protected EventTime Time => new(Needed(_time, nameof(SetTimeCol))) { OutOfOrderness = TimeSpan.FromSeconds(_latency) };

    private protected EventTime? TimeOrNone => _time is null ? null : Time;

    /// <summary>What must be set.</summary>
    private protected T Needed<T>(T? value, string setter)
        where T : class => value ?? throw new InvalidOperationException($"{GetType().Name} needs more: call {setter} first.");
}

/// <summary>Computes clauses over windows of equal length, one after the other.</summary>
/// <inheritdoc cref="WindowStreamOp{TSelf}"/>
public sealed class TumbleTimeWindowStreamOp : WindowStreamOp<TumbleTimeWindowStreamOp>
{
    string? _size;

    /// <summary>How long a window is, such as <c>30s</c>, <c>5m</c>, <c>1h</c> or <c>1d</c>; without a unit, seconds.</summary>
    public TumbleTimeWindowStreamOp SetWindowTime(string value) => Set(ref _size, value);

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) => Task.FromResult(rows
        .Window(StreamWindow.Tumbling(Durations.Parse(Needed(_size, nameof(SetWindowTime)))), Time, Keys)
        .Aggregate(Clause));
}

/// <summary>Computes clauses over windows of equal length that overlap.</summary>
/// <inheritdoc cref="WindowStreamOp{TSelf}"/>
public sealed class HopTimeWindowStreamOp : WindowStreamOp<HopTimeWindowStreamOp>
{
    string? _size;
    string? _hop;

    /// <summary>How long a window is, such as <c>1h</c>; without a unit, seconds.</summary>
    public HopTimeWindowStreamOp SetWindowTime(string value) => Set(ref _size, value);

    /// <summary>How far apart windows begin, such as <c>5m</c>; without a unit, seconds.</summary>
    public HopTimeWindowStreamOp SetHopTime(string value) => Set(ref _hop, value);

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows)
    {
        var size = Durations.Parse(Needed(_size, nameof(SetWindowTime)));
        var hop = Durations.Parse(Needed(_hop, nameof(SetHopTime)));
        return Task.FromResult(rows.Window(StreamWindow.Sliding(size, hop), Time, Keys).Aggregate(Clause));
    }
}

/// <summary>Computes clauses over windows that end where no row comes for a while.</summary>
/// <inheritdoc cref="WindowStreamOp{TSelf}"/>
public sealed class SessionTimeWindowStreamOp : WindowStreamOp<SessionTimeWindowStreamOp>
{
    string? _gap;

    /// <summary>How long no row comes, such as <c>30s</c>; without a unit, seconds.</summary>
    public SessionTimeWindowStreamOp SetSessionGapTime(string value) => Set(ref _gap, value);

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows) => Task.FromResult(rows
        .Window(StreamWindow.Session(Durations.Parse(Needed(_gap, nameof(SetSessionGapTime)))), Time, Keys)
        .Aggregate(Clause));
}

/// <summary>Adds to each row clauses over it and the rows of its group just before it.</summary>
/// <typeparam name="TSelf">The operator.</typeparam>
public abstract class OverWindowStreamOp<TSelf> : WindowStreamOp<TSelf>
    where TSelf : OverWindowStreamOp<TSelf>
{
    ImmutableArray<string>? _reserved;

    /// <summary>The columns of the rows that are kept; by default all.</summary>
    public TSelf SetReservedCols(params string[] value) => Set(ref _reserved, [.. value]);

    private protected Task<TableStream> Kept(TableStream rows, ImmutableArray<WindowAggregate> made) => Task.FromResult(
        _reserved is { } reserved ? rows.Select(batch => batch.Select([.. reserved, .. made.Select(each => each.Name)])) : rows);
}

/// <summary>Adds to each row clauses over it and so many rows of its group before it.</summary>
/// <inheritdoc cref="WindowStreamOp{TSelf}"/>
public sealed class OverCountWindowStreamOp : OverWindowStreamOp<OverCountWindowStreamOp>
{
    int? _rows;

    /// <summary>How many rows before the current one, at least 0; by default all.</summary>
    public OverCountWindowStreamOp SetPrecedingRows(int value) => Set(ref _rows, value);

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows)
    {
        var aggregates = WindowAggregate.Parse(Clause);
        return Kept(rows.OverCount(_rows, aggregates, TimeOrNone, Keys), aggregates);
    }
}

/// <summary>Adds to each row clauses over it and the rows of its group that are not much older.</summary>
/// <inheritdoc cref="WindowStreamOp{TSelf}"/>
public sealed class OverTimeWindowStreamOp : OverWindowStreamOp<OverTimeWindowStreamOp>
{
    string? _time;

    /// <summary>How much older, such as <c>1d</c>; without a unit, seconds.</summary>
    public OverTimeWindowStreamOp SetPrecedingTime(string value) => Set(ref _time, value);

    /// <inheritdoc/>
    protected override Task<TableStream> PlanAsync(TableStream rows)
    {
        var aggregates = WindowAggregate.Parse(Clause);
        var preceding = Durations.Parse(Needed(_time, nameof(SetPrecedingTime)));
        return Kept(rows.OverTime(preceding, aggregates, Time, Keys), aggregates);
    }
}
