using Alink.Evaluation;
using Alink.Features;
using Alink.Interactive;
using Alink.Interactive.Shown;

namespace Alink.Tests.Interactive.Shown;

public class FormatsTest
{
    [Fact]
    public void A_table_shows_its_first_rows_and_how_many_there_are()
    {
        var html = Formats.Of(Table.Of("x", [.. Enumerable.Range(0, 30).Select(i => (double)i)]))["text/html"];
        Assert.Equal(21, html.Split("<tr>").Length - 1);
        Assert.Contains("20 of 30 rows, 1 column<", html);
        Assert.Contains("<td style=\"text-align:right\">19</td>", html);
    }

    [Fact]
    public void A_type_is_shown_by_the_formatters_that_an_attribute_names_whoever_has_declared_it()
    {
        Assert.Equal("told 7", Formats.Of(new Foreign(7))["text/html"]);
        Assert.Equal("# 7", Formats.Of(new Foreign(7))["text/markdown"]);
        Assert.Equal(["text/plain"], Formats.Of(new Foreign(-1)).Keys);
        Assert.Contains("<svg", Formats.Of(new Chart("", "", "", []))["text/html"]);
        Assert.Contains("<summary>RegressionMetrics", Formats.Of(new RegressionEvaluator().Evaluate(
            Table.Of("label", 1.0, 2.0).With("prediction", 1.0, 2.5)))["text/html"]);
    }

    [Fact]
    public void A_type_without_formatters_is_shown_by_its_own_picture_if_it_has_one()
    {
        Assert.Equal("<svg/>", Formats.Of(new Drawn())["text/html"]);
        Assert.Equal(["text/plain"], Formats.Of(new VectorAssembler { Columns = ["x"] }).Keys);
    }

    [Fact]
    public void The_text_of_a_model_does_not_say_when_it_was_trained()
    {
        var model = new StandardScaler().Fit(Table.Of<Vector>("features", [1.0], [2.0]));
        Assert.NotNull(model.Origin);
        Assert.DoesNotContain("Trained", Formats.Of(model)["text/plain"]);
    }

    [Fact]
    public void HTML_that_is_meant_as_such_is_left_and_text_is_only_text()
    {
        Assert.Equal("<b>x</b>", Formats.Of(new Html("<b>x</b>"))["text/html"]);
        Assert.Equal(["text/plain"], Formats.Of("<b>x</b>").Keys);
        Assert.Equal("null", Formats.Of(null)["text/plain"]);
    }

    [Fact]
    public void A_list_without_end_is_cut() =>
        Assert.EndsWith("999 …]", PlainText.Of(Numbers()));

    static IEnumerable<int> Numbers()
    {
        for (var i = 0; ; i++)
        {
            yield return i;
        }
    }

    sealed record Drawn
    {
        public string ToSvg(int width = 1) => "<svg/>";
    }

    [AttributeUsage(AttributeTargets.Class)]
    sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
    {
        public Type FormatterSourceType => formatterSourceType;
    }

    [TypeFormatterSource(typeof(ForeignSource))]
    sealed record Foreign(int Number);

    sealed class ForeignSource
    {
        public IEnumerable<object> CreateTypeFormatters() => [new ForeignFormatter("text/html", "told"), new ForeignFormatter("text/markdown", "#")];
    }

    sealed class ForeignFormatter(string type, string word)
    {
        public string MimeType => type;

        public bool Format(object instance, TextWriter writer)
        {
            var number = ((Foreign)instance).Number;
            writer.Write($"{word} {number}");
            return number >= 0;
        }
    }
}
