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
        Assert.Contains("20 of 30 rows, 1 columns", html);
        Assert.Contains("<td style=\"text-align:right\">19</td>", html);
    }

    [Fact]
    public void Hostile_names_and_values_bring_no_HTML_of_their_own()
    {
        const string Hostile = "<img src=x onerror=alert(1)>\"'&";
        var table = Table.Of(Hostile, Hostile);
        object[] values = [table, table.Schema, new Pipeline(new VectorAssembler { Columns = [Hostile] }), new TableOf(table, Hostile)];
        Assert.All(values, value => Assert.DoesNotContain("<img", Formats.Of(value)["text/html"]));
        Assert.DoesNotContain("<img", Formats.Of(new Chart(Hostile, Hostile, Hostile, [new(Hostile, [new(1, 2), new(2, 3)])]))["image/svg+xml"]);
    }

    [Fact]
    public void A_schema_is_its_columns_and_a_pipeline_its_stages()
    {
        Assert.Contains("<td style=\"text-align:left\">Double</td>", Formats.Of(Table.Of("x", 1.0).Schema)["text/html"]);
        Assert.Equal(3, Formats.Of(new VectorAssembler { Columns = ["x"] }.Then(new StandardScaler()))["text/html"].Split("<li>").Length);
    }

    [Fact]
    public void Measures_of_two_classes_come_with_their_curves()
    {
        var rows = Table.Of("label", 1, 0, 1).With("score", 0.9, 0.6, 0.4);
        Assert.Equal(3, Formats.Of(new BinaryEvaluator { Score = "score" }.Evaluate(rows))["text/html"].Split("<svg").Length);
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

    sealed record TableOf(Table Table, string Name)
    {
        public Table ToTable() => Table;
    }
}
