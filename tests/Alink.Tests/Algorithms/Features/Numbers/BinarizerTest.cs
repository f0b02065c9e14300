using Alink.Features;

namespace Alink.Tests.Algorithms;

public class BinarizerTest
{
    static readonly Table Rows = Table.Of<double?>("x", 1.5, 2, null, double.NaN).With<Vector>("v", [1.0, 2.0], [3.0, 1.0], [0.0, 5.0], [2.5, -9.0]).With("n", 1, 2, 3, 4);

    [Fact]
    public void What_is_above_the_threshold_is_1_and_what_is_missing_stays_missing()
    {
        var made = new Binarizer { Columns = ["x", "v", "n"], Thresholds = [1.5, 2, 2] }.Transform(Rows);

        Assert.Equal([0.0, 1.0, null, double.NaN], Enumerable.Range(0, 4).Select(row => (double?)made.Data("x_binary").Boxed(row)));
        Assert.Equal(["[0 0]", "[1 0]", "[0 1]", "[1 0]"], made.Values<Vector>("v_binary").ToArray().Select(row => row.ToString()));
        Assert.Equal([0.0, 0, 1, 1], made.Values<double>("n_binary").ToArray());
        Assert.True(made.Schema["x_binary"].IsNullable);
        Assert.False(made.Schema["n_binary"].IsNullable);
    }

    [Fact]
    public void One_threshold_serves_all_columns_and_columns_can_be_replaced()
    {
        var made = new Binarizer { Columns = ["x", "n"], Outputs = ["n", "x"], Thresholds = [1.5] }.Transform(Rows);

        Assert.Equal([0.0, 1, 1, 1], made.Values<double>("x").ToArray());
        Assert.Equal(0.0, made.Data("n").Boxed(0));
    }

    [Theory]
    [InlineData(0, "[3: 0:1 2:0]")]
    [InlineData(-1, "[1 1 0]")]
    public void A_sparse_row_stays_sparse_unless_0_becomes_1(double threshold, string expected)
    {
        var rows = Table.Of("v", Vector.Sparse(3, new[] { 0, 2 }, new[] { 4.0, -1.0 }));

        Assert.Equal(expected, new Binarizer { Columns = ["v"], Thresholds = [threshold] }.Transform(rows).Values<Vector>("v_binary")[0].ToString());
    }

    [Fact]
    public void Missing_vectors_stay_missing()
    {
        var rows = Table.Of("v", Vector.Of([1.0]), Vector.Of([1.0])).Gather([0, -1]);

        var made = new Binarizer { Columns = ["v"] }.Transform(rows);

        Assert.Equal("[1]", made.Data("v_binary").Boxed(0)!.ToString());
        Assert.Null(made.Data("v_binary").Boxed(1));
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_words()
    {
        Assert.Contains("has 3 Columns and 2 Thresholds", Assert.Throws<SchemaException>(
            () => new Binarizer { Columns = ["x", "v", "n"], Thresholds = [1, 2] }.Transform(Rows)).Message);
        Assert.Contains("'t' holds String", Assert.Throws<SchemaException>(
            () => new Binarizer { Columns = ["t"] }.Transform(Table.Of("t", "a"))).Message);
    }
}
