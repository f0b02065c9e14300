using Alink.Features;

namespace Alink.Tests.Algorithms;

public class MinMaxScalerTest
{
    static readonly Table Rows = Table.Of<Vector>("features", [1.0, -5.0, 2.0], [3.0, -5.0, 0.0], [2.0, -5.0, 4.0]);

    [Fact]
    public void Numbers_go_from_one_end_to_the_other_and_a_constant_to_the_middle() // Spark ML's rule, by hand.
    {
        var model = new MinMaxScaler { Minimum = -1, Maximum = 3 }.Fit(Rows);

        Assert.Equal([-1, 1, 1], model.Transform(Rows).Values<Vector>("features")[0]);
        Assert.Equal([3, 1, -1], model.Transform(Rows).Values<Vector>("features")[1]);
        Assert.Equal([1, 1, 3], model.Transform(Rows).Values<Vector>("features")[2]);
        Assert.Equal([1, -5, 0], model.Least.ToArray());
        Assert.Equal([3, -5, 4], model.Greatest.ToArray());
    }

    [Fact]
    public void Numbers_out_of_the_range_leave_it_unless_they_are_clipped()
    {
        var rows = Table.Of<Vector>("features", [5.0, 9.0, -4.0]);

        Assert.Equal([2, 0.5, -1], new MinMaxScaler().Fit(Rows).Transform(rows).Values<Vector>("features")[0]);
        Assert.Equal([1, 0.5, 0], new MinMaxScaler { Clip = true }.Fit(Rows).Transform(rows).Values<Vector>("features")[0]);
    }

    [Fact]
    public void A_sparse_row_stays_sparse_where_0_stays_0()
    {
        var sparse = Table.Of("features", Vector.Sparse(2, new[] { 1 }, new[] { 5.0 }), Vector.Sparse(2, new[] { 0 }, new[] { 4.0 }));
        var scaled = new MinMaxScaler().Fit(sparse).Transform(sparse).Values<Vector>("features");
        var shifted = new MinMaxScaler { Minimum = 1, Maximum = 2 }.Fit(sparse).Transform(sparse).Values<Vector>("features");

        Assert.Equal("[2: 1:1]", scaled[0].ToString());
        Assert.Equal("[1 2]", shifted[0].ToString());
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_stream_is_scaled_as_row_by_row(bool isSparse)
    {
        var scaler = new MinMaxScaler();
        var random = new Random(4);
        var rows = Table.Of("features", [.. Enumerable.Range(0, 40).Select(i => Vector.Of(
            [.. Enumerable.Range(0, 11).Select(j => random.Next(3) == 0 ? 0 : (random.NextDouble() * (1 + i)) - j)]))]);
        rows = isSparse ? rows.Sparse() : rows;

        RowByRow.Advance(scaler, scaler.Start(rows.Schema), rows, out var simple);
        var state = scaler.Advance(scaler.Start(rows.Schema), rows.Slice(0, 7), out var first);
        scaler.Advance(state, rows.Slice(7, 33), out var second);

        Assert.Equal(simple.Schema, second.Schema);
        Assert.Equal(
            simple.Values<Vector>("features").ToArray(),
            first.Values<Vector>("features").ToArray().Concat(second.Values<Vector>("features").ToArray()));
        Assert.All(second.Values<Vector>("features").ToArray().SelectMany(row => row.ToArray()), z => Assert.InRange(z, 0, 1));
    }

    [Fact]
    public void What_cannot_teach_is_refused_in_words()
    {
        Assert.Contains("they were 2 and 1", Assert.Throws<ArgumentOutOfRangeException>(
            () => new MinMaxScaler { Minimum = 2 }.Fit(Rows)).Message);
        Assert.Contains("needs at least one row", Assert.Throws<TrainingException>(
            () => new MinMaxScaler().Fit(Rows.Slice(0, 0))).Message);
    }

    [Fact]
    public void Ends_whose_distance_is_no_number_are_scaled_all_the_same()
    {
        var rows = Table.Of<Vector>("features", [-1e308], [1e308], [5e307]);

        Assert.Equal([0, 1, 0.75], new MinMaxScaler().Fit(rows).Transform(rows).Values<Vector>("features").ToArray().Select(row => row[0]));
    }
}
