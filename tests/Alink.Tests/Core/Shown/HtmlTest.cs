using System.Collections.Immutable;
using System.Xml.Linq;
using Alink.Classification;
using Alink.Clustering;
using Alink.Evaluation;
using Alink.Features;
using Alink.Regression;

namespace Alink.Tests.Core.Shown;

public class HtmlTest
{
    const string Hostile = "<img src=x onerror=alert(1)>\"'&";

    static readonly Table Rows = Table.Of<Vector>("features", [0.0, 1.0], [0.0, 2.0], [9.0, 1.0], [9.0, 2.0]).With("label", "a", "a", "b", Hostile);

    [Fact]
    public void A_schema_is_a_row_for_each_column()
    {
        var cells = Texts(Rows.Schema, "td");
        Assert.Equal(["features", "Vector[2]", "never", "label", "String", "never"], cells);
    }

    [Fact]
    public void A_pipeline_is_a_box_for_each_stage_with_the_options_that_are_not_usual()
    {
        var pipeline = new StandardScaler { Output = "scaled" }.Then(new KMeans { K = 3, Features = "scaled" });
        var boxes = Page(pipeline).Root!.Elements().Single().Elements("div").Select(box => box.Value);
        Assert.Equal(["StandardScalerOutput = scaled", "KMeansFeatures = scaledK = 3"], boxes);
        Assert.Equal(1, Html.Of(pipeline).ToString().Split("→").Length - 1);
    }

    [Fact]
    public void A_model_is_its_options_and_its_arrays_with_their_shapes_and_does_not_say_when_it_was_trained()
    {
        var model = new KMeans { K = 3 }.Fit(Rows);
        var html = Html.Of(model).ToString();
        Assert.Contains("<summary>KMeansModel</summary>", html);
        Assert.Contains("<summary>KMeans: K = 3</summary>", html);
        Assert.Contains("<td style=\"text-align:right\">1.5</td>", html);
        Assert.Contains("4 rows", html);
        Assert.DoesNotContain(model.Origin!.Trained.Year.ToString(System.Globalization.CultureInfo.InvariantCulture), html);
    }

    [Fact]
    public void Metrics_are_their_figures_and_lists_of_points_are_curves()
    {
        var metrics = new BinaryEvaluator { Score = "score" }.Evaluate(Table.Of("label", 1, 0, 1).With("score", 0.9, 0.6, 0.4));
        var html = Html.Of(metrics).ToString();
        Assert.Contains("AreaUnderRoc</th><td style=\"text-align:left;vertical-align:top\">0.5</td>", html);
        Assert.Contains("points=\"0,64 0,32 160,32 160,0 160,0\"", html);
        Assert.Equal(4, html.Split("<polyline").Length - 1);
    }

    [Fact]
    public void A_property_that_has_no_value_says_why() =>
        Assert.Contains("<i>none here</i>", Html.Of(new Failing("a")).ToString());

    [Fact]
    public void Hostile_names_and_values_bring_no_HTML_of_their_own()
    {
        var labelled = Rows.With("prediction", "a", "b", "b", Hostile);
        object[] values =
        [
            Rows, Table.Of(Hostile, 1.0).Schema, new VectorAssembler { Columns = [Hostile], Output = Hostile }.Then(new StandardScaler()),
            new LogisticRegression().Fit(Rows), new MulticlassEvaluator { Probabilities = null }.Evaluate(labelled), Hostile,
            new Chart(Hostile, Hostile, Hostile, [new(Hostile, [new(1, 2), new(2, 3)])]), new Failing(Hostile),
            new Dictionary<string, object> { [Hostile] = (Hostile, 1) }, new LinearRegression { Label = Hostile },
        ];
        Assert.All(values, value =>
        {
            Assert.DoesNotContain(Page(value).Descendants(), element => element.Name.LocalName == "img");
            Assert.Contains("onerror", Html.Of(value).ToString());
        });
    }

    [Fact]
    public void What_is_long_or_deep_is_cut_and_says_so()
    {
        Assert.EndsWith("…", Html.Of(new string('x', 1000)).ToString());
        Assert.Contains("[0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 …] 5000 numbers", Html.Of(Enumerable.Range(0, 5000).ToArray()).ToString());
        Assert.Contains("… 30 in all", Html.Of(Enumerable.Repeat("x", 30).ToList()).ToString());
        Assert.Contains("<br/><svg", Html.Of(Matrixed(9)).ToString());
        Assert.True(Html.Of(new Endless()).ToString().Length < 10_000);
    }

    [Theory]
    [InlineData(null, "–")]
    [InlineData(true, "True")]
    [InlineData(1.0 / 3, "0.333333")]
    [InlineData(DayOfWeek.Friday, "Friday")]
    public void A_value_that_is_no_record_is_its_text(object? value, string html) => Assert.Equal(html, Html.Of(value).ToString());

    [Fact]
    public void An_array_that_was_never_made_is_nothing() => Assert.Equal("–", Html.Of(default(ImmutableArray<double>)).ToString());

    static ImmutableArray<double> Matrixed(int count) => [.. Enumerable.Range(0, count).Select(i => (double)i * i)];

    static XDocument Page(object value) => XDocument.Parse($"<page>{Html.Of(value)}</page>");

    static string[] Texts(object value, string tag) => [.. Page(value).Descendants(tag).Select(cell => cell.Value)];

    sealed record Failing(string Name)
    {
        public string Lost => throw new InvalidOperationException("none here");
    }

    sealed record Endless
    {
        public Endless Next => new();
    }
}
