using System.Globalization;
using System.Text;

namespace Alink;

/// <content>Tables to look at.</content>
public sealed partial class Table
{
    const int WidestCell = 32;

    /// <summary>One row for each column: name, type, count, missing, unique, mean, deviation, minimum, quartiles,
    /// maximum; what has no numbers has no such values.</summary>
    /// <remarks>Unique are the different values; a missing one is none. The deviation is unbiased. A quartile is the value at that place of the sorted numbers, interpolated
    /// between neighbours.</remarks>
    public Table Describe()
    {
        var numbers = Schema.Fields.Select(field => field.Type.IsNumeric()
            ? this.Numbers(field.Name).ToArray().Where(value => !double.IsNaN(value)).Order().ToArray()
            : []).ToArray();
        return Table
            .Of("column", [.. Schema.Fields.Select(field => field.Name)])
            .With("type", [.. Schema.Fields.Select(field => field.Type.ToString())])
            .With("count", [.. _columns.Select(column => Enumerable.Range(0, RowCount).Count(row => !column.IsMissing(row)))])
            .With("missing", [.. _columns.Select(column => Enumerable.Range(0, RowCount).Count(column.IsMissing))])
            .With("unique", [.. Schema.Fields.Select(Unique)])
            .With("mean", [.. numbers.Select(values => Known(values, Mean))])
            .With("deviation", [.. numbers.Select(values => Known(values, Deviation))])
            .With("minimum", [.. numbers.Select(values => Known(values, sorted => sorted[0]))])
            .With("quartile1", [.. numbers.Select(values => Known(values, sorted => Quantile(sorted, 0.25)))])
            .With("median", [.. numbers.Select(values => Known(values, sorted => Quantile(sorted, 0.5)))])
            .With("quartile3", [.. numbers.Select(values => Known(values, sorted => Quantile(sorted, 0.75)))])
            .With("maximum", [.. numbers.Select(values => Known(values, sorted => sorted[^1]))]);

        int? Unique(Field field) => field.Type == DataType.Vector ? null
            : RowsOfGroups([field.Name]).Count(rows => !Data(field.Name).IsMissing(rows[0]));

        static double? Known(double[] sorted, Func<double[], double> of) => sorted.Length == 0 ? null : of(sorted);

        static double Mean(double[] values) => values.Sum() / values.Length;

        static double Deviation(double[] values)
        {
            var mean = Mean(values);
            return values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        }

        static double Quantile(double[] sorted, double share)
        {
            var place = share * (sorted.Length - 1);
            var (below, above) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
            return below + ((above - below) * (place - Math.Floor(place)));
        }
    }

    /// <summary>The rows as text in columns, numbers to the right; the first rows where there are more than
    /// <paramref name="rows"/>.</summary>
    public string Format(int rows = 20)
    {
        var shown = Math.Min(rows, RowCount);
        var columns = Schema.Fields.Select((field, place) => Cells(field, _columns[place], shown)).ToArray();
        var widths = Array.ConvertAll(columns, column => column.Max(cell => cell.Length));
        var text = new StringBuilder();
        for (var line = 0; line <= shown; line++)
        {
            for (var c = 0; c < columns.Length; c++)
            {
                var cell = columns[c][line];
                text.Append(c == 0 ? "" : "  ").Append(Schema.Fields[c].Type.IsNumeric() ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]));
            }

            while (text.Length > 0 && text[^1] == ' ')
            {
                text.Length--;
            }

            text.Append('\n');
        }

        return shown < RowCount ? text.Append(CultureInfo.InvariantCulture, $"… {RowCount - shown} more rows\n").ToString() : text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Format();

    static string[] Cells(Field field, ColumnData data, int rows)
    {
        var cell = new Cell(field.Name, field.Type);
        return [field.Name, .. Enumerable.Range(0, rows).Select(row =>
        {
            data.Load(row, cell);
            var text = cell.IsMissing || field.Type is not (DataType.Double or DataType.Single)
                ? cell.Shown.ReplaceLineEndings(" ")
                : cell.Number.ToString("G6", CultureInfo.InvariantCulture);
            return text.Length <= WidestCell ? text : text[..(WidestCell - 1)] + "…";
        })];
    }
}
