using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class SeededRandomTest
{
    [Fact]
    public void The_bits_are_those_of_xoshiro256_seeded_by_SplitMix64()
    {
        // By an independent implementation of both papers' listings, in Python.
        SeededRandom zero = new(0), other = new(42);

        ulong[] ofZero = [zero.NextBits(), zero.NextBits(), zero.NextBits()];
        ulong[] ofOther = [other.NextBits(), other.NextBits()];

        Assert.Equal(new ulong[] { 0x99ec5f36cb75f2b4, 0xbf6e1f784956452a, 0x1a5f849d4933e6e0 }, ofZero);
        Assert.Equal(new ulong[] { 0x15780b2e0c2ec716, 0x6104d9866d113a7e }, ofOther);
    }

    [Fact]
    public void A_branch_depends_on_seed_and_number_and_not_on_what_was_drawn()
    {
        SeededRandom fresh = new(7), used = new(7);
        used.NextBits();

        Assert.Equal(fresh.Fork(3).NextBits(), used.Fork(3).NextBits());
        var drawn =
            from seed in Enumerable.Range(0, 100)
            from stream in Enumerable.Range(-50, 100)
            select new SeededRandom(seed).Fork(stream).NextBits();
        Assert.Equal(10_000, drawn.Distinct().Count());
        Assert.NotEqual(fresh.Fork(3).Fork(4).NextBits(), fresh.Fork(4).Fork(3).NextBits());
    }

    [Fact]
    public void Uniform_numbers_have_the_moments_of_the_uniform_distribution()
    {
        var random = new SeededRandom(1);
        double[] drawn = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];

        Assert.All(drawn, x => Assert.InRange(x, 0, 1 - 1e-16));
        Assert.Equal(0.5, drawn.Average(), 0.005);
        Assert.Equal(1.0 / 12, drawn.Average(x => (x - 0.5) * (x - 0.5)), 0.002);
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_normal_distribution()
    {
        var random = new SeededRandom(2);
        double[] drawn = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextGaussian())];

        Assert.Equal(0, drawn.Average(), 0.01);
        Assert.Equal(1, drawn.Average(x => x * x), 0.02);
        Assert.Equal(0, drawn.Average(x => x * x * x), 0.05);
        Assert.Equal(3, drawn.Average(x => x * x * x * x), 0.1);
        Assert.Equal(0.025, drawn.Count(x => x > 1.959964) / 200_000.0, 0.002);
    }

    [Fact]
    public void Whole_numbers_are_equally_likely()
    {
        var random = new SeededRandom(3);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInt(7)]++;
        }

        // χ² with 6 degrees of freedom exceeds 22.5 once in a thousand times.
        Assert.True(counts.Sum(n => (n - 10_000.0) * (n - 10_000) / 10_000) < 22.5);
        Assert.Equal(0, random.NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
        var range = (1L << 62) + (1L << 61);
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.InRange(random.NextLong(range), 0, range - 1));
    }
}
