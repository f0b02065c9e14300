using System.Globalization;
using System.Xml.Linq;
using Alink.Evaluation;

namespace Alink.Tests.Evaluation;

public class ChartTest
{
    [Fact]
    public void Any_name_is_a_text_of_the_picture_and_nothing_else()
    {
        const string hostile = "<script>&\"'\u0001\0\uD800 ]]>\t\uD83D\uDE00";
        var svg = XElement.Parse(new Chart(hostile, hostile, hostile, [new(hostile, [new(0, 0), new(1, 1)])]).ToSvg());

        XNamespace space = "http://www.w3.org/2000/svg";
        Assert.Empty(svg.Descendants(space + "script"));
        Assert.Equal("<script>&\"'\uFFFD\uFFFD\uFFFD ]]>\t\uD83D\uDE00", svg.Element(space + "text")!.Value);
        Assert.Equal(4, svg.Descendants(space + "text").Count(text => text.Value.Contains("<script>")));
    }

    [Theory]
    [InlineData(1e17, 1e17)]
    [InlineData(-1.7e308, 1.7e308)]
    [InlineData(double.MaxValue, double.MaxValue)]
    [InlineData(0, 5e-324)]
    [InlineData(double.NaN, 1)]
    [InlineData(3, 3)]
    public void Points_of_any_size_have_a_place(double x, double y)
    {
        var svg = new Chart("", "", "", [new("", [new(x, y), new(y, x)]), new("", [new(x, y)]) { IsJoined = false }]).ToSvg();

        XElement.Parse(svg);
        Assert.DoesNotContain("NaN", svg);
        Assert.DoesNotContain("Infinity", svg);
    }

    [Fact]
    public void Nothing_to_draw_is_an_empty_picture()
    {
        XElement.Parse(new Chart("", "", "", default).ToSvg());
        Assert.Equal(0, new Chart("", "", "", [new("line", default)]).ToTable().RowCount);
    }

    static readonly Chart Growth = new("a < b & \"c\"", "x", "y", [new("<one>", [new(0, 0), new(double.NaN, 1), new(1, 2)])]);

    [Fact]
    public void The_picture_is_XML_with_its_texts_escaped()
    {
        var svg = XDocument.Parse(Growth.ToSvg());

        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "text" && element.Value == "a < b & \"c\"");
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "text" && element.Value == "<one>");
    }

    [Fact] // By hand: margins of 48 in 480 × 360, the origin below at the left.
    public void Points_lie_where_the_axes_say_and_those_that_are_none_are_left_out() =>
        Assert.Contains("points=\"48,312 432,48\"", Growth.ToSvg());

    [Fact] // By hand, as above; two points of one place are one, and a row without a number is none.
    public void A_scatter_chart_has_a_colour_for_each_group_and_joins_nothing()
    {
        var rows = Table.Of("x", 0.0, 2.0, 2.0, 1.0, 1.0).With("y", 0.0, 1.0, 1.0, 2.0, double.NaN).With("kind", "a", "b", "b", "a", "b");

        var svg = Chart.Scatter(rows, "x", "y", by: "kind").ToSvg();

        Assert.Contains("stroke=\"#1f77b4\" stroke-width=\"4\" stroke-linecap=\"round\" d=\"M48 312h0M240 48h0\"", svg);
        Assert.Contains("stroke=\"#ff7f0e\" stroke-width=\"4\" stroke-linecap=\"round\" d=\"M432 180h0\"", svg);
        Assert.Single(Chart.Scatter(rows, "x", "y").Lines);
    }

    [Fact]
    public void Numbers_are_written_alike_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        var expected = Growth.ToSvg(481);
        try
        {
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(expected, Growth.ToSvg(481));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Ticks_are_round_numbers()
    {
        var texts = XDocument.Parse(Growth.ToSvg()).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value);

        Assert.Subset(texts.ToHashSet(), new HashSet<string> { "0", "0.2", "0.4", "0.6", "0.8", "1", "0.5", "1.5", "2" });
    }

    [Fact]
    public void A_long_line_is_drawn_in_as_many_points_as_can_be_seen() => Assert.True(
        new Chart("", "", "", [new("", [.. Enumerable.Range(0, 100_000).Select(i => new CurvePoint(i, i))])]).ToSvg().Length < 30_000);

    [Fact]
    public void Nothing_and_one_point_are_drawn_too()
    {
        Assert.NotNull(XDocument.Parse(new Chart("", "", "", []).ToSvg()).Root);
        Assert.Contains("points=\"240,180\"", new Chart("", "", "", [new("", [new(7, 7)])]).ToSvg());
    }

    [Fact]
    public void The_table_has_a_row_for_each_point()
    {
        var table = new Chart("", "", "", [new("a", [new(1, 2), new(3, 4)]), new("b", [new(5, 6)])]).ToTable();

        Assert.Equal(["a", "a", "b"], table.Values<string>("line").ToArray());
        Assert.Equal([1, 3, 5], table.Values<double>("x").ToArray());
        Assert.Equal([2, 4, 6], table.Values<double>("y").ToArray());
    }

    [Fact]
    public void Every_curve_of_two_classes_has_a_chart()
    {
        var metrics = new BinaryEvaluator { Score = "score" }.Evaluate(Table.Of("label", 1, 0, 1, 0).With("score", 0.9, 0.6, 0.4, 0.1));

        Assert.Equal([0, 0, 0.5, 0.5, 1, 1], Xs(metrics.RocChart()));
        Assert.Equal([0, 0.5, 0.5, 1, 1], Xs(metrics.PrecisionRecallChart()));
        Assert.Equal([0, 0.25, 0.5, 0.75, 1], Xs(metrics.GainChart()));
        Assert.Equal([2, 1, 4.0 / 3, 1], metrics.LiftChart().Lines[0].Points.Select(point => point.Y));
        Assert.Equal([0, 0, 0.5, 0.5, 1], metrics.KolmogorovSmirnovChart().Lines[1].Points.Select(point => point.Y));
        Assert.Equal([0.1, 0.4, 0.6, 0.9], Xs(metrics.CalibrationChart()));

        static IEnumerable<double> Xs(Chart chart) => chart.Lines[0].Points.Select(point => point.X);
    }
}
