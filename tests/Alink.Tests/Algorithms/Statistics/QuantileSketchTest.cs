using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Tests.Algorithms;

public class QuantileSketchTest
{
    [Fact]
    public void Few_numbers_give_exact_quantiles()
    {
        var sketch = Of([5, -1, 3, 2, 4], error: 0.01);

        Assert.Equal([-1, -1, 2, 3, 4, 5], new[] { 0, 0.2, 0.4, 0.5, 0.8, 1 }.Select(sketch.Quantile));
        Assert.Equal(3, sketch.Rank(3.5));
        Assert.Equal(5, sketch.Count);
    }

    [Theory]
    [InlineData("random")]
    [InlineData("rising")]
    [InlineData("falling")]
    [InlineData("few values")]
    [InlineData("outwards")]
    public void Quantiles_of_many_numbers_are_within_the_error_in_rank(string order)
    {
        const double error = 0.01;
        var numbers = Numbers(order, 200_000);
        var sketch = Of(numbers, error);

        Array.Sort(numbers);
        for (var share = 0.01; share < 1; share += 0.01)
        {
            var quantile = sketch.Quantile(share);
            var (below, atMost) = (CountBelow(numbers, quantile), CountBelow(numbers, Math.BitIncrement(quantile)));
            Assert.InRange(share * numbers.Length, below - (error * numbers.Length), atMost + (error * numbers.Length));
        }

        Assert.Equal((numbers[0], numbers[^1]), (sketch.Quantile(0), sketch.Quantile(1)));
        Assert.InRange(sketch.Rank(numbers[50_000]), 50_000 - 2_000, CountBelow(numbers, Math.BitIncrement(numbers[50_000])) + 2_000);
    }

    [Fact]
    public void Merged_sketches_are_within_the_error_and_count_every_number()
    {
        const double error = 0.01;
        var numbers = Numbers("rising", 100_000);
        var merged = new QuantileSketch(error);
        foreach (var part in numbers.Chunk(3_000))
        {
            merged.Add(Of(part, error));
        }

        Assert.Equal(numbers.Length, merged.Count);
        for (var share = 0.05; share < 1; share += 0.05)
        {
            Assert.Equal(share * numbers.Length, merged.Quantile(share), error * numbers.Length);
        }

        Assert.Equal(numbers.Length, merged.Rank(double.PositiveInfinity));
    }

    [Fact]
    public void Memory_grows_with_the_logarithm_of_the_numbers()
    {
        var some = StateCodec.Write(Of(Numbers("random", 10_000), 0.01)).Length;
        var many = StateCodec.Write(Of(Numbers("random", 1_000_000), 0.01)).Length;

        Assert.InRange(many, 1, some + 2_000);
        Assert.InRange(many, 1, 16 * 1024);
    }

    [Fact]
    public void A_seed_and_the_numbers_decide_everything()
    {
        var numbers = Numbers("random", 20_000);

        Assert.Equal(StateCodec.Write(Of(numbers, 0.01)), StateCodec.Write(Of(numbers, 0.01)));
        Assert.NotEqual(StateCodec.Write(Of(numbers, 0.01)), StateCodec.Write(Of(numbers, 0.01, seed: 1)));
        var back = StateCodec.Read<QuantileSketch>(StateCodec.Write(Of(numbers[..9_999], 0.01)));
        foreach (var number in numbers[9_999..])
        {
            back.Add(number);
        }

        Assert.Equal(StateCodec.Write(Of(numbers, 0.01)), StateCodec.Write(back));
    }

    [Fact]
    public void What_has_no_rank_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileSketch().Add(double.NaN));
        Assert.Contains("error must be from 1E-05 to 0.1", Assert.Throws<ArgumentOutOfRangeException>(() => new QuantileSketch(0)).Message);
        Assert.True(double.IsNaN(new QuantileSketch().Quantile(0.5)));
    }

    static QuantileSketch Of(double[] numbers, double error, long seed = 0)
    {
        var sketch = new QuantileSketch(error, seed);
        foreach (var number in numbers)
        {
            sketch.Add(number);
        }

        return sketch;
    }

    static double[] Numbers(string order, int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(i => order switch
        {
            "random" => random.NextDouble(),
            "rising" => i,
            "falling" => -i,
            "few values" => random.Next(7),
            _ => (i % 2 == 0 ? 1 : -1) * (double)i,
        })];
    }

    static int CountBelow(double[] sorted, double number)
    {
        var place = Array.BinarySearch(sorted, number);
        for (place = place < 0 ? ~place : place; place > 0 && sorted[place - 1] == number; place--)
        {
        }

        return place;
    }
}
