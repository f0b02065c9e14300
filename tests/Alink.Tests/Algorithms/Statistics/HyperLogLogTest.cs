using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class HyperLogLogTest
{
    [Theory]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(14)]
    [InlineData(18)]
    public void Counts_err_as_little_as_promised_at_every_size(int precision)
    {
        var (sketch, added, deviation) = (new HyperLogLog(precision), 0, 1.04 / Math.Sqrt(1 << precision));
        Assert.Equal(0, sketch.Count);
        foreach (var size in new[] { 1, 10, 100, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000 })
        {
            for (; added < size; added++)
            {
                sketch.Add(added * 7.0);
                sketch.Add(added * 7.0); // Again: it does not count.
            }

            Assert.Equal(1, sketch.Count / size, 3.5 * deviation);
        }
    }

    [Fact]
    public void Errors_are_not_biased_to_one_side()
    {
        var errors = Enumerable.Range(0, 400).Select(trial =>
        {
            var sketch = new HyperLogLog(8);
            for (var i = 0; i < 700; i++)
            {
                sketch.Add($"{trial}-{i}");
            }

            return (sketch.Count / 700) - 1;
        }).ToArray();

        Assert.InRange(errors.Average(), -0.01, 0.01); // The deviation of the mean is 0.065 / 20.
        Assert.InRange(Math.Sqrt(errors.Average(error => error * error)), 0.05, 0.075);
    }

    [Fact]
    public void Neither_order_nor_cut_matters()
    {
        var (whole, parts) = (new HyperLogLog(11), new[] { new HyperLogLog(11), new HyperLogLog(11), new HyperLogLog(11) });
        for (var i = 0; i < 5000; i++)
        {
            whole.Add(i % 3000);
            parts[i % 3].Add((4999 - i) % 3000);
        }

        parts[2].Add(parts[0]);
        parts[2].Add(parts[1]);

        Assert.Equal(StateCodec.Write(whole), StateCodec.Write(parts[2]));
        Assert.Throws<ArgumentException>(() => whole.Add(new HyperLogLog(12)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HyperLogLog(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HyperLogLog(19));
    }

    [Fact]
    public void Every_rank_of_a_hash_has_its_register()
    {
        var sketch = new HyperLogLog(4);
        sketch.AddHash(0); // 60 zeros after the place: the highest rank.
        sketch.AddHash(ulong.MaxValue);

        Assert.Equal(2, Math.Round(sketch.Count));
    }
}
