using System.Collections;
using System.Globalization;
using System.Text;

namespace Alink.Shown;

/// <summary>The HTML of lists: numbers as text and line, points as a curve, records as rows.</summary>
static class HtmlLists
{
    const int MostPoints = 200;
    const int LeastOfLine = 8;
    const int Width = 160, Height = 64;

    /// <summary>The HTML of a list.</summary>
    public static string Of(IEnumerable list, int depth)
    {
        if (list.GetType().GetProperty("IsDefault")?.GetValue(list) is true)
        {
            return HtmlValues.Of(null, depth);
        }

        var items = list is ICollection ? [.. list.Cast<object?>()] : list.Cast<object?>().Take(HtmlValues.MostItems + 1).ToList();
        return items switch
        {
            [] => "none",
            _ when items.TrueForAll(item => item is double or float or int or long) =>
                Numbers([.. items.Select(item => Convert.ToDouble(item, CultureInfo.InvariantCulture))]),
            _ when items.TrueForAll(item => Point(item) is not null) => Curve([.. items.Select(item => Point(item)!.Value)]) + Count(items),
            _ when items.TrueForAll(item => item is not null && item.GetType() == items[0]!.GetType() && HtmlRecords.Has(item)) =>
                Rows(items, depth),
            _ => string.Join(", ", items.Take(HtmlValues.MostItems).Select(item => HtmlValues.Of(item, depth + 1))) + More(items.Count),
        };
    }

    /// <summary>Numbers: the first of them, how many there are, and all of them as a line where there are enough.</summary>
    public static string Numbers(double[] numbers) =>
        $"[{string.Join(' ', numbers.Take(HtmlValues.MostItems).Select(HtmlValues.Number))}{(numbers.Length > HtmlValues.MostItems ? " …" : "")}]"
        + (numbers.Length < LeastOfLine ? "" : $" {numbers.Length} numbers<br/>{Curve([.. numbers.Select((number, i) => ((double)i, number))])}");

    /// <summary>The first rows and columns of a matrix, and its shape.</summary>
    public static string Grid(Matrix matrix)
    {
        var html = new StringBuilder("<table>");
        for (var row = 0; row < Math.Min(matrix.Rows, HtmlValues.MostItems); row++)
        {
            html.Append("<tr>");
            foreach (var number in matrix.Row(row)[..Math.Min(matrix.Columns, HtmlValues.MostItems)])
            {
                html.Append($"<td style=\"text-align:right\">{HtmlValues.Number(number)}</td>");
            }

            html.Append("</tr>");
        }

        return html.Append($"</table>{matrix.Rows} × {matrix.Columns}").ToString();
    }

    static string Rows(List<object?> items, int depth)
    {
        var title = $"{items.Count} × {HtmlRecords.NameOf(items[0]!.GetType())}";
        if (depth >= HtmlValues.Deepest)
        {
            return title;
        }

        var columns = HtmlRecords.Properties(items[0]!.GetType());
        var html = new StringBuilder($"<details{HtmlRecords.OpenAt(depth)}><summary>{title}</summary><table><tr>{string.Concat(columns.Select(column => $"<th>{HtmlValues.Text(column.Name)}</th>"))}</tr>");
        foreach (var item in items.Take(HtmlValues.MostItems))
        {
            html.Append($"<tr>{string.Concat(columns.Select(column => $"<td>{HtmlRecords.Value(column, item!, depth + 1)}</td>"))}</tr>");
        }

        return html.Append($"</table>{More(items.Count)}</details>").ToString();
    }

    /// <summary>A line through points, from the left to the right and from the least to the greatest; what is not finite is left out.</summary>
    static string Curve(IReadOnlyList<(double X, double Y)> points)
    {
        var finite = points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToArray();
        if (finite.Length < 2)
        {
            return "";
        }

        var (left, right) = (finite.Min(point => point.X), finite.Max(point => point.X));
        var (low, high) = (finite.Min(point => point.Y), finite.Max(point => point.Y));
        var step = Math.Max(1, (finite.Length + MostPoints - 1) / MostPoints);
        var drawn = finite.Where((_, i) => i % step == 0 || i == finite.Length - 1).Select(point => string.Create(
            CultureInfo.InvariantCulture, $"{Share(point.X, left, right) * Width:0.#},{(1 - Share(point.Y, low, high)) * Height:0.#}"));
        return $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" style=\"overflow:visible\">"
            + $"<title>{HtmlValues.Number(low)} to {HtmlValues.Number(high)} over {HtmlValues.Number(left)} to {HtmlValues.Number(right)}</title>"
            + $"<path d=\"M0 0V{Height}H{Width}\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.3\"/>"
            + $"<polyline fill=\"none\" stroke=\"#1f77b4\" stroke-width=\"1.5\" points=\"{string.Join(' ', drawn)}\"/></svg>";
    }

    static double Share(double value, double least, double most) => most > least ? (value / 2 - least / 2) / (most / 2 - least / 2) : 0.5;

    /// <summary>The place of a record of X and Y alone.</summary>
    static (double X, double Y)? Point(object? item) =>
        item is not null && HtmlRecords.Properties(item.GetType()) is [{ Name: "X" } x, { Name: "Y" } y]
        && x.GetValue(item) is double across && y.GetValue(item) is double up ? (across, up) : null;

    static string Count(List<object?> items) => $" {items.Count} points";

    static string More(int count) => count > HtmlValues.MostItems ? $" … {count} in all" : "";
}
