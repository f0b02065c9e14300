using Alink.Features;

namespace Alink.Tests.Algorithms;

public class ClipTest
{
    static readonly Table Rows = Table.Of<double?>("x", -1, 2, null, double.NaN).With<Vector>("v", [1.0, 0.0], [9.0, -9.0], [0.0, 0.0], [0.0, 3.0]);

    [Fact]
    public void Numbers_beyond_the_bounds_come_to_them()
    {
        var made = new Clip { Columns = ["x", "v"], Minimum = -0.5, Maximum = 1.5 }.Transform(Rows);

        Assert.Equal([-0.5, 1.5, null, double.NaN], Enumerable.Range(0, 4).Select(row => (double?)made.Data("x_clipped").Boxed(row)));
        Assert.Equal(["[1 0]", "[1.5 -0.5]", "[0 0]", "[0 1.5]"], made.Values<Vector>("v_clipped").ToArray().Select(row => row.ToString()));
    }

    [Fact]
    public void One_bound_may_be_left_out() => Assert.Equal(
        [0.0, 2], new Clip { Columns = ["x"], Minimum = 0 }.Transform(Rows.Slice(0, 2)).Values<double>("x_clipped").ToArray());

    [Theory]
    [InlineData(0, "[2: 0:2 1:0]")]
    [InlineData(1, "[2 1]")]
    public void A_sparse_row_stays_sparse_where_0_lies_between(double minimum, string expected) => Assert.Equal(
        expected,
        new Clip { Columns = ["v"], Minimum = minimum, Maximum = 2 }.Transform(Rows.Slice(1, 1).With("v", Vector.Sparse(2, new[] { 0, 1 }, new[] { 9.0, -9.0 })))
            .Values<Vector>("v_clipped")[0].ToString());

    [Fact]
    public void Bounds_that_cross_are_refused_in_words() => Assert.Contains("they were 2 and 1", Assert.Throws<ArgumentOutOfRangeException>(
        () => new Clip { Columns = ["x"], Minimum = 2, Maximum = 1 }.Transform(Rows)).Message);
}
