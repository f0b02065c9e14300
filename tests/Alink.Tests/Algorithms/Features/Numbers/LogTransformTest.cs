using Alink.Features;

namespace Alink.Tests.Algorithms;

public class LogTransformTest
{
    [Fact]
    public void By_default_1_is_added_and_tiny_numbers_keep_their_digits()
    {
        var logs = new LogTransform { Columns = ["x"] }.Transform(Table.Of("x", 0, Math.E - 1, 1e-12, 1e-20, 1e300, -1, -2)).Values<double>("x_log");

        Assert.Equal(0, logs[0]);
        Assert.Equal(1, logs[1], 1e-15);
        Assert.Equal(1e-12 - 0.5e-24, logs[2], 1e-27);
        Assert.Equal(1e-20, logs[3]);
        Assert.Equal(300 * Math.Log(10), logs[4], 1e-12);
        Assert.Equal([double.NegativeInfinity, double.NaN], [logs[5], logs[6]]);
    }

    [Fact]
    public void Offset_and_base_can_be_chosen()
    {
        var rows = Table.Of("x", 8.0, 1).With<Vector>("v", [4.0, 0.5], [1.0, 2.0]);

        var made = new LogTransform { Columns = ["x", "v"], Offset = 0, Base = 2 }.Transform(rows);

        Assert.Equal(3, made.Values<double>("x_log")[0], 1e-15);
        Assert.Equal(["[2 -1]", "[0 1]"], made.Values<Vector>("v_log").ToArray().Select(row => row.ToString()));
    }

    [Fact]
    public void A_sparse_row_stays_sparse_where_0_stays_0()
    {
        var rows = Table.Of("v", Vector.Sparse(3, new[] { 1 }, new[] { 1.0 }));

        Assert.Equal("[3: 1:1]", new LogTransform { Columns = ["v"], Base = 2 }.Transform(rows).Values<Vector>("v_log")[0].ToString());
        Assert.True(new LogTransform { Columns = ["v"], Offset = 2 }.Transform(rows).Values<Vector>("v_log")[0].IsDense);
    }

    [Fact]
    public void A_base_or_an_offset_of_no_logarithm_is_refused()
    {
        Assert.Contains("Base must be finite and above 1; it was 1", Assert.Throws<ArgumentOutOfRangeException>(() => new LogTransform { Base = 1 }).Message);
        Assert.Contains("Offset must be finite", Assert.Throws<ArgumentOutOfRangeException>(() => new LogTransform { Offset = -1 }).Message);
    }

    [Fact]
    public void Eight_numbers_at_a_time_have_the_bits_that_each_has_by_itself()
    {
        var rows = Table.Of("x", [
            0, -0.0, 1e-300, 5e-17, 0.3, 1, 7, 1e300, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, -0.5, -1, -2, double.NaN, 12.5, 3]);
        foreach (var stage in new LogTransform[] { new(), new() { Offset = 0 }, new() { Offset = 2, Base = 10 } })
        {
            var logs = stage with { Columns = ["x"] };

            Assert.Equal(Bits(RowTransform.Run(logs, rows)), Bits(logs.Transform(rows)));
        }

        static long[] Bits(Table made) => [.. made.Values<double>("x_log").ToArray().Select(BitConverter.DoubleToInt64Bits)];
    }
}
