using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class BloomFilterTest
{
    [Theory, InlineData(1000, 0.1), InlineData(10_000, 0.01), InlineData(10_000, 0.001)]
    public void Nothing_is_forgotten_and_little_is_made_up(int capacity, double error)
    {
        var filter = new BloomFilter(capacity, error);
        for (var i = 0; i < capacity; i++)
        {
            filter.Add(i);
        }

        Assert.All(Enumerable.Range(0, capacity), i => Assert.True(filter.MayContain(i)));
        Assert.InRange(
            Enumerable.Range(0, 200_000).Count(i => filter.MayContain($"never {i}")) / 200_000.0, 0.7 * error, 1.4 * error);
    }

    [Fact]
    public void A_value_is_new_once()
    {
        var filter = new BloomFilter(100);

        Assert.True(filter.Add("ann"));
        Assert.False(filter.Add("ann"));
        Assert.True(filter.Add(2));
        Assert.True(filter.MayContain(2.0));
        Assert.False(filter.MayContain("2"));
    }

    [Fact]
    public void Neither_order_nor_cut_matters()
    {
        var (whole, left, right) = (new BloomFilter(1000), new BloomFilter(1000), new BloomFilter(1000));
        for (var i = 0; i < 1000; i++)
        {
            whole.Add(i);
            (i % 3 == 0 ? left : right).Add(999 - i);
        }

        right.Add(left);

        Assert.Equal(StateCodec.Write(whole), StateCodec.Write(right));
        Assert.Throws<ArgumentException>(() => whole.Add(new BloomFilter(2000)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloomFilter(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloomFilter(2_000_000_000));
    }
}
