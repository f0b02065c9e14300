using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Xml;

namespace Alink.Evaluation;

/// <summary>A line of a chart, or points that are not joined.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Points">Its points, in the order in which they are joined; one that is not finite is left out.</param>
public sealed record ChartLine(string Name, ImmutableArray<CurvePoint> Points)
{
    /// <summary>Its points, in the order in which they are joined; one that is not finite is left out.</summary>
    public ImmutableArray<CurvePoint> Points { get; init => field = Require.Items(value); } = Require.Items(Points);

    /// <summary>Whether the points are joined, as they are by default.</summary>
    public bool IsJoined { get; init; } = true;
}

/// <summary>Lines over two axes, as a table or as a picture.</summary>
/// <param name="Title">What they show.</param>
/// <param name="X">What lies to the right.</param>
/// <param name="Y">What lies above.</param>
/// <param name="Lines">The lines.</param>
/// <example>
/// <code>
/// var chart = new Chart("Growth", "year", "height", [new("oak", [new(1, 2), new(2, 5)])]);
/// chart.ToTable().RowCount // => 2
/// chart.ToSvg().StartsWith("&lt;svg") // => True
/// </code>
/// </example>
[TypeFormatterSource]
public sealed record Chart(string Title, string X, string Y, ImmutableArray<ChartLine> Lines)
{
    /// <summary>The lines.</summary>
    public ImmutableArray<ChartLine> Lines { get; init => field = Require.Items(value); } = Require.Items(Lines);

    const double Margin = 48;

    /// <summary>Two points nearer than this, in pixels, are drawn as one.</summary>
    const double Near = 0.5;

    static readonly string[] Colours =
        ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"];

    /// <summary>A point for each row, in the colour of its group.</summary>
    /// <param name="rows">The rows; those without a number in either column are left out.</param>
    /// <param name="x">The numbers that lie to the right.</param>
    /// <param name="y">The numbers that lie above.</param>
    /// <param name="by">What groups the rows, in the order in which its values come; null where there is one group.</param>
    /// <exception cref="SchemaException">A column is not there, or not of numbers.</exception>
    /// <example>
    /// <code>
    /// var rows = Table.Of("size", 1.0, 2.0, 4.0).With("weight", 3.0, 5.0, 9.0).With("kind", "cat", "cat", "dog");
    /// Chart.Scatter(rows, "size", "weight", by: "kind").Lines.Length // => 2
    /// </code>
    /// </example>
    public static Chart Scatter(Table rows, string x, string y, string? by = null)
    {
        return new($"{y} by {x}", x, y, [.. by is null ? [Of(y, rows)] : rows.Groups(by).Select(part => Of(new Row(part, 0)[by], part))]);

        ChartLine Of(object? name, Table part) => new(
            Convert.ToString(name, CultureInfo.InvariantCulture) ?? "",
            [.. part.Rows.Select(row => new CurvePoint(row.Number(x), row.Number(y)))])
        {
            IsJoined = false,
        };
    }

    /// <summary>A row for each point: <c>line</c>, <c>x</c> and <c>y</c>.</summary>
    public Table ToTable() => Table
        .Of("line", [.. Lines.SelectMany(line => line.Points, (line, _) => line.Name)])
        .With("x", [.. Lines.SelectMany(line => line.Points, (_, point) => point.X)])
        .With("y", [.. Lines.SelectMany(line => line.Points, (_, point) => point.Y)]);

