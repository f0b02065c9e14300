using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Algorithms;

public class QuantileDiscretizerTest
{
    static readonly Table Rows = Table.Of<double?>("x", 5, 1, 4, 2, 3, null, 6).With("y", 7.0, 7, 7, 7, 8, 9, double.NaN);

    [Fact]
    public void Buckets_begin_at_quantiles_and_equal_cuts_are_one()
    {
        var model = new QuantileDiscretizer { Columns = ["x", "y"], Buckets = 3, HandleInvalid = HandleInvalid.Keep }.Fit(Rows);

        Assert.Equal([2, 4, 7], model.Splits.ToArray()); // y: both thirds of 7 7 7 7 8 9 are 7.
        Assert.Equal([0, 2, 3], model.Starts.ToArray());
        var output = model.Transform(Rows);
        Assert.Equal([2, 0, 2, 1, 1, 3, 2], output.Values<int>("x_bucket").ToArray());
        Assert.Equal([1, 1, 1, 1, 1, 1, 2], output.Values<int>("y_bucket").ToArray());
        var beyond = model.Transform(Table.Of("x", -1e9, 1e9).With("y", 6.9, double.PositiveInfinity));
        Assert.Equal([0, 2], beyond.Values<int>("x_bucket").ToArray());
        Assert.Equal([0, 1], beyond.Values<int>("y_bucket").ToArray());
    }

    [Fact]
    public void Buckets_of_many_rows_are_of_about_one_size()
    {
        var random = new Random(1);
        var rows = Table.Of("x", [.. Enumerable.Range(0, 100_000).Select(_ => Math.Exp(random.NextDouble() * 20))]);
        var discretizer = new QuantileDiscretizer { Columns = ["x"], Buckets = 10, RelativeError = 0.01 };

        var buckets = discretizer.Fit(rows).Transform(rows).Values<int>("x_bucket").ToArray();

        Assert.All(buckets.CountBy(bucket => bucket), bucket => Assert.InRange(bucket.Value, 8_000, 12_000));
        Assert.Equal(10, buckets.Distinct().Count());
    }

    [Fact]
    public void A_missing_number_is_an_error_left_out_or_a_bucket_of_its_own()
    {
        var discretizer = new QuantileDiscretizer { Columns = ["x"] };

        Assert.Contains("Column 'x' has no value in row 5", Assert.Throws<RowException>(() => discretizer.Fit(Rows).Transform(Rows)).Message);
        Assert.Equal(6, (discretizer with { HandleInvalid = HandleInvalid.Skip }).Fit(Rows).Transform(Rows).RowCount);
        Assert.Contains("has no numbers", Assert.Throws<TrainingException>(
            () => discretizer.Fit(Table.Of("x", double.NaN))).Message);
    }

    [Theory]
    [InlineData(HandleInvalid.Skip)]
    [InlineData(HandleInvalid.Keep)]
    public void A_stream_is_cut_as_row_by_row(HandleInvalid invalid)
    {
        var random = new Random(6);
        var rows = Table
            .Of<double?>("x", [.. Enumerable.Range(0, 900).Select(i => i % 9 == 0 ? (double?)null : random.Next(40) - 20)])
            .With("y", [.. Enumerable.Range(0, 900).Select(_ => random.NextDouble())]);
        var discretizer = new QuantileDiscretizer { Columns = ["x", "y"], Buckets = 4, RelativeError = 0.1, HandleInvalid = invalid };

        var simpleState = RowByRow.Advance(discretizer, discretizer.Start(rows.Schema), rows, out var simple);
        var state = discretizer.Advance(discretizer.Start(rows.Schema), rows, out var output);

        Assert.Equal(StateCodec.Write(simpleState), StateCodec.Write(state));
        Assert.Equal(simple.Values<int>("x_bucket").ToArray(), output.Values<int>("x_bucket").ToArray());
        Assert.Equal(simple.Values<int>("y_bucket").ToArray(), output.Values<int>("y_bucket").ToArray());
    }

    [Fact]
    public void Each_column_may_have_a_number_of_buckets_of_its_own()
    {
        var rows = Table.Of("x", [.. Enumerable.Range(0, 60).Select(i => i * 7 % 60)]).With("y", [.. Enumerable.Range(0, 60).Select(i => 60.0 - i)]);
        var discretizer = new QuantileDiscretizer { Columns = ["x", "y"], BucketsOfEach = [2, 5] };
        var alone = new QuantileDiscretizer { Columns = ["y"], Buckets = 5 };

        var made = discretizer.Fit(rows).Transform(rows);
        discretizer.Advance(discretizer.Start(rows.Schema), rows, out var stream);
        RowByRow.Advance(discretizer, discretizer.Start(rows.Schema), rows, out var simple);

        Assert.Equal(1, made.Values<int>("x_bucket").ToArray().Max());
        Assert.Equal(alone.Fit(rows).Transform(rows).Values<int>("y_bucket").ToArray(), made.Values<int>("y_bucket").ToArray());
        Assert.Equal(simple.Values<int>("y_bucket").ToArray(), stream.Values<int>("y_bucket").ToArray());
        Assert.Contains("3 BucketsOfEach", Assert.Throws<SchemaException>(
            () => (discretizer with { BucketsOfEach = [2, 3, 4] }).Fit(rows)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => discretizer with { BucketsOfEach = [2, 1] });
    }
}
