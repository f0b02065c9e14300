using Alink.Classification;
using Alink.Online;
using Alink.Regression;

namespace Alink.Tests.Algorithms;

public class OnlineFactorizationMachineTest
{
    static readonly OnlineFactorizationMachineRegression Plain = new() { Factors = 3, LearningRate = 0.2, InitialDeviation = 0.3, Seed = 5 };

    [Fact]
    public void The_margin_is_the_sum_over_all_pairs()
    {
        var weights = Plain.Fit(Any(50)).Weights;
        foreach (var x in Any(50).Values<Vector>("features").ToArray())
        {
            Assert.Equal(Margin(weights, x), weights.Margin(x), 1e-12);
        }
    }

    [Fact]
    public void A_step_is_AdaGrad_along_the_measured_slope_of_loss_and_penalties()
    {
        var options = Plain with { InterceptPenalty = 0.1, LinearPenalty = 0.2, FactorPenalty = 0.3, Weight = "weight" };
        var before = options.Fit(Any(20)).Weights;
        var row = Any(21).Slice(20, 1);
        var after = options.Fit(Any(21)).Weights;

        // The first step on each parameter was η g / √(g² + ε) and so on: what changed follows from g by the sums kept.
        var (x, y, weight) = (row.Values<Vector>("features")[0], row.Values<double>("label")[0], row.Values<double>("weight")[0]);
        Check(before.Intercept, after.Intercept, before.InterceptSquares, after.InterceptSquares, b => Loss(before with { Intercept = b }), 0.1);
        for (var j = 0; j < x.Length; j++)
        {
            if (x[j] == 0)
            {
                Assert.Equal(before.Linear[j], after.Linear[j]);
                Assert.Equal(before.Factors.Row(j), after.Factors.Row(j));
                continue;
            }

            Check(before.Linear[j], after.Linear[j], before.Squares[j, 0], after.Squares[j, 0], w => Loss(before with { Linear = before.Linear.SetItem(j, w) }), 0.2);
            for (var f = 0; f < 3; f++)
            {
                var place = (j * 3) + f;
                Check(
                    before.Factors[j, f], after.Factors[j, f], before.Squares[j, 1 + f], after.Squares[j, 1 + f],
                    v => Loss(before with { Factors = new(x.Length, 3, [.. before.Factors.Values.ToArray().Select((old, at) => at == place ? v : old)]) }),
                    0.3);
            }
        }

        double Loss(FactorizationWeights weights) => weight * Math.Pow(Margin(weights, x) - y, 2) / 2;

        static void Check(double before, double after, double squares, double squaresAfter, Func<double, double> loss, double penalty)
        {
            const double h = 1e-5;
            var g = ((loss(before + h) - loss(before - h)) / (2 * h)) + (penalty * before);
            Assert.Equal(squares + (g * g), squaresAfter, 1e-7 * (1 + (g * g)));
            Assert.Equal(before - (0.2 * g / Math.Sqrt(squares + (g * g) + 1e-8)), after, 1e-7);
        }
    }

    [Fact]
    public void Two_steps_of_FTRL_are_those_computed_by_hand()
    {
        // η = ½, β = 1, L1 = 0, no penalties: θ = −z / (2 (1 + √n)). One factor of 0.1 and 0.2; the rows are (1, 2) → 3, then (1, 0) → 0.
        var options = new OnlineFactorizationMachineRegression { Factors = 1, Optimizer = FactorizationOptimizer.Ftrl, LearningRate = 0.5 };
        var begin = new FactorizationWeights(0, [0, 0], Matrix.Of([0.1], [0.2]), 0, Matrix.Of([0, 0], [0, 0]));
        var state = options.Resume(new OnlineFactorizationMachineRegressionModel(options, begin));
        var rows = Table.Of<Vector>("features", [1.0, 2.0], [1.0, 0.0]).With<double>("label", 3, 0);

        // m = 0.1 · 1 · 0.2 · 2 = 0.04 and the slope −2.96. Gradients: intercept −2.96; weights −2.96 and −5.92; factors
        // −2.96 · 1 · 0.4 = −1.184 and −2.96 · 2 · 0.1 = −0.592. Weights begin at 0, so z = g: 2.96 / (2 · 3.96) and so on.
        // z of the factors begins at −0.1 · 2 and −0.2 · 2; σ = 2 |g|: z = −0.2 − 1.184 − 2.368 · 0.1 = −1.6208, and
        // −0.4 − 0.592 − 1.184 · 0.2 = −1.2288.
        state = options.Update(state, rows.Slice(0, 1));
        var first = options.Snapshot(state).Weights;
        Assert.Equal(2.96 / 7.92, first.Intercept, 1e-14);
        Assert.Equal(2.96 / 7.92, first.Linear[0], 1e-14);
        Assert.Equal(5.92 / 13.84, first.Linear[1], 1e-14);
        Assert.Equal(1.6208 / (2 * 2.184), first.Factors[0, 0], 1e-14);
        Assert.Equal(1.2288 / (2 * 1.592), first.Factors[1, 0], 1e-14);

        // m = 2 · 2.96 / 7.92, which is the slope too; the second feature is not there, nor is any product: its factor's gradient is 0.
        var (g, w) = (5.92 / 7.92, 2.96 / 7.92);
        var n = (2.96 * 2.96) + (g * g);
        var z = -2.96 + g - (2 * (Math.Sqrt(n) - 2.96) * w);
        var second = options.Snapshot(options.Update(state, rows.Slice(1, 1))).Weights;
        Assert.Equal(-z / (2 * (1 + Math.Sqrt(n))), second.Linear[0], 1e-14);
        Assert.Equal(second.Linear[0], second.Intercept, 1e-14);
        Assert.Equal(first.Factors, second.Factors);
        Assert.Equal(first.Linear[1], second.Linear[1]);
    }

