using Alink.Features;

namespace Alink.Tests.Algorithms;

public class CountEncoderTest
{
    static readonly Table Rows = Table.Of("x", "b", "a", "b", null!).With("n", 1, 2, 1, 1).With("w", 1.0, 2, 3, 4);

    [Fact]
    public void A_category_becomes_the_count_of_its_rows_and_so_does_a_missing_value()
    {
        var output = new CountEncoder { Columns = ["x", "n"] }.Fit(Rows).Transform(Rows);

        Assert.Equal([2, 1, 2, 1], output.Values<double>("x_count").ToArray());
        Assert.Equal([3, 1, 3, 3], output.Values<double>("n_count").ToArray());
    }

    [Fact]
    public void Shares_of_weighted_rows_add_to_1_over_categories()
    {
        var output = new CountEncoder { Columns = ["x"], AsShare = true, Weight = "w" }.Fit(Rows).Transform(Rows);

        Assert.Equal([0.4, 0.2, 0.4, 0.4], output.Values<double>("x_count").ToArray());
    }

    [Fact]
    public void A_value_not_seen_has_no_rows() =>
        Assert.Equal([0, 2], new CountEncoder { Columns = ["x"] }.Fit(Rows).Transform(Table.Of("x", "z", "b")).Values<double>("x_count").ToArray());
}
