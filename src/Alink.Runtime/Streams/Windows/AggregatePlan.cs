using System.Collections.Immutable;
using System.Globalization;

namespace Alink.Runtime;

/// <summary>Aggregates over the columns of a stream: what is read, and what comes out.</summary>
sealed partial class AggregatePlan
{
    readonly DataType[] _types;
    readonly DataType _time;

    /// <exception cref="SchemaException">A column is missing, or of a type that the function does not take.</exception>
    /// <exception cref="ArgumentException">A function does not go with the windows, or two results have one name.</exception>
    public AggregatePlan(Schema input, ImmutableArray<WindowAggregate> aggregates, EventTime? time, bool over, bool spans)
    {
        if (aggregates.IsEmpty)
        {
            throw new ArgumentException("At least one aggregate is needed.", nameof(aggregates));
        }

        _time = time?.FieldOf(input).Type ?? DataType.DateTimeOffset;
        Aggregates = aggregates;
        Columns = [.. aggregates.SelectMany(one => (string?[])[one.Column, one.Key, .. one.Others]).OfType<string>().Distinct()];
        _types = [.. RowKey.Fields(input, Columns).Select(field => field.Type)];
        foreach (var aggregate in aggregates)
        {
            Check(aggregate, time, over, spans);
        }

        Fields = [.. aggregates.Select(one => new Field(one.Name, TypeOf(one))
        {
            IsNullable = one.Function is not (WindowFunction.Count or WindowFunction.Freq or WindowFunction.IsExist
                or WindowFunction.Rank or WindowFunction.DenseRank or WindowFunction.RowNumber
                or WindowFunction.MtableAgg or >= WindowFunction.WindowStart),
        })];
        Summarised = [.. Columns.Select((column, _) => aggregates.Any(one => one.Column == column && IsSum(one)))];
        NeedsText = [.. Columns.Select((column, _) => aggregates.Any(one =>
            (one.Column == column || one.Key == column || one.Others.Contains(column))
            && !(one.Function == WindowFunction.Count && !one.IsDistinct)))];
        NeedsSeries = aggregates.Any(one => !IsSum(one) && one.Function < WindowFunction.RowNumber);
    }

    public ImmutableArray<WindowAggregate> Aggregates { get; }

    /// <summary>The columns that are read.</summary>
    public ImmutableArray<string> Columns { get; }

    /// <summary>The columns that come out.</summary>
    public ImmutableArray<Field> Fields { get; }

    /// <summary>Which columns have sums of which something is computed.</summary>
    public bool[] Summarised { get; }

    /// <summary>Of which columns it matters what is there, and not only that something is.</summary>
    public bool[] NeedsText { get; }

    /// <summary>Whether the values themselves are kept.</summary>
    public bool NeedsSeries { get; }

    /// <summary>What its states depend on, as text.</summary>
    public string Settings => $"{string.Join(',', Columns)} {NeedsSeries}";

    public DataType TypeOf(int column) => _types[column];

    /// <summary>Whether sums are enough to compute it.</summary>
    public static bool IsSum(WindowAggregate aggregate) =>
        aggregate.Function <= WindowFunction.SquareSum && !aggregate.IsDistinct;

    /// <summary>A result that needs sums, or nothing of the rows.</summary>
    public Value OfSums(WindowAggregate aggregate, long rows, ColumnSummary[] summaries, long start, long end) =>
        aggregate.Function switch
        {
            WindowFunction.WindowStart => EventTime.ValueOf(start, _time),
            WindowFunction.WindowEnd => EventTime.ValueOf(end, _time),
            WindowFunction.WindowRowTime => EventTime.ValueOf(end - TimeSpan.TicksPerMillisecond, _time),
            WindowFunction.RowNumber => Value.Of(rows),
            WindowFunction.Count => Value.Of(aggregate.Column is null ? rows : summaries[Place(aggregate)].Count),
            _ => summaries[Place(aggregate)].Compute(aggregate, _types[Place(aggregate)]),
        };

    int Place(WindowAggregate aggregate) => Columns.IndexOf(aggregate.Column!);

