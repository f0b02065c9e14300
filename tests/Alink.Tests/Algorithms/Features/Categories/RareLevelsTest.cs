using Alink.Features;

namespace Alink.Tests.Algorithms;

public class RareLevelsTest
{
    static readonly Table Rows = Table.Of("x", "b", "a", "b", null!, "c", "c", "b", "d");

    static readonly RareLevels Grouping = new() { Columns = ["x"], LeastShare = 0 };

    [Fact]
    public void Values_of_fewer_rows_are_one() => Assert.Equal(
        "b other b - c c b other", Grouped(Grouping with { LeastCount = 2 }));

    /// <summary>Of the seven rows that hold a value, b has 3/7, c 2/7, a and d 1/7.</summary>
    [Fact]
    public void The_share_is_that_of_the_rows_that_hold_a_value()
    {
        Assert.Equal("b ? b - c c b ?", Grouped(Grouping with { LeastShare = 2 / 7.0, Other = "?" }));
        Assert.Equal("b other b - other other b other", Grouped(Grouping with { LeastShare = 0.29 }));
    }

    [Fact]
    public void The_most_frequent_are_kept_and_of_equally_frequent_ones_the_first() =>
        Assert.Equal("a, b, c", (Grouping with { MostLevels = 3 }).Fit(Rows).Kept[0].ToString());

    [Fact]
    public void A_value_not_seen_is_rare_and_numbers_come_out_as_text()
    {
        var model = Grouping.Fit(Table.Of("x", 3, 12));

        Assert.Equal(["12", "other"], model.Transform(Table.Of("x", 12, 4)).Values<string>("x_grouped").ToArray());
    }

    [Fact]
    public void One_row_at_a_time_is_the_table()
    {
        var model = (Grouping with { LeastCount = 2 }).Fit(Rows);
        var rows = Rows.Slice(2, 5);

        Assert.Equal(
            RowTransform.Run(model, rows).Values<string>("x_grouped").ToArray(),
            model.Transform(rows).Values<string>("x_grouped").ToArray());
    }

    static string Grouped(RareLevels options) =>
        string.Join(' ', options.Fit(Rows).Transform(Rows).Values<string>("x_grouped").ToArray().Select(value => value ?? "-"));
}
