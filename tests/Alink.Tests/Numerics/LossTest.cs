using Alink.Numerics;

namespace Alink.Tests.Numerics;

/// <summary>The fused passes against plain loops, row by row, for every loss of a margin.</summary>
public class LossTest
{
    const double Epsilon = 1.35;
    const double Scale = 0.7;

    public static TheoryData<string> Losses => ["squared", "logistic", "huber"];

    [Fact]
    public void Probabilities_of_margins_have_the_bits_of_each()
    {
        double[] margins = [.. Samples.Gaussian(19, 3), 0, -0.0, 800, -800, double.PositiveInfinity, double.NegativeInfinity, double.NaN];
        for (var count = 0; count <= margins.Length; count++)
        {
            var probabilities = new double[2 * count];
            LogisticLoss.Probabilities(margins.AsSpan(margins.Length - count), probabilities);

            for (var i = 0; i < count; i++)
            {
                Assert.Equal(LogisticLoss.Probability(margins[margins.Length - count + i], out var other), probabilities[(2 * i) + 1]);
                Assert.Equal(other, probabilities[2 * i]);
            }
        }

        Assert.Throws<ArgumentException>(() => LogisticLoss.Probabilities([1.0], new double[1]));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Loss_and_gradient_are_those_of_a_plain_loop(string loss)
    {
        for (var width = 0; width <= 70; width++)
        {
            foreach (var count in (int[])[0, 1, 7, 8, 9, 33, 300])
            {
                var values = Samples.Gaussian(count * width, 1);
                var labels = Labels(loss, count);
                var weights = width % 3 == 0 ? [] : Samples.Weights(count, 3);
                var parameters = Samples.Gaussian(width + (width % 2), 4);
                double[] expected = new double[parameters.Length], actual = new double[parameters.Length];
                double expectedScale = 0, actualScale = 0;
                var sum = Plain(loss, values, count, width, labels, weights, parameters, expected, ref expectedScale);
                var total = Dense(
                    loss, new(values, count, width), labels, weights, parameters, actual, ref actualScale);

                Assert.Equal(sum, total, 1e-11 * Math.Max(1, sum));
                Samples.Near(expected, actual, 1e-10);
                Assert.Equal(expectedScale, actualScale, 1e-11 * Math.Max(1, sum));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Sparse_rows_give_the_loss_of_the_dense(string loss)
    {
        for (var width = 0; width <= 20; width++)
        {
            const int count = 300;
            var (offsets, indices, values, dense) = Samples.Sparse(count, width, 1);
            var labels = Labels(loss, count);
            var weights = width % 3 == 0 ? [] : Samples.Weights(count, 3);
            var parameters = Samples.Gaussian(width + (width % 2), 4);
            double[] expected = new double[parameters.Length], actual = new double[parameters.Length];
            double expectedScale = 0, actualScale = 0;
            var sum = Dense(loss, new(dense, count, width), labels, weights, parameters, expected, ref expectedScale);
            var rows = new SparseRows(offsets, indices, values, width);
            var total = loss switch
            {
                "squared" => SquaredLoss.Add(rows, labels, weights, parameters, actual),
                "logistic" => LogisticLoss.Add(rows, labels, weights, parameters, actual),
                _ => HuberLoss.Add(rows, labels, weights, Epsilon, Scale, parameters, actual, ref actualScale),
            };

            Assert.Equal(sum, total, 1e-11 * Math.Max(1, sum));
            Samples.Near(expected, actual, 1e-10);
            Assert.Equal(expectedScale, actualScale, 1e-10);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Logistic_Hessian_is_that_of_a_plain_loop(bool sparse)
    {
        for (var width = 0; width <= 40; width++)
        {
            foreach (var count in (int[])[0, 1, 9, 120, 257])
            {
                var (offsets, indices, stored, values) = Samples.Sparse(count, width, 1);
                var labels = Labels("logistic", count);
                var weights = width % 3 == 0 ? [] : Samples.Weights(count, 3);
                var parameters = Samples.Gaussian(width + (width % 2), 4);
                var order = parameters.Length;
                double[] gradient = new double[order], expectedGradient = new double[order];
                double[] hessian = new double[order * order], expected = new double[order * order];
                double none = 0;
                var sum = Plain(
                    "logistic", values, count, width, labels, weights, parameters, expectedGradient, ref none);
                for (var r = 0; r < count; r++)
                {
                    double[] z = [.. values.AsSpan(r * width, width), 1];
                    var p = LogisticLoss.Probability(z.Take(order).Zip(parameters, (a, b) => a * b).Sum());
                    for (var i = 0; i < order; i++)
                    {
                        for (var j = 0; j < order; j++)
                        {
                            var weight = weights.Length > 0 ? weights[r] : 1;
                            expected[(i * order) + j] += weight * p * (1 - p) * z[i] * z[j];
                        }
                    }
                }

                var total = sparse
                    ? LogisticLoss.AddWithHessian(
                        new SparseRows(offsets, indices, stored, width), labels, weights, parameters, gradient, hessian)
                    : LogisticLoss.AddWithHessian(
                        new DenseRows(values, count, width), labels, weights, parameters, gradient, hessian);
                Gram.Mirror(hessian, order);

                Assert.Equal(sum, total, 1e-11 * Math.Max(1, sum));
                Samples.Near(expectedGradient, gradient, 1e-11);
                Samples.Near(expected, hessian, 1e-11);
            }
        }
    }

    [Fact]
    public void Large_margins_neither_overflow_nor_lose_the_small_probability()
    {
        double[] margins = [1000, -1000, 710, -710, 40, -40, 1e300, -1e300];
        double[] labels = [1, 0, 0, 1, 1, 0, 1, 0];
        var gradient = new double[1];
        for (var i = 0; i < margins.Length; i++)
        {
            gradient[0] = 0;
            var loss = LogisticLoss.Add(new DenseRows([1.0], 1, 1), [labels[i]], default, [margins[i]], gradient);
            var right = margins[i] > 0 == labels[i] > 0;
            var small = Math.Exp(-Math.Abs(margins[i]));

            Assert.Equal(right ? small : Math.Abs(margins[i]), loss, 1e-15);
            Assert.Equal(right ? small : 1, Math.Abs(gradient[0]), 1e-15);
        }
    }

    [Fact]
    public void One_row_computed_by_hand()
    {
        // Margin 2 · 1 + 1 = 3; squared: ½ (3 − 1)²; Huber with σ = 1, ε = 1.5: ½ (1 + 3 · 2 − 2.25).
        double[] gradient = [0, 0];
        var scale = 0.0;

        Assert.Equal(2, SquaredLoss.Add(new DenseRows([1.0], 1, 1), [1], default, [2, 1], gradient));
        Assert.Equal([2.0, 2.0], gradient);
        Array.Clear(gradient);
        Assert.Equal(
            2.375, HuberLoss.Add(new DenseRows([1.0], 1, 1), [1], default, 1.5, 1, [2, 1], gradient, ref scale));
        Assert.Equal([1.5, 1.5], gradient);
        Assert.Equal(-0.625, scale);
        Array.Clear(gradient);
        Assert.Equal(Math.Log(2), LogisticLoss.Add(new DenseRows([3.0], 1, 1), [1], default, [0, 0], gradient));
        Assert.Equal([-1.5, -0.5], gradient);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        double[] gradient = [0, 0];
        var rows = new double[] { 1, 2 };
        Assert.Throws<ArgumentException>(
            () => SquaredLoss.Add(new DenseRows(rows, 2, 1), [1], default, [1, 1], gradient));
        Assert.Throws<ArgumentException>(
            () => SquaredLoss.Add(new DenseRows(rows, 2, 1), [1, 1], [1], [1, 1], gradient));
        Assert.Throws<ArgumentException>(
            () => SquaredLoss.Add(new DenseRows(rows, 2, 1), [1, 1], default, [1, 1, 1], gradient));
        Assert.Throws<ArgumentException>(
            () => SquaredLoss.Add(new DenseRows(rows, 2, 1), [1, 1], default, [1], gradient));
        Assert.Throws<ArgumentException>(
            () => LogisticLoss.AddWithHessian(
                new DenseRows(rows, 2, 1), [1, 1], default, [1, 1], gradient, new double[3]));
    }

    static double[] Labels(string loss, int count) =>
        [.. Samples.Gaussian(count, 2).Select(y => loss == "logistic" ? (y > 0 ? 1.0 : 0.0) : y)];

    static double Dense(
        string loss,
        DenseRows rows,
        double[] labels,
        double[] weights,
        double[] parameters,
        double[] gradient,
        ref double scale) =>
        loss switch
        {
            "squared" => SquaredLoss.Add(rows, labels, weights, parameters, gradient),
            "logistic" => LogisticLoss.Add(rows, labels, weights, parameters, gradient),
            _ => HuberLoss.Add(rows, labels, weights, Epsilon, Scale, parameters, gradient, ref scale),
        };

    static double Plain(
        string loss,
        double[] values,
        int count,
        int width,
        double[] labels,
        double[] weights,
        double[] parameters,
        double[] gradient,
        ref double scale)
    {
        var sum = 0.0;
        for (var r = 0; r < count; r++)
        {
            double[] z = [.. values.AsSpan(r * width, width), 1];
            var margin = z.Take(parameters.Length).Zip(parameters, (a, b) => a * b).Sum();
            var weight = weights.Length > 0 ? weights[r] : 1;
            double slope;
            if (loss == "squared")
            {
                slope = margin - labels[r];
                sum += weight * slope * slope / 2;
            }
            else if (loss == "logistic")
            {
                slope = (1 / (1 + Math.Exp(-margin))) - labels[r];
                sum += weight * (Math.Log(1 + Math.Exp(margin)) - (labels[r] * margin));
            }
            else
            {
                var error = margin - labels[r];
                var inside = Math.Abs(error) <= Scale * Epsilon;
                slope = inside ? error / Scale : Math.Sign(error) * Epsilon;
                sum += weight / 2 * (inside
                    ? Scale + (error * error / Scale)
                    : Scale + (2 * Epsilon * Math.Abs(error)) - (Scale * Epsilon * Epsilon));
                scale += weight / 2 * (1 - (inside ? error * error / Scale / Scale : Epsilon * Epsilon));
            }

            for (var j = 0; j < gradient.Length; j++)
            {
                gradient[j] += weight * slope * z[j];
            }
        }

        return sum;
    }
}
