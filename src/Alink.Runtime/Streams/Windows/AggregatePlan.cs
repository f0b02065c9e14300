using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>Aggregates over the columns of a stream: what is read, and what comes out.</summary>
sealed class AggregatePlan
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

    /// <summary>A result that needs the values; of the rows up to the last one, the current.</summary>
    public Value OfSeries(WindowAggregate aggregate, RowSeries series)
    {
        var column = aggregate.Column is null ? -1 : Place(aggregate);
        var rows = series.Count - (aggregate.IsPreceding ? 1 : 0);
        var current = series.Count - 1;
        return aggregate.Function switch
        {
            WindowFunction.Count => Value.Of((long)Present(series, column, rows).Distinct().Count()),
            WindowFunction.Listagg or WindowFunction.ConcatAgg => Joined(aggregate, series, column, rows),
            WindowFunction.MtableAgg => Nested(aggregate, series, rows),
            WindowFunction.Mode => Mode([.. Present(series, column, rows)]),
            WindowFunction.Median =>
                Median([.. Present(series, column, rows).Select(value => value.Number(_types[column]))]),
            WindowFunction.Freq => Value.Of(Alike(series, column, rows)),
            WindowFunction.IsExist => Value.Of(series.Count > 0 && Alike(series, column, current) > 0),
            WindowFunction.LastValue => Back(aggregate, series, column, aggregate.Places ?? 0) is var row && row >= 0
                ? series[row, column] : default,
            WindowFunction.Lag => Back(aggregate, series, column, aggregate.Places ?? 1) is var row && row >= 0
                ? series[row, column] : DefaultOf(aggregate),
            WindowFunction.LastTime => Back(aggregate, series, column, aggregate.Places ?? 0) is var row && row >= 0
                ? EventTime.ValueOf(series.Time(row), _time) : default,
            WindowFunction.SumLast => SumLast(aggregate, series, column),
            WindowFunction.LastDistinct => LastDistinct(aggregate, series, column),
            WindowFunction.Rank => Value.Of(1 + Below(series, column).Count()),
            WindowFunction.DenseRank => Value.Of(1 + (long)Below(series, column).Distinct().Count()),
            _ => throw new ArgumentOutOfRangeException(nameof(aggregate), aggregate.Function, "Values do not give it."),
        };
    }

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

    static IEnumerable<Value> Present(RowSeries series, int column, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            if (series[row, column].IsPresent)
            {
                yield return series[row, column];
            }
        }
    }

    Value Joined(WindowAggregate aggregate, RowSeries series, int column, int rows)
    {
        var texts = Present(series, column, rows).Select(value => value.Shown(_types[column])).ToArray();
        return texts.Length == 0 ? default : Value.Of(string.Join(aggregate.Separator, texts));
    }

    /// <summary>The first rows as a JSON array of objects.</summary>
    Value Nested(WindowAggregate aggregate, RowSeries series, int rows)
    {
        int[] columns = [Place(aggregate), .. aggregate.Others.Select(other => Columns.IndexOf(other))];
        var escaping = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        var names = Array.ConvertAll(columns, column => JsonEncodedText.Encode(Columns[column], escaping));
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, new() { Encoder = escaping, SkipValidation = true }))
        {
            json.WriteStartArray();
            for (var row = 0; row < rows; row++)
            {
                json.WriteStartObject();
                for (var i = 0; i < columns.Length; i++)
                {
                    json.WritePropertyName(names[i]);
                    series[row, columns[i]].WriteTo(json, _types[columns[i]]);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Value.Of(Encoding.UTF8.GetString(text.WrittenSpan));
    }

    static Value Mode(Value[] values)
    {
        Array.Sort(values);
        var (mode, most) = (default(Value), 0);
        for (var (i, run) = (0, 0); i < values.Length; i++)
        {
            run = i > 0 && values[i] == values[i - 1] ? run + 1 : 1;
            (mode, most) = run > most ? (values[i], run) : (mode, most);
        }

        return mode;
    }

    static Value Median(double[] numbers)
    {
        Array.Sort(numbers);
        var middle = numbers.Length / 2;
        return numbers.Length == 0 ? default
            : Value.Of(numbers.Length % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2);
    }

    /// <summary>How many of the first rows have the current row's value.</summary>
    static long Alike(RowSeries series, int column, int rows)
    {
        var alike = 0L;
        for (var row = 0; row < rows; row++)
        {
            alike += series[row, column] == series[series.Count - 1, column] ? 1 : 0;
        }

        return alike;
    }

    /// <summary>The row of the value so many before the last; −1 where there is none.</summary>
    static int Back(WindowAggregate aggregate, RowSeries series, int column, int places)
    {
        var row = series.Count - 1;
        for (; row >= 0; row--)
        {
            if ((column < 0 || aggregate.IncludesMissing || series[row, column].IsPresent) && places-- == 0)
            {
                break;
            }
        }

        return row;
    }

    Value SumLast(WindowAggregate aggregate, RowSeries series, int column)
    {
        var sum = new ColumnSummary();
        for (var row = series.Count - 1; row >= 0 && sum.Count < (aggregate.Places ?? 1); row--)
        {
            sum.Add(series[row, column], _types[column]);
        }

        return sum.Compute(aggregate with { Function = WindowFunction.Sum }, _types[column]);
    }

    Value LastDistinct(WindowAggregate aggregate, RowSeries series, int column)
    {
        var key = aggregate.Key is null ? column : Columns.IndexOf(aggregate.Key);
        for (var row = series.Count - 2; row >= 0; row--)
        {
            if (series[row, key] != series[series.Count - 1, key] && (aggregate.IncludesMissing || series[row, key].IsPresent))
            {
                return series[row, column];
            }
        }

        return default;
    }

    /// <summary>The values, or times, that are below the current row's.</summary>
    static IEnumerable<Value> Below(RowSeries series, int column)
    {
        Value Of(int row) => column < 0 ? Value.Of(series.Time(row)) : series[row, column];
        for (var row = 0; row < series.Count; row++)
        {
            if (Of(row).CompareTo(Of(series.Count - 1)) < 0)
            {
                yield return Of(row);
            }
        }
    }
}