    /// <summary>The picture as SVG text, which a browser shows and HTML can hold as it is.</summary>
    /// <param name="width">In pixels, at least 160.</param>
    /// <param name="height">In pixels, at least 160.</param>
    /// <exception cref="ArgumentOutOfRangeException">The picture is too small.</exception>
    public string ToSvg(int width = 480, int height = 360)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 160);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 160);
        var (across, up) = (Axis.Of(Points.Select(point => point.X)), Axis.Of(Points.Select(point => point.Y)));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"11\" fill=\"currentColor\">\n");
        Text(width / 2.0, 20, "middle", Title);
        Text(width / 2.0, height - 8, "middle", X);
        svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(12 {Number(height / 2.0)}) rotate(-90)\">");
        Text(0, 0, "middle", Y);
        svg.Append("</g>\n");
        foreach (var tick in across.Ticks())
        {
            svg.Append($"<path d=\"M{Number(Right(tick))} {Number(Margin)}V{Number(height - Margin)}\" stroke=\"currentColor\" stroke-opacity=\"0.2\"/>");
            Text(Right(tick), height - Margin + 14, "middle", Number(tick));
        }

        foreach (var tick in up.Ticks())
        {
            svg.Append($"<path d=\"M{Number(Margin)} {Number(Down(tick))}H{Number(width - Margin)}\" stroke=\"currentColor\" stroke-opacity=\"0.2\"/>");
            Text(Margin - 4, Down(tick) + 4, "end", Number(tick));
        }

        for (var i = 0; i < Lines.Length; i++)
        {
            var colour = Colours[i % Colours.Length];
            svg.Append(Lines[i].IsJoined
                ? $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{Path(Lines[i].Points)}\"/>\n"
                : $"<path stroke=\"{colour}\" stroke-width=\"4\" stroke-linecap=\"round\" d=\"{Dots(Lines[i].Points)}\"/>\n");
        }

        svg.Append($"<text x=\"{Number(width / 2.0)}\" y=\"38\" text-anchor=\"middle\">");
        for (var i = 0; i < Lines.Length; i++)
        {
            svg.Append($"<tspan dx=\"8\" fill=\"{Colours[i % Colours.Length]}\">{Encoded(Lines[i].Name)}</tspan>");
        }

        svg.Append("</text>\n");
        return svg.Append("</svg>\n").ToString();

        double Right(double x) => Margin + (across.Share(x) * (width - (2 * Margin)));

        double Down(double y) => height - Margin - (up.Share(y) * (height - (2 * Margin)));

        void Text(double x, double y, string anchor, string text) =>
            svg.Append($"<text x=\"{Number(x)}\" y=\"{Number(y)}\" text-anchor=\"{anchor}\">{Encoded(text)}</text>\n");

        string Path(ImmutableArray<CurvePoint> points)
        {
            var path = new StringBuilder();
            var (x, y) = (double.NegativeInfinity, double.NegativeInfinity);
            var kept = points.Where(IsFinite).ToArray();
            for (var i = 0; i < kept.Length; i++)
            {
                var (nextX, nextY) = (Right(kept[i].X), Down(kept[i].Y));
                if (Math.Abs(nextX - x) + Math.Abs(nextY - y) >= Near || i == kept.Length - 1)
                {
                    path.Append(path.Length == 0 ? "" : " ").Append(Number(nextX)).Append(',').Append(Number(nextY));
                    (x, y) = (nextX, nextY);
                }
            }

            return path.ToString();
        }

        string Dots(ImmutableArray<CurvePoint> points) => string.Concat(points
            .Where(IsFinite).Select(point => $"M{Number(Right(point.X))} {Number(Down(point.Y))}h0").Distinct());
    }

    IEnumerable<CurvePoint> Points => Lines.SelectMany(line => line.Points).Where(IsFinite);

    /// <summary>A text within XML, which knows no control characters but tabs and ends of lines, not even escaped.</summary>
    static string Encoded(string text) => WebUtility.HtmlEncode(string.Concat((text ?? "").Select(letter =>
        XmlConvert.IsXmlChar(letter) || char.IsSurrogate(letter) ? letter : '\uFFFD')));

    static bool IsFinite(CurvePoint point) => double.IsFinite(point.X) && double.IsFinite(point.Y);

    static string Number(double value) => value == 0 ? "0"
        : value.ToString(Math.Abs(value) is >= 1e-3 and < 1e7 ? "0.###" : "G3", CultureInfo.InvariantCulture);

    /// <summary>From where to where an axis goes, and how far its ticks are apart.</summary>
    readonly record struct Axis(double Least, double Most, double Step)
    {
        const int AboutTicks = 5;

        public static Axis Of(IEnumerable<double> values)
        {
            var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var value in values)
            {
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }

            if (!(most > least))
            {
                var around = Math.Max(0.5, Math.Abs(least) * 1e-6); // 0.5 is lost beside a large number.
                (least, most) = !double.IsFinite(least) ? (0, 1)
                    : (Math.Max(double.MinValue, least - around), Math.Min(double.MaxValue, least + around));
            }

            // 1, 2 or 5 times a power of ten.
            var rough = double.IsFinite(most - least) ? (most - least) / AboutTicks : (most / AboutTicks) - (least / AboutTicks);
            var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            return new(least, most, power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 }));
        }

        public double Share(double value) => double.IsFinite(Most - Least) ? (value - Least) / (Most - Least)
            : ((value / 2) - (Least / 2)) / ((Most / 2) - (Least / 2));

        public IEnumerable<double> Ticks()
        {
            var first = Math.Ceiling((Least / Step) - 1e-9);
            for (var i = 0; (first + i) * Step <= Math.Min(double.MaxValue, Most + (1e-9 * Step)); i++)
            {
                yield return (first + i) * Step;
            }
        }
    }
}
