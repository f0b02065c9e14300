using Alink.Features;

namespace Alink.Tests.Algorithms;

public class OneHotEncoderTest
{
    static readonly Table Rows = Table.Of("x", 0, 1, 2, 0, 0, 2);

    [Theory] // Spark's OneHotEncoderSuite asserts these vectors.
    [InlineData(true, "[2: 0:1]", "[2: 1:1]", "[2:]")]
    [InlineData(false, "[3: 0:1]", "[3: 1:1]", "[3: 2:1]")]
    public void Vectors_are_those_of_Spark(bool dropLast, params string[] expected)
    {
        var encoded = new OneHotEncoder { Columns = ["x"], DropLast = dropLast }.Fit(Rows).Transform(Rows).Values<Vector>("x_onehot");

        Assert.Equal(expected, encoded.ToArray().Take(3).Select(vector => vector.ToString()));
    }

    [Fact]
    public void Features_are_named_after_the_levels()
    {
        var rows = Table.Of("color", "red", "blue", "red");
        var model = new StringIndexer { Columns = ["color"] }.Then(new OneHotEncoder { Columns = ["color_index"], DropLast = false }).Fit(rows);

        Assert.Equal(["color_index=red", "color_index=blue"], model.Transform(rows).Schema["color_index_onehot"].FeatureNames.ToArray());
    }

    [Fact]
    public void Texts_of_every_lane_have_a_place()
    {
        var rows = Table.Of("color", "red", "red", "Blue", "a");
        var encoder = new OneHotEncoder { Columns = ["color"], DropLast = false };

        var model = encoder.Snapshot(encoder.Merge(
            encoder.Update(encoder.Start(rows.Schema), rows.Slice(0, 2)), encoder.Update(encoder.Start(rows.Schema), rows.Slice(2, 2))));

        Assert.Equal(["color=Blue", "color=a", "color=red"], model.Transform(rows).Schema["color_onehot"].FeatureNames.ToArray());
    }

    [Fact] // scikit-learn 1.2.1: OneHotEncoder().fit([["red"], ["Blue"], ["red"], ["a"]]).get_feature_names_out() and .transform.
    public void Texts_are_encoded_as_scikit_learn_does()
    {
        var rows = Table.Of("color", "red", "Blue", "red", "a");
        var model = new OneHotEncoder { Columns = ["color"], DropLast = false }.Fit(rows);

        Assert.Equal(["color=Blue", "color=a", "color=red"], model.Transform(rows).Schema["color_onehot"].FeatureNames.ToArray());
        Assert.Equal(
            ["[3: 2:1]", "[3: 0:1]", "[3: 2:1]", "[3: 1:1]"],
            model.Transform(rows).Values<Vector>("color_onehot").ToArray().Select(vector => vector.ToString()));
    }

    [Fact]
    public void A_text_missing_or_not_seen_is_named_or_skipped_or_kept_as_its_own_category()
    {
        var rows = Table.Of("color", "red", "blue").With("x", 1, 0);
        var others = Table.Of<string?>("color", "red", "green", null).With("x", 1, 0, 0);
        var encoder = new OneHotEncoder { Columns = ["color", "x"], DropLast = false };

        Assert.Contains("Column 'color' holds a text in row 1 that was not seen in training: 'green'.", Assert.Throws<RowException>(
            () => encoder.Fit(rows).Transform(others)).Message);
        Assert.Contains("Column 'color' has no value in row 2.", Assert.Throws<TrainingException>(() => encoder.Fit(others)).Message);
        Assert.Equal(1, (encoder with { HandleInvalid = HandleInvalid.Skip }).Fit(rows).Transform(others).RowCount);
        var kept = (encoder with { HandleInvalid = HandleInvalid.Keep }).Fit(rows);
        Assert.Equal(
            ["[3: 1:1]", "[3: 2:1]", "[3: 2:1]"],
            kept.Transform(others).Values<Vector>("color_onehot").ToArray().Select(vector => vector.ToString()));
        Assert.Contains("Column 'color' holds text, and Size counts indices", Assert.Throws<SchemaException>(
            () => (encoder with { Size = 2 }).Fit(rows)).Message);
    }

    [Fact]
    public void An_index_not_seen_is_named_or_kept_as_its_own_category()
    {
        var rows = Table.Of("x", 3);

        Assert.Contains("holds 3 in row 0; its categories go from 0 to 2", Assert.Throws<RowException>(
            () => new OneHotEncoder { Columns = ["x"] }.Fit(Rows).Transform(rows)).Message);
        Assert.Equal("[4: 3:1]", new OneHotEncoder { Columns = ["x"], DropLast = false, HandleInvalid = HandleInvalid.Keep }
            .Fit(Rows).Transform(rows).Values<Vector>("x_onehot")[0].ToString());
    }

    [Fact]
    public void On_a_stream_the_number_of_categories_is_given_or_refused()
    {
        var encoder = new OneHotEncoder { Columns = ["x"], Size = 4, DropLast = false, HandleInvalid = HandleInvalid.Skip };
        var rows = Table.Of<int?>("x", 0, 3, 4, null);

        encoder.Advance(encoder.Start(rows.Schema), rows, out var output);

        Assert.Equal(["[4: 0:1]", "[4: 3:1]"], output.Values<Vector>("x_onehot").ToArray().Select(vector => vector.ToString()));
        Assert.Contains("Set Size", Assert.Throws<SchemaException>(() =>
        {
            var open = encoder with { Size = null };
            open.Advance(open.Start(rows.Schema), rows, out _);
        }).Message);
        Assert.Contains("holds 4 in row 2; Size is 4", Assert.Throws<TrainingException>(
            () => (encoder with { HandleInvalid = HandleInvalid.Error }).Fit(rows)).Message);
    }
}