    [Fact]
    public void Penalties_of_FTRL_are_those_of_each_kind_and_L1_spares_the_intercept()
    {
        var options = new OnlineFactorizationMachineRegression
        {
            Factors = 1,
            Optimizer = FactorizationOptimizer.Ftrl,
            LearningRate = 1,
            L1 = 0.5,
            InterceptPenalty = 1,
            LinearPenalty = 2,
            FactorPenalty = 3,
        };
        var begin = new FactorizationWeights(0, [0, 0], Matrix.Of([1], [1]), 0, Matrix.Of([0, 0], [0, 0]));
        var state = options.Resume(new OnlineFactorizationMachineRegressionModel(options, begin));

        // m = 1, y = 3, slope −2 for every parameter. z of a factor begins at −(1 + 3) − ½ and moves by −2 − 2 · 1.
        var weights = options.Snapshot(options.Update(state, Table.Of<Vector>("features", [1.0, 1.0]).With<double>("label", 3))).Weights;
        Assert.Equal(2.0 / (1 + 2 + 1), weights.Intercept, 1e-15);
        Assert.Equal(1.5 / (1 + 2 + 2), weights.Linear[0], 1e-15);
        Assert.Equal(8.0 / (1 + 2 + 3), weights.Factors[0, 0], 1e-15);
    }

    [Fact]
    public void A_model_of_AdaGrad_is_gone_on_from_by_FTRL()
    {
        var learnt = Plain.Fit(Any(40));
        var ftrl = Plain with { Optimizer = FactorizationOptimizer.Ftrl };
        var resumed = ftrl.Snapshot(ftrl.Resume(learnt));

        Assert.Equal(learnt.Weights.Factors, resumed.Weights.Factors);
        Assert.Equal(learnt.Weights.Intercept, resumed.Weights.Intercept);
        Assert.Equal(learnt.Weights.Linear[1], new Alink.Numerics.FtrlProximal(0.2, 1, 0, 0).Weight(resumed.Weights.Z[1, 0], resumed.Weights.Squares[1, 0]), 1e-14);
    }

    [Theory]
    [InlineData(FactorizationOptimizer.AdaGrad, 0.1)]
    [InlineData(FactorizationOptimizer.Ftrl, 0.3)]
    public void Products_are_learnt_that_no_weighted_sum_divides(FactorizationOptimizer optimizer, double rate)
    {
        // 1 where exactly one of two features is 1.
        var rows = Table.Of<Vector>("features", [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]).With("label", "yes", "yes", "no", "no");
        var model = new OnlineFactorizationMachine { Factors = 2, Optimizer = optimizer, LearningRate = rate, Negative = "no", Positive = "yes" }
            .Fit(Table.Concat([.. Enumerable.Repeat(rows, 500)]));

        Assert.Equal(["yes", "yes", "no", "no"], model.Transform(rows).Values<string>("prediction").ToArray());
    }

    [Fact]
    public void Factors_begin_by_feature_and_seed_with_the_deviation_asked_for()
    {
        var options = Plain with { Factors = 10, InitialDeviation = 0.05 };
        var schema = new Schema(new Field("features", DataType.Vector) { VectorLength = 1000 }, new Field("label", DataType.Double));
        var begins = options.Snapshot(options.Start(schema)).Weights.Factors.Values.ToArray();

        Assert.InRange(begins.Average(), -0.001, 0.001);
        Assert.Equal(0.05, Math.Sqrt(begins.Average(v => v * v)), 1e-3);
        Assert.NotEqual(begins, (options with { Seed = 6 }).Snapshot((options with { Seed = 6 }).Start(schema)).Weights.Factors.Values.ToArray());
    }

