using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;

namespace Alink.Evaluation;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Points">Its points, in the order in which they are joined; one that is not finite is left out.</param>
public sealed record ChartLine(string Name, ImmutableArray<CurvePoint> Points);

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
    const double Margin = 48;

    /// <summary>Two points nearer than this, in pixels, are drawn as one.</summary>
    const double Near = 0.5;

    static readonly string[] Colours = ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b"];

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
            svg.Append($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{Path(Lines[i].Points)}\"/>\n");
            svg.Append($"<g fill=\"{colour}\">");
            Text(width - Margin + 2, Margin + (14 * i), "end", Lines[i].Name);
            svg.Append("</g>\n");
        }

        return svg.Append("</svg>\n").ToString();

        double Right(double x) => Margin + (across.Share(x) * (width - (2 * Margin)));

        double Down(double y) => height - Margin - (up.Share(y) * (height - (2 * Margin)));

        void Text(double x, double y, string anchor, string text) =>
            svg.Append($"<text x=\"{Number(x)}\" y=\"{Number(y)}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>\n");

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
    }

    IEnumerable<CurvePoint> Points => Lines.SelectMany(line => line.Points).Where(IsFinite);

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
                (least, most) = double.IsFinite(least) ? (least - 0.5, least + 0.5) : (0, 1);
            }

            // 1, 2 or 5 times a power of ten.
            var rough = (most - least) / AboutTicks;
            var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            return new(least, most, power * ((rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 }));
        }

        public double Share(double value) => (value - Least) / (Most - Least);

        public IEnumerable<double> Ticks()
        {
            var first = Math.Ceiling((Least / Step) - 1e-9);
            for (var i = 0; (first + i) * Step <= Most + (1e-9 * Step); i++)
            {
                yield return (first + i) * Step;
            }
        }
    }
}
