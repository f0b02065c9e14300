using Alink.Features;

namespace Alink.Tests.Algorithms;

public class MultiHotEncoderTest
{
    static readonly Table Rows = Table.Of("x", "b, a", "é,,b ", null!, "", "b,b");

    static readonly MultiHotEncoder Encoder = new() { Columns = ["x"] };

    [Fact]
    public void Each_word_has_a_place_and_counts_once()
    {
        var model = Encoder.Fit(Rows);
        var vectors = model.Transform(Rows).Values<Vector>("x_multihot");

        Assert.Equal("a, b, é", model.Words[0].ToString());
        Assert.Equal([1, 1, 0], vectors[0].ToArray());
        Assert.Equal([0, 1, 1], vectors[1].ToArray());
        Assert.Equal([0, 0, 0], vectors[2].ToArray());
        Assert.Equal([0, 0, 0], vectors[3].ToArray());
        Assert.Equal([0, 1, 0], vectors[4].ToArray());
        Assert.Equal(["x=a", "x=b", "x=é"], model.Transform(Rows).Schema["x_multihot"].FeatureNames.ToArray());
    }

    [Fact]
    public void A_word_not_seen_is_refused_left_out_or_kept_in_a_place_of_its_own()
    {
        var rows = Table.Of("x", "a,zz,z", "b");
        Vector First(HandleInvalid invalid) =>
            (Encoder with { HandleInvalid = invalid }).Fit(Rows).Transform(rows).Values<Vector>("x_multihot")[0];

        Assert.Contains("row 0 that was not seen in training: 'zz'", Assert.Throws<RowException>(() => First(HandleInvalid.Error)).Message);
        Assert.Equal([0, 1, 0], First(HandleInvalid.Skip).ToArray());
        Assert.Equal([1, 0, 0, 1], First(HandleInvalid.Keep).ToArray());
    }

    [Fact]
    public void The_delimiter_may_be_longer()
    {
        var model = (Encoder with { Delimiter = "<>" }).Fit(Table.Of("x", "a<b<>c", "c"));

        Assert.Equal("a<b, c", model.Words[0].ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => Encoder with { Delimiter = "" });
    }

    [Fact]
    public void No_words_teach_nothing() =>
        Assert.Contains("'x'", Assert.Throws<TrainingException>(() => Encoder.Fit(Table.Of("x", " , ", ""))).Message);

    [Fact]
    public void A_text_that_comes_again_has_the_same_words()
    {
        string[] texts = [.. Enumerable.Range(0, 300).Select(i => string.Join(',', Enumerable.Range(0, i * 7 % 40)))];
        var made = Encoder.Fit(Table.Of("x", texts)).Transform(Table.Of("x", texts)).Values<Vector>("x_multihot");

        Assert.Equal(texts.Select(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries).Length), made.ToArray().Select(row => row.Values.Length));
        Assert.Equal(made[3], made[43]);
    }
}
