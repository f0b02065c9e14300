using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Alink.Runtime;

/// <summary>Aggregates that sums are not enough for: they look at the values of a window's rows.</summary>
sealed partial class AggregatePlan
{
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

    static Value Median(double[] numbers) => numbers.Length == 0 ? default : Value.Of(Alink.Aggregates.Median(numbers));

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
