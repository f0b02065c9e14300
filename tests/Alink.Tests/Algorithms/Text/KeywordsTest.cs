using System.Globalization;
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

    /// <summary>Expected scores by a power iteration over the dense matrix of the graph in NumPy.</summary>
    [Theory]
    [InlineData(2, false, 0.85, 1000, "of:1.3853923 words:1.3853923 the:1.1411088 graph:1.0620782 vote:1.0620782 a:0.7453180 for:0.7453180 text:0.4733142")]
    [InlineData(2, true, 0.85, 1000, "of:1.6965745 words:1.6965745 the:0.9987216 graph:0.9329073 vote:0.9329073 a:0.6546718 for:0.6546718 text:0.4329711")]
    [InlineData(4, true, 0.5, 1000, "words:1.5434172 of:1.3338654 the:1.0633120 vote:0.9655179 graph:0.8858681 a:0.7822284 for:0.7671838 text:0.6586072")]
    [InlineData(3, false, 0.85, 1, "of:1.7083333 words:1.4958333 vote:1.0000000 graph:0.8583333 the:0.8583333 a:0.8583333 for:0.6458333 text:0.5750000")]
    [InlineData(3, false, 0.85, 2, "of:1.3972569 words:1.3954861 graph:0.9988194 a:0.9988194 vote:0.9096875 the:0.8482986 for:0.8164236 text:0.6352083")]
    public void Scores_are_those_of_a_power_iteration(int window, bool weighted, double damping, int rounds, string expected)
    {
        var rank = new TextRankKeywords { Window = window, Weighted = weighted, Damping = damping, Tolerance = 0, MaxIterations = rounds };

        var scores = rank.Keywords("graph of words , the words of a graph vote , words vote for words of the text")
            .ToDictionary(keyword => keyword.Word, keyword => keyword.Score);

        Assert.Equal(8, scores.Count);
        Assert.All(expected.Split(' '), each => Assert.Equal(double.Parse(each.Split(':')[1], CultureInfo.InvariantCulture), scores[each.Split(':')[0]], 1e-6));
    }

    [Fact]
    public void Rounds_end_when_no_score_moves_by_more_than_the_tolerance() => Assert.Equal(
        new TextRankKeywords { MaxIterations = 1 }.Keywords("a b c b d"),
        new TextRankKeywords { Tolerance = 2 }.Keywords("a b c b d").AsEnumerable());

    [Fact]
    public void Keywords_have_their_tf_idf()
    {
        var model = new TfIdfKeywords { Formula = IdfFormula.SmoothedPlusOne, Count = 2 }.Fit(Table.Of("tokens", "the fox the", "the cat dog"));

        Assert.Equal(
            [new("dog", 2 * (Math.Log(1.5) + 1)), new("never", Math.Log(3) + 1)], model.Keywords("the dog dog never").ToArray());
    }

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
