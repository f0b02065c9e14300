using Alink.Features;

namespace Alink.Tests.Algorithms;

public class BucketizerTest
{
    static readonly Table Rows = Table.Of<double?>("x", -1, 0, 0.5, 1, null, double.NaN).With("y", 5, 6, 7, 8, 9, 10);

    [Fact]
    public void A_bucket_has_its_lower_end_and_the_last_both()
    {
        var made = new Bucketizer
        {
            Columns = ["x", "y"],
            Splits = [[-1, 0, 0.5, 1], [double.NegativeInfinity, 6, double.PositiveInfinity]],
            HandleInvalid = HandleInvalid.Keep,
        }.Transform(Rows);

        Assert.Equal([0, 1, 2, 2, 3, 3], made.Values<int>("x_bucket").ToArray());
        Assert.Equal([0, 1, 1, 1, 1, 1], made.Values<int>("y_bucket").ToArray());
    }

    [Fact]
    public void Infinite_numbers_are_in_buckets_with_infinite_ends()
    {
        var rows = Table.Of("x", double.NegativeInfinity, -0.0, double.PositiveInfinity);

        Assert.Equal([0, 1, 1], new Bucketizer { Columns = ["x"] }.Transform(rows).Values<int>("x_bucket").ToArray());
    }

    [Theory]
    [InlineData(HandleInvalid.Error)]
    [InlineData(HandleInvalid.Skip)]
    [InlineData(HandleInvalid.Keep)]
    public void A_number_outside_of_all_buckets_is_an_error_with_its_row(HandleInvalid invalid)
    {
        var bucketizer = new Bucketizer { Columns = ["y"], Splits = [[5, 6, 9.5]], HandleInvalid = invalid };

        Assert.Equal(
            "Column 'y' holds 10 in row 5; its buckets go from 5 to 9.5.",
            Assert.Throws<RowException>(() => bucketizer.Transform(Rows)).Message);
    }

    [Fact]
    public void A_missing_number_is_an_error_or_left_out()
    {
        var bucketizer = new Bucketizer { Columns = ["x"] };

        Assert.Equal("Column 'x' has no value in row 4.", Assert.Throws<RowException>(() => bucketizer.Transform(Rows)).Message);
        Assert.Contains("holds NaN in row 5", Assert.Throws<RowException>(() => bucketizer.Transform(Rows.Gather([0, 1, 2, 3, 3, 5]))).Message);
        Assert.Equal(4, (bucketizer with { HandleInvalid = HandleInvalid.Skip }).Transform(Rows).RowCount);
    }

    [Fact]
    public void Ends_that_make_no_buckets_are_refused_in_words()
    {
        Assert.Contains("they were 0, 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Bucketizer { Splits = [[0, 1]] }).Message);
        Assert.Contains("they were 0, 1, 1", Assert.Throws<ArgumentOutOfRangeException>(() => new Bucketizer { Splits = [[0, 1, 1]] }).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentOutOfRangeException>(() => new Bucketizer { Splits = [[0, double.NaN, 1]] }).Message);
        Assert.Contains("has 1 Columns and 2 Splits", Assert.Throws<SchemaException>(
            () => new Bucketizer { Columns = ["x"], Splits = [[0, 1, 2], [0, 1, 2]] }.Transform(Rows)).Message);
    }

    [Fact]
    public void However_many_buckets_there_are_a_number_is_in_that_of_the_last_split_not_above_it()
    {
        double[] numbers = [.. Enumerable.Range(-3, 90).SelectMany(i => new[] { i - 0.5, i }), double.NaN];
        foreach (var count in Enumerable.Range(1, 70))
        {
            double[] splits = [.. Enumerable.Range(0, count).Select(i => (double)i)];
            var bucketizer = new Bucketizer
            {
                Columns = ["x"],
                Splits = [[double.NegativeInfinity, .. splits, double.PositiveInfinity]],
                HandleInvalid = HandleInvalid.Keep,
            };

            Assert.Equal(
                numbers.Select(number => double.IsNaN(number) ? count + 1 : splits.Count(split => split <= number)),
                bucketizer.Transform(Table.Of("x", numbers)).Values<int>("x_bucket").ToArray());
        }
    }

    [Fact]
    public void Rows_together_fall_into_the_buckets_of_each()
    {
        var bucketizer = new Bucketizer { Columns = ["x", "y"], Splits = [[-1, 0, 0.5, 1]] };
        var rows = Table.Of("x", [.. Enumerable.Range(0, 5003).Select(i => Math.Sin(i))]).With("y", [.. Enumerable.Range(0, 5003).Select(i => (i % 3) - 1)]);
        var (simple, together) = (RowTransform.Run(bucketizer, rows), bucketizer.Transform(rows));

        Assert.Equal(simple.Values<int>("x_bucket").ToArray(), together.Values<int>("x_bucket").ToArray());
        Assert.Equal(simple.Values<int>("y_bucket").ToArray(), together.Values<int>("y_bucket").ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3000)]
    [InlineData(5002)]
    public void A_number_outside_is_found_wherever_it_is(int row)
    {
        double[] numbers = [.. Enumerable.Range(0, 5003).Select(i => i == row ? 1.5 : 1)];
        var bucketizer = new Bucketizer { Columns = ["x"], Splits = [[-1, 0, 1]] };

        Assert.Contains($"row {row};", Assert.Throws<RowException>(() => bucketizer.Transform(Table.Of("x", numbers))).Message);
    }
}
