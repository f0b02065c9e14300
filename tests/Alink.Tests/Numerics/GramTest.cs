using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class GramTest
{
    [Fact]
    public void Sums_are_those_of_a_plain_triple_loop()
    {
        for (var width = 0; width <= 70; width++)
        {
            foreach (var count in (int[])[0, 1, 7, 119, 120, 121, 241])
            {
                if (count > 121 && width % 9 != 0)
                {
                    continue;
                }

                double[] values = Samples.Gaussian(count * width, 1, mean: 1), targets = Samples.Gaussian(count, 2);
                var weights = Samples.Weights(count, 3);
                var origin = width % 2 == 0 ? [] : Samples.Gaussian(width + 1, 4);
                if (width % 3 == 0)
                {
                    targets = [];
                }

                if (width % 5 == 0)
                {
                    weights = [];
                }

                var order = Gram.Order(width, targets.Length > 0);
                var expected = Plain(values, count, width, targets, weights, origin);
                var sums = new double[order * order];
                Gram.Add(new DenseRows(values, count, width), targets, weights, origin, sums);
                Gram.Mirror(sums, order);

                Samples.Near(expected, sums, 1e-12);
            }
        }
    }

    [Fact]
    public void Nothing_is_written_below_the_diagonal()
    {
        const int width = 19;
        var sums = Enumerable.Repeat(double.NaN, 21 * 21).ToArray();
        for (var i = 0; i < 21; i++)
        {
            sums.AsSpan((i * 21) + i, 21 - i).Clear();
        }

        Gram.Add(
            new DenseRows(Samples.Gaussian(5 * width, 1), 5, width), Samples.Gaussian(5, 2), default, default, sums);
        for (var i = 0; i < 21; i++)
        {
            for (var j = 0; j < 21; j++)
            {
                Assert.Equal(j < i, double.IsNaN(sums[(i * 21) + j]));
            }
        }
    }

    [Fact]
    public void Sums_add_up_over_blocks()
    {
        const int width = 11, count = 300, order = width + 2;
        double[] values = Samples.Gaussian(count * width, 1), targets = Samples.Gaussian(count, 2);
        double[] whole = new double[order * order], parts = new double[order * order];
        Gram.Add(new DenseRows(values, count, width), targets, default, default, whole);
        for (var start = 0; start < count; start += 50)
        {
            Gram.Add(
                new DenseRows(values.AsSpan(start * width, 50 * width), 50, width),
                targets.AsSpan(start, 50),
                default,
                default,
                parts);
        }

        Samples.Near(whole, parts, 1e-13);
    }

    [Fact]
    public void Sparse_rows_give_the_sums_of_the_dense()
    {
        for (var width = 0; width <= 40; width++)
        {
            const int count = 23;
            var (offsets, indices, values, dense) = Samples.Sparse(count, width, 1);
            var targets = width % 3 == 0 ? [] : Samples.Gaussian(count, 2);
            var weights = width % 5 == 0 ? [] : Samples.Weights(count, 3);
            var order = Gram.Order(width, targets.Length > 0);
            double[] expected = new double[order * order], sums = new double[order * order];
            Gram.Add(new DenseRows(dense, count, width), targets, weights, default, expected);
            Gram.Add(new SparseRows(offsets, indices, values, width), targets, weights, sums);

            Samples.Near(expected, sums, 1e-13);
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Gram.Add(new DenseRows([1.0], 1, 1), [], [], [], new double[9]));
        Assert.Throws<ArgumentException>(() => Gram.Add(new DenseRows([1.0], 1, 1), [1, 2], [], [], new double[9]));
        Assert.Throws<ArgumentException>(() => Gram.Add(new DenseRows([1.0], 1, 1), [1], [1, 1], [], new double[9]));
        Assert.Throws<ArgumentException>(() => Gram.Add(new DenseRows([1.0], 1, 1), [1], [], [1], new double[9]));
    }

    static double[] Plain(
        double[] values, int count, int width, double[] targets, double[] weights, double[] origin)
    {
        var order = Gram.Order(width, targets.Length > 0);
        var sums = new double[order * order];
        for (var r = 0; r < count; r++)
        {
            var z = new double[order];
            for (var j = 0; j < width; j++)
            {
                z[j] = values[(r * width) + j] - (origin.Length > 0 ? origin[j] : 0);
            }

            z[width] = 1;
            if (targets.Length > 0)
            {
                z[width + 1] = targets[r] - (origin.Length > 0 ? origin[width] : 0);
            }

            for (var i = 0; i < order; i++)
            {
                for (var j = 0; j < order; j++)
                {
                    sums[(i * order) + j] += (weights.Length > 0 ? weights[r] : 1) * z[i] * z[j];
                }
            }
        }

        return sums;
    }
}