    void Check(WindowAggregate aggregate, EventTime? time, bool over, bool spans)
    {
        var name = ClauseNames.NameOf(aggregate.Function);
        var type = aggregate.Column is null ? (DataType?)null : _types[Place(aggregate)];
        var numbers = aggregate.Function is (>= WindowFunction.Sum and <= WindowFunction.SquareSum
            and not (WindowFunction.Min or WindowFunction.Max)) or WindowFunction.Median or WindowFunction.SumLast;
        if (numbers && type?.IsNumeric() != true)
        {
            throw new SchemaException($"{name} takes numbers; column '{aggregate.Column}' holds {type}.");
        }

        if (aggregate.Others.Prepend(aggregate.Column).Distinct().Count() <= aggregate.Others.Length)
        {
            throw new ArgumentException($"{name} takes each column once.");
        }

        if (!aggregate.Others.IsEmpty && aggregate.Function != WindowFunction.MtableAgg)
        {
            throw new ArgumentException($"{name} takes one column.");
        }

        if (type is null && !(aggregate.Function is WindowFunction.Count or WindowFunction.LastTime or WindowFunction.Rank
            or WindowFunction.DenseRank or WindowFunction.RowNumber or >= WindowFunction.WindowStart))
        {
            throw new ArgumentException($"{name} needs a column.");
        }

        if (aggregate.Function >= WindowFunction.WindowStart && !spans)
        {
            throw new ArgumentException($"{name} needs windows of time; these have neither a start nor an end.");
        }

        if (aggregate.IsPreceding && !(over && ClauseNames.CanPrecede(aggregate.Function)))
        {
            throw new ArgumentException(over ? $"{name} cannot leave out the current row."
                : $"{name}{ClauseNames.Preceding} is for windows over preceding rows; these have no current row.");
        }

        if (time is null && (aggregate.Function == WindowFunction.LastTime
            || (aggregate.Function is WindowFunction.Rank or WindowFunction.DenseRank && type is null)))
        {
            throw new ArgumentException($"{name} needs event time.");
        }

        if (aggregate.Default is not null)
        {
            DefaultOf(aggregate);
        }
    }

    DataType TypeOf(WindowAggregate aggregate) => aggregate.Function switch
    {
        WindowFunction.Count or WindowFunction.Freq or WindowFunction.Rank or WindowFunction.DenseRank
            or WindowFunction.RowNumber => DataType.Int64,
        WindowFunction.Sum or WindowFunction.SumLast =>
            _types[Place(aggregate)] is DataType.Single or DataType.Double ? DataType.Double : DataType.Int64,
        WindowFunction.Min or WindowFunction.Max or WindowFunction.Mode or WindowFunction.LastValue
            or WindowFunction.LastDistinct or WindowFunction.Lag => _types[Place(aggregate)],
        WindowFunction.Listagg or WindowFunction.ConcatAgg or WindowFunction.MtableAgg => DataType.String,
        WindowFunction.IsExist => DataType.Boolean,
        WindowFunction.LastTime or >= WindowFunction.WindowStart => _time,
        _ => DataType.Double,
    };

    Value DefaultOf(WindowAggregate aggregate)
    {
        var text = aggregate.Default;
        var culture = CultureInfo.InvariantCulture;
        return text is null ? default : _types[Place(aggregate)] switch
        {
            DataType.String => Value.Of(text),
            DataType.Boolean when bool.TryParse(text, out var flag) => Value.Of(flag),
            DataType.Int32 when int.TryParse(text, culture, out var whole) => Value.Of((long)whole),
            DataType.Int64 when long.TryParse(text, culture, out var whole) => Value.Of(whole),
            DataType.Single or DataType.Double when double.TryParse(text, culture, out var number) => Value.Of(number),
            DataType.DateTimeOffset when DateTimeOffset.TryParse(
                text, culture, DateTimeStyles.AssumeUniversal, out var time) => Value.Of(time),
            var type => throw new ArgumentException(
                $"The default '{text}' of {ClauseNames.NameOf(aggregate.Function)} is no value of column "
                + $"'{aggregate.Column}', which holds {type}."),
        };
    }
}
