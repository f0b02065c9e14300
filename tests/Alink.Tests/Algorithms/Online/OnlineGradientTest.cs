using Alink.Classification;
using Alink.Online;
using Alink.Regression;

namespace Alink.Tests.Algorithms;

public class OnlineGradientTest
{
    internal static readonly Table Eight = EightRows.All;

    internal static readonly OnlineLinearRegression Plain = new() { LearningRate = 0.05, FitIntercept = false };

    public static TheoryData<OnlineOptimizer> Optimizers => [.. Enum.GetValues<OnlineOptimizer>()];

    /// <summary>scikit-learn 1.2.1: SGDRegressor of one pass without shuffling, alpha = 0.1.</summary>
    [Theory]
    [InlineData(OnlineRegressionLoss.SquaredError, 0.3759302271941315, 0.4760382613775107, 0.4681855505979982, 0.32815704812806357)]
    [InlineData(OnlineRegressionLoss.Huber, 0.14753536345171953, 0.07511445595367149, 0.09678662153512403, 0.07499373437500001)]
    [InlineData(OnlineRegressionLoss.EpsilonInsensitive, 0.29505838268391177, 0.15022891190734297, 0.1935794151800117, 0.15000000000000002)]
    public void Regression_agrees_with_scikit_learn(OnlineRegressionLoss loss, params double[] expected)
    {
        var model = new OnlineLinearRegression { LearningRate = 0.05, L2 = 0.1, Loss = loss, Delta = 0.5 }.Fit(Eight);

        Assert.Equal(expected, model.Coefficients.Append(model.Intercept), Near);
    }

    /// <summary>scikit-learn 1.2.1: SGDRegressor(learning_rate="invscaling", power_t=0.25), and with sample weights.</summary>
    [Fact]
    public void Rates_that_fall_and_rows_that_weigh_agree_with_scikit_learn()
    {
        var regression = new OnlineLinearRegression { LearningRate = 0.05, L2 = 0.1 };
        var falling = (regression with { Schedule = LearningSchedule.InverseScaling, Power = 0.25 }).Fit(Eight);
        var weighted = (regression with { Weight = "weight" }).Fit(Eight);

        Assert.Equal([0.30507377077237563, 0.288985996420208, 0.4205846131086506, 0.2611872257706104], falling.Coefficients.Append(falling.Intercept), Near);
        Assert.Equal([0.5565838558184681, 0.26602813911363044, 0.4681503646332671, 0.3988717077272721], weighted.Coefficients.Append(weighted.Intercept), Near);
    }

    /// <summary>scikit-learn 1.2.1: SGDClassifier of one pass without shuffling, alpha = 0.1.</summary>
    [Fact]
    public void Classifiers_agree_with_scikit_learn()
    {
        var logistic = new OnlineLogisticRegression { LearningRate = 0.05, L2 = 0.1, Label = "class" }.Fit(Eight);
        var svm = new OnlineLinearSvm { LearningRate = 0.05, L2 = 0.1, Label = "class" };
        var (hinge, squared) = (svm.Fit(Eight), (svm with { SquaredHinge = true }).Fit(Eight));

        Assert.Equal([0.11653804629213993, 0.03207821705473498, 0.03609585413403391, -0.002006216251734607], [.. logistic.Coefficients.Values, .. logistic.Intercepts], Near);
        Assert.Equal([0.2462971763714117, 0.05221396184484294, 0.07093759324251171, 0.0], [.. hinge.Coefficients.Values, .. hinge.Intercepts], Near);
        Assert.Equal([0.4152076875730436, 0.2567707532078731, 0.14307295340194298, 0.013101556430596725], [.. squared.Coefficients.Values, .. squared.Intercepts], Near);
    }

