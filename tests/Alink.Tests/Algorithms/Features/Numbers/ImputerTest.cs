using Alink.Features;

namespace Alink.Tests.Algorithms;

public class ImputerTest
{
    // Flink ML's ImputerTest asserts these surrogates.
    static readonly Table Rows = Table
        .Of<double?>("f1", double.NaN, 1, 1.5, 1.5, 4, null)
        .With("f2", 9.0, 9, 7, double.NaN, 5, 4)
        .With<int?>("f3", 1, null, 1, 2, 4, null)
        .With("f4", 9.0, 9, 7, double.NaN, 5, 4);

    [Theory]
    [InlineData(ImputerStrategy.Mean, new[] { 2.0, 6.8, 2.0, 6.8 })]
    [InlineData(ImputerStrategy.Median, new[] { 1.5, 7, 1, 7 })]
    [InlineData(ImputerStrategy.MostFrequent, new[] { 1.5, 9, 1, 9 })]
    public void Surrogates_are_those_of_Flink(ImputerStrategy strategy, double[] expected) =>
        Assert.Equal(expected, new Imputer { Columns = ["f1", "f2", "f3", "f4"], Strategy = strategy }.Fit(Rows).Surrogates.ToArray());

    [Fact]
    public void Each_number_of_a_vector_is_filled_in_for_itself()
    {
        var rows = Table.Of<Vector>("v", [1.0, double.NaN], [3.0, 8.0], [double.NaN, 4.0]);

        Assert.Equal("[1 6]", new Imputer { Columns = ["v"] }.Fit(rows).Transform(rows).Values<Vector>("v")[0].ToString());
    }

    [Fact]
    public void Of_two_numbers_as_frequent_the_lesser_is_filled_in() => Assert.Equal(
        1, new Imputer { Columns = ["x"], Strategy = ImputerStrategy.MostFrequent }.Fit(Table.Of("x", 2.0, 1, 1, 2)).Surrogates[0]);

    [Fact]
    public void The_lower_median_holds_for_numbers_of_every_size()
    {
        var numbers = new[] { -1e300, -2.5, -0.0, 1e-310, 3, double.MaxValue };

        Assert.Equal(0, new Imputer { Columns = ["x"], Strategy = ImputerStrategy.Median }.Fit(Table.Of("x", numbers)).Surrogates[0]);
    }

    [Fact]
    public void A_column_without_numbers_is_named() =>
        Assert.Equal("Column 'x' has no number to fill in from.", Assert.Throws<TrainingException>(
            () => new Imputer { Columns = ["x"] }.Fit(Table.Of("x", double.NaN))).Message);

    [Theory]
    [InlineData(ImputerStrategy.Mean, new[] { 4.0, 4, 4, 1, 3 })]
    [InlineData(ImputerStrategy.Median, new[] { 4.0, 4, 4, 1, 4 })]
    [InlineData(ImputerStrategy.MostFrequent, new[] { 4.0, 4, 4, 1, 4 })]
    public void A_stream_is_filled_in_from_the_rows_so_far(ImputerStrategy strategy, double[] expected)
    {
        var imputer = new Imputer { Columns = ["x"], Strategy = strategy };
        var rows = Table.Of<double?>("x", 4, null, 4, 1, null);

        var state = imputer.Advance(imputer.Start(rows.Schema), rows.Slice(0, 1), out _);
        imputer.Advance(state, rows.Slice(1, 4), out var output);

        Assert.Equal(expected[1..], output.Values<double>("x").ToArray());
    }

    [Theory]
    [InlineData(ImputerStrategy.Mean)]
    [InlineData(ImputerStrategy.Median)]
    [InlineData(ImputerStrategy.MostFrequent)]
    public void A_stream_of_vectors_is_filled_in_as_row_by_row_sparse_or_dense(ImputerStrategy strategy)
    {
        var imputer = new Imputer { Columns = ["v", "x"], Strategy = strategy };
        var random = new Random(5);
        var dense = Enumerable.Range(0, 60).Select(_ => Vector.Of([Number(), Number(), Number()])).ToArray();
        var numbers = dense.Select(_ => random.Next(4) == 0 ? (double?)null : random.Next(5)).ToArray();
        var rows = Table.Of<Vector>("v", dense).With<double?>("x", numbers);
        var sparse = Table.Of<Vector>("v", [.. dense.Select(Sparse)]).With<double?>("x", numbers);
        foreach (var table in new[] { rows, sparse })
        {
            RowByRow.Advance(imputer, imputer.Start(table.Schema), table, out var simple);
            var state = imputer.Update(imputer.Start(table.Schema), table.Slice(0, 9));

            state = imputer.Advance(state, table.Slice(9, 51), out var output);

            Assert.Equal(simple.Schema, output.Schema);
            Assert.Equal(simple.Slice(9, 51).Values<Vector>("v").ToArray(), output.Values<Vector>("v").ToArray());
            Assert.Equal(simple.Slice(9, 51).Values<double>("x").ToArray(), output.Values<double>("x").ToArray());
            Assert.Equal(imputer.Fit(rows).Surrogates.ToArray(), imputer.Snapshot(state).Surrogates.ToArray());
        }

        double Number() => random.Next(6) switch { 0 => double.NaN, 1 or 2 or 3 => 0, var n => n * random.Next(1, 4) };

        static Vector Sparse(Vector vector)
        {
            int[] stored = [.. Enumerable.Range(0, vector.Length).Where(j => vector[j] != 0)];
            return Vector.Sparse(vector.Length, stored, Array.ConvertAll(stored, j => vector[j]));
        }
    }

    [Fact]
    public void The_median_of_a_stream_takes_no_weights() => Assert.Contains("Weight is 'w'", Assert.Throws<TrainingException>(
        () => new Imputer { Columns = ["x"], Strategy = ImputerStrategy.Median, Weight = "w" }.Start(
            Table.Of("x", 1.0).With("w", 1.0).Schema)).Message);

    [Fact]
    public void A_constant_is_put_in_also_where_there_is_nothing_to_learn_from()
    {
        var rows = Table.Of<double?>("x", 5, null, double.NaN, -1).With("none", double.NaN, double.NaN, double.NaN, double.NaN);
        var imputer = new Imputer { Columns = ["x", "none"], Strategy = ImputerStrategy.Constant, Fill = 7, MissingValue = -1 };

        var filled = imputer.Fit(rows).Transform(rows);
        imputer.Advance(imputer.Start(rows.Schema), rows, out var stream);

        Assert.Equal([5, 7, 7, 7], filled.Values<double>("x").ToArray());
        Assert.Equal([7, 7, 7, 7], filled.Values<double>("none").ToArray());
        Assert.Equal([5, 7, 7, 7], stream.Values<double>("x").ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => imputer with { Fill = double.NaN });
    }
}
