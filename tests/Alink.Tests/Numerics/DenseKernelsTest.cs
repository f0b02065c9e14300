using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class DenseKernelsTest
{
    [Fact]
    public void Dot_is_the_sum_of_products_at_every_length()
    {
        for (var n = 0; n <= 130; n++)
        {
            double[] x = Samples.Gaussian(n, 1), y = Samples.Gaussian(n, 2);
            var expected = x.Zip(y, (a, b) => a * b).Sum();

            Assert.Equal(expected, DenseKernels.Dot(x, y), 1e-12);
            Assert.Equal(expected, DenseKernels.Dot(Narrow(x), Narrow(y)), 1e-4);
        }
    }

    [Fact]
    public void Dot_of_integers_is_exact() =>
        Assert.Equal(
            Enumerable.Range(0, 101).Sum(i => i * (100 - i)),
            DenseKernels.Dot(
                [.. Enumerable.Range(0, 101).Select(i => (double)i)], [.. Enumerable.Range(0, 101).Select(i => 100.0 - i)]));

    [Fact]
    public void Squared_distance_is_the_sum_of_squares_at_every_length()
    {
        for (var n = 0; n <= 70; n++)
        {
            double[] x = Samples.Gaussian(n, 1), y = Samples.Gaussian(n, 2);
            var expected = x.Zip(y, (a, b) => (a - b) * (a - b)).Sum();

            Assert.Equal(expected, DenseKernels.SquaredDistance(x, y), 1e-12);
        }
    }

    [Fact]
    public void Axpy_scale_and_sum_touch_every_element_once()
    {
        for (var n = 0; n <= 70; n++)
        {
            double[] x = Samples.Gaussian(n, 1), y = Samples.Gaussian(n, 2);
            double[] sum = [.. y], scaled = [.. x];
            var narrowSum = Narrow(y);
            DenseKernels.Axpy(-2.5, x, sum);
            DenseKernels.Scale(3, scaled);
            DenseKernels.Axpy(-2.5f, Narrow(x), narrowSum);

            Samples.Near([.. x.Zip(y, (a, b) => b - (2.5 * a))], sum, 1e-15);
            Samples.Near([.. x.Select(a => 3 * a)], scaled, 0);
            Samples.Near([.. sum.Select(a => a)], [.. narrowSum.Select(a => (double)a)], 1e-6);
            Assert.Equal(x.Sum(), DenseKernels.Sum(x), 1e-13);
        }
    }

    [Fact]
    public void Gemv_and_its_transpose_are_those_of_plain_loops()
    {
        for (var width = 0; width <= 70; width++)
        {
            foreach (var count in (int[])[0, 1, 3, 4, 5, 9])
            {
                double[] values = Samples.Gaussian(count * width, 3), vector = Samples.Gaussian(width, 4);
                double[] weights = Samples.Gaussian(count, 5), sums = Samples.Gaussian(width, 6);
                double[] expected = new double[count], expectedSums = [.. sums], result = new double[count];
                for (var i = 0; i < count; i++)
                {
                    for (var j = 0; j < width; j++)
                    {
                        expected[i] += values[(i * width) + j] * vector[j];
                        expectedSums[j] += weights[i] * values[(i * width) + j];
                    }
                }

                var rows = new DenseRows(values, count, width);
                DenseKernels.Gemv(rows, vector, result);
                DenseKernels.GemvTransposed(rows, weights, sums);

                Samples.Near(expected, result, 1e-13);
                Samples.Near(expectedSums, sums, 1e-13);
            }
        }
    }

    [Fact]
    public void A_block_of_products_and_distances_has_the_bits_of_each()
    {
        for (var width = 0; width <= 70; width++)
        {
            foreach (var count in (int[])[0, 1, 3, 4, 5, 9])
            {
                double[] values = Samples.Gaussian(count * width, 3), vector = Samples.Gaussian(width, 4);
                if (count > 1 && width > 0)
                {
                    values[width] = double.NaN; // Of the second row; the first, whose last vector reaches it, has none of it.
                }

                double[] dots = new double[count], lanes = new double[count], distances = new double[count];
                var weights = Samples.Gaussian(width, 5);
                DenseKernels.SquaredDistances(new(values, count, width), vector, weights, distances);
                DenseKernels.Dots(new(values, count, width), vector, dots);
                LaneDot.Dense(new DenseRows(values, count, width), vector, lanes);

                for (var i = 0; i < count; i++)
                {
                    Assert.Equal(DenseKernels.Dot(values.AsSpan(i * width, width), vector), dots[i]);
                    Assert.Equal(LaneDot.Dense(values.AsSpan(i * width, width), vector), lanes[i]);
                    Assert.Equal(DenseKernels.SquaredDistance(values.AsSpan(i * width, width), vector, weights), distances[i]);
                }
            }
        }

        Assert.Throws<ArgumentException>(() => LaneDot.Dense(new DenseRows([1.0, 2.0], 1, 2), [1.0], new double[1]));
        Assert.Throws<ArgumentException>(() => LaneDot.Dense(new DenseRows([1.0, 2.0], 1, 2), [1.0, 1.0], new double[2]));
        Assert.Throws<ArgumentException>(() => DenseKernels.Dots(new([1.0, 2.0], 1, 2), [1.0, 1.0], new double[2]));
    }

    [Fact]
    public void A_row_has_the_same_bits_wherever_a_block_is_cut()
    {
        const int count = 23, width = 37;
        double[] values = Samples.Gaussian(count * width, 3), vector = Samples.Gaussian(width, 4);
        var weights = Samples.Gaussian(count, 5);
        double[] whole = new double[count], cut = new double[count];
        double[] wholeSums = new double[width], cutSums = new double[width];
        var rows = new DenseRows(values, count, width);
        DenseKernels.Gemv(rows, vector, whole);
        DenseKernels.GemvTransposed(rows, weights, wholeSums);
        foreach (var (start, length) in ((int, int)[])[(0, 1), (1, 6), (7, 9), (16, 7)])
        {
            DenseKernels.Gemv(rows.Slice(start, length), vector, cut.AsSpan(start, length));
            DenseKernels.GemvTransposed(rows.Slice(start, length), weights.AsSpan(start, length), cutSums);
        }

        Assert.Equal(whole, cut);
        Assert.Equal(wholeSums, cutSums);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => DenseKernels.Dot([1.0], [1.0, 2.0]));
        Assert.Throws<ArgumentException>(() => DenseKernels.Axpy(1.0, [1.0], new double[2]));
        Assert.Throws<ArgumentException>(() => new DenseRows([1.0, 2.0, 3.0], 2, 2).Count);
        Assert.Throws<ArgumentException>(() => DenseKernels.Gemv(new([1.0, 2.0], 1, 2), [1.0], new double[1]));
        Assert.Throws<ArgumentException>(
            () => DenseKernels.GemvTransposed(new([1.0, 2.0], 1, 2), [1.0, 1.0], new double[2]));
    }

    static float[] Narrow(double[] values) => [.. values.Select(x => (float)x)];
}
