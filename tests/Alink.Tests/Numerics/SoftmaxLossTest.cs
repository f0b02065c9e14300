using Alink.Numerics;

namespace Alink.Tests.Numerics;

public class SoftmaxLossTest
{
    [Fact]
    public void Loss_and_gradient_are_those_of_a_plain_loop_dense_and_sparse()
    {
        for (var width = 0; width <= 33; width++)
        {
            foreach (var (count, classes) in ((int, int)[])[(0, 3), (1, 1), (7, 2), (65, 3), (130, 5)])
            {
                var (offsets, indices, stored, values) = Samples.Sparse(count, width, 1);
                var random = new SeededRandom(2);
                int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.NextInt(classes))];
                var weights = width % 3 == 0 ? [] : Samples.Weights(count, 3);
                var stride = width + (width % 2);
                var parameters = Samples.Gaussian(classes * stride, 4);
                double[] expected = new double[parameters.Length], dense = new double[parameters.Length];
                var sparse = new double[parameters.Length];
                var sum = Plain(values, count, width, labels, weights, classes, parameters, expected);
                var denseSum = SoftmaxLoss.Add(
                    new DenseRows(values, count, width), labels, weights, classes, parameters, dense);
                var sparseSum = SoftmaxLoss.Add(
                    new SparseRows(offsets, indices, stored, width), labels, weights, classes, parameters, sparse);

                Assert.Equal(sum, denseSum, 1e-11 * Math.Max(1, sum));
                Assert.Equal(sum, sparseSum, 1e-11 * Math.Max(1, sum));
                Samples.Near(expected, dense, 1e-11);
                Samples.Near(expected, sparse, 1e-11);
            }
        }
    }

    [Fact]
    public void Two_classes_of_opposite_coefficients_are_the_logistic_loss()
    {
        const int count = 50, width = 3;
        double[] values = Samples.Gaussian(count * width, 1), half = Samples.Gaussian(width + 1, 2);
        int[] labels = [.. Samples.Gaussian(count, 3).Select(y => y > 0 ? 1 : 0)];
        double[] parameters = [.. half.Select(b => -b), .. half];
        double[] gradient = new double[2 * (width + 1)], expected = new double[width + 1];
        var loss = SoftmaxLoss.Add(new DenseRows(values, count, width), labels, default, 2, parameters, gradient);
        var logistic = LogisticLoss.Add(
            new DenseRows(values, count, width),
            [.. labels.Select(y => (double)y)],
            default,
            [.. half.Select(b => 2 * b)],
            expected);

        Assert.Equal(logistic, loss, 1e-12 * logistic);
        Samples.Near(expected, gradient.AsSpan(width + 1), 1e-12);
    }

    [Fact]
    public void Large_margins_do_not_overflow()
    {
        var gradient = new double[3];
        var loss = SoftmaxLoss.Add(new DenseRows([1.0], 1, 1), [2], default, 3, [5000, -5000, 4000], gradient);

        Assert.Equal(1000, loss);
        Assert.Equal([1.0, 0.0, -1.0], gradient);
    }

    [Fact]
    public void A_class_that_is_not_there_and_shapes_that_do_not_fit_are_refused()
    {
        Assert.ThrowsAny<Exception>(
            () => SoftmaxLoss.Add(new DenseRows([1.0], 1, 1), [2], default, 2, [1, 1], new double[2]));
        Assert.ThrowsAny<Exception>(
            () => SoftmaxLoss.Add(new DenseRows([1.0], 1, 1), [-1], default, 2, [1, 1], new double[2]));
        Assert.Throws<ArgumentException>(
            () => SoftmaxLoss.Add(new DenseRows([1.0], 1, 1), [0], default, 2, [1, 1, 1], new double[3]));
        Assert.Throws<ArgumentException>(
            () => SoftmaxLoss.Add(new DenseRows([1.0], 1, 1), [], default, 2, [1, 1], new double[2]));
    }

    static double Plain(
        double[] values,
        int count,
        int width,
        int[] labels,
        double[] weights,
        int classes,
        double[] parameters,
        double[] gradient)
    {
        var stride = parameters.Length / classes;
        var sum = 0.0;
        for (var r = 0; r < count; r++)
        {
            double[] z = [.. values.AsSpan(r * width, width), 1];
            double[] scores =
            [
                .. Enumerable.Range(0, classes)
                    .Select(k => z.Take(stride).Zip(parameters.Skip(k * stride), (a, b) => a * b).Sum()),
            ];
            var total = scores.Sum(Math.Exp);
            var weight = weights.Length > 0 ? weights[r] : 1;
            sum += weight * (Math.Log(total) - scores[labels[r]]);
            for (var k = 0; k < classes; k++)
            {
                for (var j = 0; j < stride; j++)
                {
                    var slope = (Math.Exp(scores[k]) / total) - (k == labels[r] ? 1 : 0);
                    gradient[(k * stride) + j] += weight * slope * z[j];
                }
            }
        }

        return sum;
    }
}
