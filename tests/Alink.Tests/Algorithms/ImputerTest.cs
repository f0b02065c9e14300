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
    public void The_lower_median_holds_for_numbers_of_every_size()
    {
        var numbers = new[] { -1e300, -2.5, -0.0, 1e-310, 3, double.MaxValue };

        Assert.Equal(0, new Imputer { Columns = ["x"], Strategy = ImputerStrategy.Median }.Fit(Table.Of("x", numbers)).Surrogates[0]);
    }

    [Fact]
    public void A_column_without_numbers_is_named() =>
        Assert.Equal("Column 'x' has no number to fill in from.", Assert.Throws<TrainingException>(
            () => new Imputer { Columns = ["x"] }.Fit(Table.Of("x", double.NaN))).Message);
}
