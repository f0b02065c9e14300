using Alink.Numerics;

namespace Alink.Tests.Numerics;

/// <summary>Seeded rows for the tests of the kernels.</summary>
static class Samples
{
    public static double[] Gaussian(int count, long seed, double mean = 0)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => mean + random.NextGaussian())];
    }

    public static double[] Weights(int count, long seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextInt(4) * 0.5)];
    }

    /// <summary>The stored entries of dense values: about a third of them.</summary>
    public static (int[] Offsets, int[] Indices, double[] Values, double[] Dense) Sparse(
        int count, int width, long seed)
    {
        var random = new SeededRandom(seed);
        var dense = Gaussian(count * width, seed);
        var offsets = new List<int> { 0 };
        var indices = new List<int>();
        var values = new List<double>();
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < width; j++)
            {
                ref var value = ref dense[(i * width) + j];
                if (random.NextInt(3) > 0)
                {
                    value = 0;
                }
                else
                {
                    indices.Add(j);
                    values.Add(value);
                }
            }

            offsets.Add(indices.Count);
        }

        return ([.. offsets], [.. indices], [.. values], dense);
    }

    public static void Near(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var error = Math.Abs(expected[i] - actual[i]);
            Assert.True(
                error <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                $"Element {i} is {actual[i]:R}, not {expected[i]:R}.");
        }
    }

    /// <summary>The gradient by central differences.</summary>
    public static double[] Differences(Func<double[], double> function, double[] point, double step = 1e-5) =>
        [.. point.Select((x, j) =>
        {
            double[] above = [.. point], below = [.. point];
            above[j] += step;
            below[j] -= step;
            return (function(above) - function(below)) / (2 * step);
        })];
}
