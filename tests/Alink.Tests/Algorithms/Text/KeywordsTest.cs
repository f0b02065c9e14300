using Alink.Runtime;
using Alink.Text;

namespace Alink.Tests.Algorithms;

/// <summary>The keywords of rows, by graphs and frequencies that can be computed by hand.</summary>
public class KeywordsTest
{
    [Theory]
    [InlineData("a b c b d", 2, 2, "b a")]
    [InlineData("a b c b d", 10, 2, "b a c d")]
    [InlineData("x a y a z", 1, 2, "a")]
    [InlineData("a b c d", 2, 2, "b c")] // A path; with a window of all four, every word is joined with every other.
    [InlineData("a b c d", 4, 4, "a b c d")]
    [InlineData("a b c d", 2, 3, "b c")]
    [InlineData("a ， b b c", 1, 2, "b")] // The comma keeps its place, and parts a from b.
    [InlineData("， 。", 3, 2, "")]
    [InlineData("one", 3, 2, "one")]
    [InlineData("", 3, 2, "")]
    public void Words_that_most_others_stand_beside_come_first(string tokens, int count, int window, string keywords) => Assert.Equal(
        keywords, Of(new TextRankKeywords { Count = count, Window = window }, Table.Of("tokens", tokens))[0]);

    [Theory] // "the" stands in both rows and "dog" in one: the Smoothed weights are ln (3 / 3) = 0 and ln (3 / 2).
    [InlineData(IdfFormula.Smoothed, "the cat dog dog the the", "dog cat")]
    [InlineData(IdfFormula.SmoothedPlusOne, "the cat dog dog the the", "the dog cat")]
    [InlineData(IdfFormula.Smoothed, "cat 。 fox never", "never cat fox")]
    [InlineData(IdfFormula.Plain, "cat fox never", "cat fox")]
    public void Words_that_come_often_here_and_in_few_other_rows_come_first(IdfFormula formula, string tokens, string keywords)
    {
        var model = new TfIdfKeywords { Formula = formula, Count = 3 }.Fit(Table.Of("tokens", "the fox the", "the cat dog"));

        Assert.Equal(keywords, Of(model, Table.Of("tokens", tokens))[0]);
        Assert.Equal(keywords.Split(' ')[0], Of(model with { Options = model.Options with { Count = 1 } }, Table.Of("tokens", tokens))[0]);
    }

    [Fact]
    public void No_words_teach_nothing() => Assert.Contains(
        "'tokens'", Assert.Throws<TrainingException>(() => new TfIdfKeywords().Fit(Table.Of("tokens", ""))).Message);

    [Fact]
    public void A_table_is_read_as_its_rows_are()
    {
        var random = new Random(8);
        string?[] texts = [.. Enumerable.Range(0, 100).Select(i => i % 9 == 4 ? null : string.Join(' ', Enumerable.Range(0, random.Next(i == 50 ? 5000 : 40)).Select(
            _ => $"t{random.Next(1 + random.Next(500))}")))];
        var rows = Table.Of("tokens", texts);
        ITransformer[] stages = [new TextRankKeywords { Window = 5, Weighted = true }, new TfIdfKeywords().Fit(rows)];

        Assert.All(stages, stage =>
        {
            var keywords = Of(stage, rows);

            Assert.Equal(StateCodec.Write(RowTransform.Run(stage, rows)), StateCodec.Write(stage.Transform(rows)));
            Assert.Equal(keywords, Enumerable.Range(0, 100).Select(row => Of(stage, rows.Slice(row, 1))[0]));
            Assert.Null(keywords[4]);
        });
    }

    static string?[] Of(ITransformer stage, Table rows) => stage.Transform(rows).Values<string?>("keywords").ToArray();
}
