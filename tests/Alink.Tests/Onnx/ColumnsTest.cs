using Alink.Features;
using Alink.Onnx;
using Alink.OnnxRuntime;

namespace Alink.Tests.Onnx;

/// <summary>Stages of columns of texts, names and moments in ONNX Runtime.</summary>
public class ColumnsTest
{
    [Fact]
    public void A_stroke_and_a_backslash_within_a_value_are_marked()
    {
        var rows = Table.Of("left", "a|b", "a", @"\|\", "").With("yes", true, false, true, false).With("n", -7, 0, 1, 2);
        var stage = new CrossFeatures { Columns = ["left", "yes", "n"] };

        var made = Imported(stage, rows).Transform(rows).Values<string>("crossed").ToArray();

        Assert.Equal([@"a\|b|true|-7", "a|false|0", @"\\\|\\|true|1", "|false|2"], made);
        Assert.Equal(made, stage.Transform(rows).Values<string>("crossed").ToArray());
    }

    [Fact]
    public void What_is_hashed_or_of_fractions_or_missing_is_not_crossed()
    {
        var rows = Table.Of("x", 0.5).With("n", 1).With<int?>("m", [null]);

        Assert.Contains("no operator that hashes", Refusal(new CrossFeatures { Columns = ["n"], Places = 8 }, rows));
        Assert.Contains("the fractions of column 'x'", Refusal(new CrossFeatures { Columns = ["n", "x"] }, rows));
        Assert.Contains("of column 'm' may be missing", Refusal(new CrossFeatures { Columns = ["n", "m"] }, rows));
        Assert.Contains("it has no columns", Refusal(new CrossFeatures(), rows));
    }

    [Fact]
    public void Texts_and_categories_are_not_hashed()
    {
        var rows = Table.Of("x", 0.5).With("city", "Oslo");

        Assert.Contains("hashes the values of column 'city'", Refusal(new FeatureHasher { Columns = ["x", "city"] }, rows));
        Assert.Contains("hashes the values of column 'x'", Refusal(new FeatureHasher { Columns = ["x"], Categorical = ["x"] }, rows));
    }

    [Fact]
    public void Spaces_around_words_do_not_count_and_other_white_space_there_is_refused()
    {
        var rows = Table.Of("tags", "new,  New York ", "  New York,new,,", " ", "\tnew");
        var model = new MultiHotEncoder { Columns = ["tags"] }.Fit(rows);
        var (file, good) = (Imported(model, rows), rows.Slice(0, 3));

        Assert.Equal(
            model.Transform(good).Values<Vector>("tags_multihot").ToArray().Select(one => string.Join(' ', one.ToArray())),
            file.Transform(good).Values<Vector>("tags_multihot").ToArray().Select(one => string.Join(' ', one.ToArray())));
        Assert.Contains("white space around it that is no space", Assert.Throws<RowException>(() => file.Transform(rows)).Message);
    }

    /// <summary>Moments are given as two numbers: milliseconds from 1970 on in UTC, and minutes ahead of it.</summary>
    [Fact]
    public void A_moment_has_the_parts_that_its_clock_shows()
    {
        var rows = Table.Of("when", new DateTimeOffset(2024, 12, 30, 23, 59, 58, TimeSpan.FromHours(-5)));
        var stage = new DateParts { Columns = ["when"], Parts = [.. Enum.GetValues<DatePart>()] };
        var moments = Table.Of<Vector>("when", [1735621198000.0, -300.0]); // 1 735 621 198 s: 2024-12-31 04:59:58 UTC.

        var local = Imported(stage, rows).Transform(moments);
        var utc = Imported(stage with { Utc = true }, rows).Transform(moments);

        Assert.Equal([2024, 4, 12, 1, 365, 30, 1, 23, 59, 58], Parts(local)); // Of ISO's week 1 of 2025, and of a leap year.
        Assert.Equal([2024, 4, 12, 1, 366, 31, 2, 4, 59, 58], Parts(utc));

        int[] Parts(Table table) => [.. stage.Parts.Select(part => table.Values<int>($"when_{part.ToString().ToLowerInvariant()}")[0])];
    }

    /// <summary>By ISO 8601 a week is of the year of its Thursday: that of 3 January 2016, a Sunday, is the 53rd of 2015.</summary>
    [Fact]
    public void A_week_is_of_the_year_of_its_Thursday()
    {
        var stage = new DateParts { Columns = ["when"], Parts = [DatePart.Week] };
        var file = Imported(stage, Table.Of("when", default(DateTimeOffset)));

        Assert.Equal([53, 1], file.Transform(Table.Of<Vector>("when", [1451779200000.0, 0.0], [1451865600000.0, 0.0])).Values<int>("when_week").ToArray());
    }

    static OnnxModel Imported(ITransformer stage, Table rows) => new([], [], [.. stage.ToOnnx(rows.Schema)]);

    static string Refusal(ITransformer stage, Table rows) => Assert.Throws<OnnxExportException>(() => stage.ToOnnx(rows.Schema)).Message;
}