    [Fact]
    public void A_quantile_is_pulled_up_by_its_share_and_down_by_the_rest()
    {
        // Errors -1 and then 0.04 - 0: the steps are 0.1 · 0.4 up and 0.1 · 0.6 down.
        var rows = Table.Of<Vector>("features", [1.0], [1.0]).With<double>("label", 1, 0);
        var model = new OnlineLinearRegression { Loss = OnlineRegressionLoss.Quantile, Quantile = 0.4, LearningRate = 0.1, FitIntercept = false };

        Assert.Equal(0.04, model.Fit(rows.Slice(0, 1)).Coefficients[0], 1e-15);
        Assert.Equal(-0.02, model.Fit(rows).Coefficients[0], 1e-15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void The_first_step_of_a_mini_batch_is_the_gradient_in_closed_form(int rows)
    {
        // In Alink the first row of a batch counts in full, and the others by their share. From weights 0: X'y / n.
        var batch = Eight.Slice(0, rows);
        var labels = batch.Values<double>("label").ToArray();
        var expected = Enumerable.Range(0, 3).Select(j => 0.05 * batch.Values<Vector>("features").ToArray().Zip(labels, (x, y) => x[j] * y).Sum() / rows);

        foreach (var input in new[] { batch, batch.Sparse() })
        {
            Assert.Equal(expected, (Plain with { BatchSize = rows }).Fit(input).Coefficients, Near);
            Assert.Equal(expected, (Plain with { BatchSize = 100 }).Fit(input).Coefficients, Near);
        }
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_mini_batch_that_is_not_full_is_not_lost_and_goes_on(OnlineOptimizer optimizer)
    {
        var options = Plain with { Optimizer = optimizer, BatchSize = 5, L1 = 0.02, L2 = 0.3, FitIntercept = true };
        var state = options.Update(options.Start(Eight.Schema), Eight.Slice(0, 7));

        Assert.Equal(Simple(options, Eight.Slice(0, 7)), Weights(options.Snapshot(state)), Near);
        state = options.Update(state, Eight.Slice(7, 1));
        state = options.Update(state, Eight);
        Assert.Equal(Simple(options, Table.Concat(Eight, Eight)), Weights(options.Snapshot(state)), Near);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Steps_are_those_of_the_formulas(OnlineOptimizer optimizer)
    {
        foreach (var schedule in Enum.GetValues<LearningSchedule>())
        {
            var options = Plain with { Optimizer = optimizer, L1 = 0.05, L2 = 0.1, FitIntercept = true, Schedule = schedule };
            Assert.Equal(Simple(options, Any(200)), Weights(options.Fit(Any(200))), Near);
            Assert.Equal(Simple(options, Any(200)), Weights(options.Fit(Any(200).Sparse())), Near);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(30)]
    public void Strong_penalties_of_SGD_reach_every_weight_at_every_row(double l2)
    {
        // The rate is 0.05: each row takes a fifth of every weight, then all of it, or would take more than all.
        var options = Plain with { L1 = 0.01, L2 = l2, FitIntercept = true };

        Assert.Equal(Simple(options, Any(300)), Weights(options.Fit(Any(300).Sparse())), Near);
    }

    [Fact]
    public void L1_brings_weights_to_0_and_keeps_them_there()
    {
        var model = (Plain with { L1 = 10 }).Fit(Any(100));

        Assert.All(model.Coefficients, weight => Assert.Equal(0, weight));
    }

    [Fact]
    public void Softmax_steps_by_probability_less_truth()
    {
        var rows = Table.Of<Vector>("features", [2.0]).With("label", "b");
        var model = new OnlineLogisticRegression { Classes = ["a", "b", "c"], LearningRate = 0.3 }.Fit(rows);

        Assert.Equal([-0.2, 0.4, -0.2], model.Coefficients.Values.ToArray(), Near);
        Assert.Equal([-0.1, 0.2, -0.1], model.Intercepts, Near);
        var e = new[] { Math.Exp(-0.3), Math.Exp(0.6), Math.Exp(-0.3) };
        Assert.Equal(e.Select(each => each / e.Sum()), model.Probabilities([1.0]), Near);
    }

    [Fact]
    public void More_than_two_classes_must_be_told_beforehand()
    {
        var rows = Table.Of<Vector>("features", [1.0], [2.0], [3.0]).With("label", "a", "b", "c");

        Assert.Contains("'c' in row 2", Assert.Throws<TrainingException>(() => new OnlineLogisticRegression().Fit(rows)).Message);
        Assert.Equal(3, new OnlineLogisticRegression { Classes = ["c", "b", "a"] }.Fit(rows).Labels.Count);
        Assert.Contains("'c' in row 2", Assert.Throws<TrainingException>(() => new OnlineLinearSvm { Classes = ["b", "a"] }.Fit(rows)).Message);
        Assert.Throws<TrainingException>(() => new OnlineLinearSvm { Classes = ["c", "b", "a"] }.Fit(rows));
        Assert.Throws<TrainingException>(() => new OnlineLogisticRegression { Classes = ["a"] }.Fit(rows));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void The_class_that_comes_first_does_not_show(OnlineOptimizer optimizer)
    {
        var rows = Eight.With("class", 0, 1, 0, 1, 1, 0, 1, 0);
        var options = new OnlineLogisticRegression { Optimizer = optimizer, Label = "class", LearningRate = 0.1 };
        var (one, other) = (options.Fit(Eight), options.Fit(rows));

        Assert.Equal(one.Labels, other.Labels);
        Assert.Equal(one.Coefficients.Values.ToArray(), other.Coefficients.Values.ToArray().Select(weight => 0 - weight));
        var (goesOn, goesOnToo) = (options.Update(options.Resume(one), Eight), options.Update(options.Resume(other), rows));
        Assert.Equal(options.Snapshot(goesOn).Coefficients.Values.ToArray(), options.Snapshot(goesOnToo).Coefficients.Values.ToArray().Select(weight => 0 - weight));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Its_own_model_is_gone_on_from(OnlineOptimizer optimizer)
    {
        var options = Plain with { Optimizer = optimizer, FitIntercept = true, L1 = 0.01, L2 = 0.1 };
        var resumed = options.Update(options.Resume(options.Fit(Any(200).Slice(0, 120))), Any(200).Slice(120, 80));

        Assert.Equal(Weights(options.Fit(Any(200))), Weights(options.Snapshot(resumed)), Near);
        Assert.Throws<TrainingException>(() => (options with { Optimizer = (OnlineOptimizer)(((int)optimizer + 1) % 5) }).Resume(options.Fit(Eight)));
        Assert.Throws<TrainingException>(() => (options with { FitIntercept = false }).Resume(options.Fit(Eight)));
    }

    [Fact]
    public void Batch_models_are_gone_on_from_where_they_stopped()
    {
        var linear = new LinearRegression().Fit(Eight);
        var online = new OnlineLinearRegression();
        var three = Any(90).With("label", [.. Enumerable.Range(0, 90).Select(i => $"{i * i % 7 % 3}")]);

        Assert.Equal(Weights(linear.Coefficients, linear.Intercept), Weights(online.Snapshot(online.Resume(linear))));
        foreach (var (rows, label) in new[] { (Eight, "class"), (three, "label") })
        {
            var logistic = new LogisticRegression { Label = label, Regularization = 0.1, Family = LogisticFamily.Multinomial }.Fit(rows);
            var resumed = new OnlineLogisticRegression { Label = label };
            var model = resumed.Snapshot(resumed.Resume(logistic));

            Assert.Equal(logistic.Labels, model.Labels);
            foreach (var row in rows.Values<Vector>("features").ToArray())
            {
                Assert.Equal(logistic.Probabilities(row), model.Probabilities(row), Near);
            }
        }
    }

    /// <summary>scikit-learn 1.2.1's SGDClassifier, and a simple program in Python: six digits.</summary>
    [SharedTheory]
    [InlineData("elec2-stream", "SGD log loss, L2 1e-6, step 0.01", 0.01, 1e-6)]
    [InlineData("elec2-stream", "SGD log loss, L2 1e-6, step 0.1", 0.1, 1e-6)]
    [InlineData("adult-census", "plain SGD log loss, step 0.02, w=0 at start", 0.02, 0)]
    [InlineData("open-bandit-ctr", "plain SGD log loss, step 0.02, w=0 at start", 0.02, 0)]
    public void Progressive_validation_of_streams_agrees_with_the_reference(string set, string learner, double rate, double l2)
    {
        var options = new OnlineLogisticRegression { LearningRate = rate, L2 = l2, Classes = ["0", "1"] };
        var rows = SharedSets.Read(set);

        options.Advance(options.Start(rows.Schema), rows, out var output);
        var (logLoss, accuracy, auc) = SharedSets.Score(output);

        Assert.Equal(SharedSets.Reference(set, learner, "log_loss"), logLoss, 1e-6);
        Assert.Equal(SharedSets.Reference(set, learner, "accuracy"), accuracy, 1e-6);
        Assert.Equal(SharedSets.Reference(set, learner, "auc"), auc, 1e-6);
    }

    /// <summary>Squared error, every coordinate that the documentation says at every step, one number after the other.</summary>
    static double[] Simple(OnlineLinearRegression options, Table rows)
    {
        var width = rows.Block("features").Width;
        var (w, m, n) = (new double[width + 1], new double[width + 1], new double[width + 1]);
        var (rate, t) = (options.LearningRate!.Value, 0);
        foreach (var batch in rows.Batches(options.BatchSize))
        {
            t++;
            var eta = options.Schedule == LearningSchedule.Constant ? rate : rate / Math.Pow(t, options.Power);
            var vectors = batch.Values<Vector>("features").ToArray().Select(x => x.ToArray().Append(options.FitIntercept ? 1 : 0).ToArray()).ToArray();
            var errors = vectors.Zip(batch.Values<double>("label").ToArray(), (x, y) => x.Zip(w, (x, w) => x * w).Sum() - y).ToArray();
            for (var j = 0; j <= width; j++)
            {
                if (options.Optimizer != OnlineOptimizer.Sgd && vectors.All(x => x[j] == 0))
                {
                    continue;
                }

                var (l1, l2) = j == width ? (0, 0) : (options.L1, options.L2);
                var g = vectors.Zip(errors, (x, error) => x[j] * error).Sum() / vectors.Length;
                g += options.Optimizer == OnlineOptimizer.Sgd ? Math.Min(l2, 1 / eta) * w[j] : l2 * w[j];
                var (r, change) = (eta, eta * g);
                switch (options.Optimizer)
                {
                    case OnlineOptimizer.Momentum:
                        change = m[j] = (options.Gamma * m[j]) + (eta * g);
                        break;
                    case OnlineOptimizer.AdaGrad:
                        n[j] += g * g;
                        r = eta / Math.Sqrt(n[j] + options.Epsilon);
                        change = r * g;
                        break;
                    case OnlineOptimizer.RmsProp:
                        n[j] = (options.Gamma * n[j]) + ((1 - options.Gamma) * g * g);
                        r = eta / Math.Sqrt(n[j] + options.Epsilon);
                        change = r * g;
                        break;
                    case OnlineOptimizer.Adam:
                        m[j] = (options.Beta1 * m[j]) + ((1 - options.Beta1) * g);
                        n[j] = (options.Beta2 * n[j]) + ((1 - options.Beta2) * g * g);
                        r = eta / (Math.Sqrt(n[j] / (1 - Math.Pow(options.Beta2, t))) + options.Epsilon);
                        change = r * m[j] / (1 - Math.Pow(options.Beta1, t));
                        break;
                }

                w[j] -= change;
                w[j] = Math.Sign(w[j]) * Math.Max(0, Math.Abs(w[j]) - (r * l1));
            }
        }

        return w;
    }

    static Table Any(int rows)
    {
        var random = new Random(rows);
        var vectors = Enumerable.Range(0, rows).Select(_ => (Vector)Enumerable.Range(0, 6)
            .Select(_ => random.Next(2) * ((random.NextDouble() * 2) - 1)).ToArray()).ToArray();
        return Table.Of("features", vectors).With("label", Array.ConvertAll(vectors, x => x[0] - (2 * x[1]) + (0.1 * x[2]) + random.NextDouble()));
    }

    internal static double[] Weights(OnlineLinearRegressionModel model) => Weights(model.Coefficients, model.Intercept);

    static double[] Weights(IEnumerable<double> coefficients, double intercept) => [.. coefficients, intercept];

    static bool Near(double left, double right) => Math.Abs(left - right) <= 1e-12;
}