    [Fact]
    public void Dense_rows_teach_what_sparse_ones_do_to_the_bit()
    {
        var (dense, sparse) = (Plain.Fit(Any(100)), Plain.Fit(Any(100).Sparse()));

        Assert.Equal(dense.Weights.Factors, sparse.Weights.Factors);
        Assert.Equal(dense.Weights.Linear.ToArray(), sparse.Weights.Linear.ToArray());
        Assert.Equal(dense.Transform(Any(100)).Values<double>("prediction").ToArray(), sparse.Transform(Any(100).Sparse()).Values<double>("prediction").ToArray());
    }

    [Theory]
    [InlineData(FactorizationOptimizer.AdaGrad)]
    [InlineData(FactorizationOptimizer.Ftrl)]
    public void Its_own_model_is_gone_on_from_to_the_bit(FactorizationOptimizer optimizer)
    {
        var plain = Plain with { Optimizer = optimizer, L1 = 0.01 };
        var rows = Any(100).With("label", [.. Enumerable.Range(0, 100).Select(i => i % 3 == 0 ? "yes" : "no")]);
        var options = new OnlineFactorizationMachine { Factors = 4, Optimizer = optimizer, L1 = 0.01 };
        var resumed = options.Update(options.Resume(options.Fit(rows.Slice(0, 60))), rows.Slice(60, 40));
        var goneOn = plain.Update(plain.Resume(plain.Fit(Any(100).Slice(0, 60))), Any(100).Slice(60, 40));

        Assert.Equal(options.Fit(rows).Weights.Factors, options.Snapshot(resumed).Weights.Factors);
        Assert.Equal(options.Fit(rows).Labels, options.Snapshot(resumed).Labels);
        Assert.Equal(options.Fit(rows).Weights.Squares, options.Snapshot(resumed).Weights.Squares);
        Assert.Equal(options.Fit(rows).Weights.Z, options.Snapshot(resumed).Weights.Z);
        Assert.Equal(plain.Fit(Any(100)).Weights.Factors, plain.Snapshot(goneOn).Weights.Factors);
        Assert.Throws<TrainingException>(() => (options with { Factors = 5 }).Resume(options.Fit(rows)));
        Assert.Throws<TrainingException>(() => (options with { Positive = "maybe" }).Resume(options.Fit(rows)));
        Assert.Throws<TrainingException>(() => (options with { FitIntercept = false }).Resume(options.Fit(rows)));
    }

    [Fact]
    public void Probabilities_are_those_of_the_class_whose_margin_it_is()
    {
        var rows = Table.Of<Vector>("features", [1.0], [-1.0]).With("label", "yes", "no");
        var many = Table.Concat([.. Enumerable.Repeat(rows, 50)]);
        var model = new OnlineFactorizationMachine { Factors = 1, LearningRate = 0.5 }.Fit(many);

        Assert.Equal(["no", "yes"], model.Labels.Names.ToArray());
        Assert.Equal(0, model.Place); // "no" is seen second, so the margin is its.
        Assert.True(model.Probabilities([1.0])[1] > 0.9);
        Assert.Equal(1, model.Probabilities([1.0]).Sum(), 1e-15);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain with { Factors = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain with { LearningRate = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain with { FactorPenalty = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Plain with { InitialDeviation = double.NaN });
    }

    static double Margin(FactorizationWeights weights, Vector x)
    {
        var margin = weights.Intercept + x.ToArray().Zip(weights.Linear, (x, w) => x * w).Sum();
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = i + 1; j < x.Length; j++)
            {
                margin += x[i] * x[j] * weights.Factors.Row(i).ToArray().Zip(weights.Factors.Row(j).ToArray(), (a, b) => a * b).Sum();
            }
        }

        return margin;
    }

    static Table Any(int rows)
    {
        var random = new Random(3);
        var (vectors, labels, weights) = (new Vector[rows], new double[rows], new double[rows]);
        for (var i = 0; i < rows; i++)
        {
            var x = Enumerable.Range(0, 6).Select(_ => random.Next(2) * ((random.NextDouble() * 2) - 1)).ToArray();
            (vectors[i], labels[i], weights[i]) = (x, x[0] + (2 * x[1] * x[2]) + random.NextDouble(), random.NextDouble() + 0.5);
        }

        return Table.Of("features", vectors).With("label", labels).With("weight", weights);
    }
}
