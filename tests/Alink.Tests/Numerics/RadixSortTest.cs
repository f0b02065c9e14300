using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class RadixSortTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(24)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(300)]
    [InlineData(512)]
    [InlineData(1000)]
    [InlineData(4096)]
    [InlineData(5000)]
    public void Numbers_come_in_the_order_of_comparison(int count)
    {
        var numbers = Samples.Gaussian(count, 7);
        for (var i = 0; i < count; i++)
        {
            numbers[i] = (i % 7) switch
            {
                0 => Math.Round(numbers[i]) + 0.0,
                1 => numbers[i] * 1e300,
                2 => numbers[i] * 1e-310,
                3 when i % 5 == 0 => i % 2 == 0 ? double.PositiveInfinity : double.NegativeInfinity,
                _ => numbers[i],
            };
        }

        double[] expected = [.. numbers];
        Array.Sort(expected);
        RadixSort.Sort(numbers);

        Assert.Equal(expected, numbers);
    }

    [Fact]
    public void What_is_no_number_comes_first_as_in_a_sort_by_comparison()
    {
        var numbers = Samples.Gaussian(1000, 8);
        numbers[700] = double.NaN;

        RadixSort.Sort(numbers);

        Assert.True(double.IsNaN(numbers[0]));
        Assert.Equal(numbers[1..].Order(), numbers[1..]);
    }

    [Fact]
    public void Equal_numbers_stay()
    {
        double[] numbers = [.. Enumerable.Repeat(-2.5, 1000)];

        RadixSort.Sort(numbers);

        Assert.All(numbers, number => Assert.Equal(-2.5, number));
    }
}
