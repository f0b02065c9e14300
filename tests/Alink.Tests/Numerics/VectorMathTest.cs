using System.Runtime.Intrinsics;
using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class VectorMathTest
{
    [Fact]
    public void Exponentials_are_within_two_units_in_the_last_place()
    {
        var random = new SeededRandom(1);
        foreach (var width in (double[])[1e-12, 1e-3, 1, 30, 708])
        {
            double[] x = [.. Enumerable.Range(0, 20_003).Select(_ => width * ((2 * random.NextDouble()) - 1))];
            var y = Array.ConvertAll(x, VectorMath.Exp);
            for (var i = 0; i < x.Length; i++)
            {
                Assert.True(Units(Math.Exp(x[i]), y[i]) <= 2, $"exp({x[i]:R}) is {Math.Exp(x[i]):R}, not {y[i]:R}.");
            }
        }
    }

    [Fact]
    public void Exponentials_at_the_ends_are_those_of_the_standard()
    {
        double[] x =
        [
            0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity,
            709.78, 709.79, 1e308, -745, -746, -1e308, -720.5, 1,
        ];
        var y = Array.ConvertAll(x, VectorMath.Exp);

        Assert.Equal(1, y[0]);
        Assert.Equal(1, y[1]);
        Assert.Equal(double.NaN, y[2]);
        Assert.Equal(double.PositiveInfinity, y[3]);
        Assert.Equal(0, y[4]);
        Assert.True(Units(Math.Exp(709.78), y[5]) <= 2);
        Assert.Equal(double.PositiveInfinity, y[6]);
        Assert.Equal(double.PositiveInfinity, y[7]);
        Assert.Equal(double.Epsilon, y[8]);
        Assert.Equal(0, y[9]);
        Assert.Equal(0, y[10]);
        Assert.True(Units(Math.Exp(-720.5), y[11]) <= 2);
        Assert.True(Units(Math.E, y[12]) <= 1);
    }

    [Fact]
    public void Logarithms_are_within_two_units_in_the_last_place()
    {
        var random = new SeededRandom(2);
        double[] x =
        [
            .. Enumerable.Range(0, 20_000)
                .Select(_ => Math.ScaleB(1 + random.NextDouble(), random.NextInt(2098) - 1074)),
            .. Enumerable.Range(0, 20_000).Select(_ => 0.5 + random.NextDouble()),
            .. Enumerable.Range(-50, 100).Select(i => 1 + (i * 2.3e-16)),
            double.MaxValue, double.Epsilon, 2.2250738585072014e-308, Math.Sqrt(0.5), Math.Sqrt(2), 1, 2,
        ];
        var y = new double[x.Length];
        VectorMath.Log(x, y);
        for (var i = 0; i < x.Length; i++)
        {
            Assert.True(Units(Math.Log(x[i]), y[i]) <= 2, $"log({x[i]:R}) is {Math.Log(x[i]):R}, not {y[i]:R}.");
        }
    }

    [Fact]
    public void Logarithms_at_the_ends_are_those_of_the_standard()
    {
        double[] x = [0, -0.0, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1];
        var y = new double[x.Length];
        VectorMath.Log(x, y);

        Assert.Equal(
            [
                double.NegativeInfinity, double.NegativeInfinity, double.NaN, double.NaN,
                double.PositiveInfinity, double.NaN, 0,
            ],
            y);
    }

    [Fact]
    public void Logarithms_of_one_and_a_little_keep_the_little()
    {
        var random = new SeededRandom(3);
        for (var i = 0; i < 20_000; i++)
        {
            var x = i % 2 == 0 ? random.NextDouble() : Math.Exp(-40 * random.NextDouble());

            // For 0 ≤ x ≤ 1, log (1 + x) = 2 artanh (x / (2 + x)), whose argument loses nothing.
            var expected = 2 * Math.Atanh(x / (2 + x));
            var actual = VectorMath.Log1P(Vector512.Create(x))[0];
            Assert.True(Units(expected, actual) <= 6, $"log1p({x:R}) is {expected:R}, not {actual:R}.");
        }

        Assert.Equal(0, VectorMath.Log1P(Vector512<double>.Zero)[0]);
        Assert.Equal(Math.Log(2), VectorMath.Log1P(Vector512<double>.One)[0]);
        Assert.Equal(double.NaN, VectorMath.Log1P(Vector512.Create(double.NaN))[0]);
    }

    static long Units(double expected, double actual) =>
        Math.Abs(BitConverter.DoubleToInt64Bits(expected) - BitConverter.DoubleToInt64Bits(actual));
}
