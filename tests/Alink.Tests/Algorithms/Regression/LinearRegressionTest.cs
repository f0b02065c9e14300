using Alink.Regression;
using Alink.Runtime;

namespace Alink.Tests.Algorithms;

public class LinearRegressionTest
{
    internal static readonly Table Rows = Table
        .Of<Vector>(
            "features",
            [0.5, 2.1, 10], [1.5, 1.0, 12], [2.2, 3.3, 9], [3.1, 0.4, 15], [4.0, 2.7, 11], [5.2, 1.9, 14], [6.1, 3.8, 8], [7.3, 0.9, 13])
        .With("label", 3.1, 4.9, 4.2, 8.8, 7.9, 10.4, 30.0, 14.2)
        .With("weight", 1.0, 2, 1, 3, 1, 1, 0.5, 2);

    /// <summary>The smallest case of Spark's own tests, with weights.</summary>
    internal static readonly Table Spark = Table.Of<Vector>("features", [0.0, 5], [1.0, 7], [2.0, 11], [3.0, 13])
        .With("label", 17.0, 19, 23, 29).With("weight", 1.0, 2, 3, 4);

    internal static readonly LinearRegression Weighted = new() { Weight = "weight" };

    // J. Longley, "An appraisal of least squares programs for the electronic computer", JASA 62, 1967: deflator, GNP,
    // unemployed, armed forces, population, year; employed.
    static readonly double[][] Longley =
    [
        [83.0, 234289, 2356, 1590, 107608, 1947, 60323], [88.5, 259426, 2325, 1456, 108632, 1948, 61122],
        [88.2, 258054, 3682, 1616, 109773, 1949, 60171], [89.5, 284599, 3351, 1650, 110929, 1950, 61187],
        [96.2, 328975, 2099, 3099, 112075, 1951, 63221], [98.1, 346999, 1932, 3594, 113270, 1952, 63639],
        [99.0, 365385, 1870, 3547, 115094, 1953, 64989], [100.0, 363112, 3578, 3350, 116219, 1954, 63761],
        [101.2, 397469, 2904, 3048, 117388, 1955, 66019], [104.6, 419180, 2822, 2857, 118734, 1956, 67857],
        [108.4, 442769, 2936, 2798, 120445, 1957, 68169], [110.8, 444546, 4681, 2637, 121950, 1958, 66513],
        [112.6, 482704, 3813, 2552, 123366, 1959, 68655], [114.2, 502601, 3931, 2514, 125368, 1960, 69564],
        [115.7, 518173, 4806, 2572, 127852, 1961, 69331], [116.9, 554894, 4007, 2827, 130081, 1962, 70551],
    ];

    [Fact]
    public void Longleys_certified_values_come_out()
    {
        var rows = Table.Of("features", [.. Longley.Select(row => (Vector)row[..^1])])
            .With("label", [.. Longley.Select(row => row[^1])]);
        var model = new LinearRegression().Fit(rows);

        // The values certified by the United States' National Institute of Standards and Technology (StRD, Longley).
        double[] coefficients =
        [
            15.0618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359, -0.0511041056535807, 1829.15146461355,
            -3482258.63459582,
        ];
        double[] errors =
        [
            84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675, 0.226073200069370, 455.478499142212,
            890420.383607373,
        ];
        var tests = model.Tests();
        for (var j = 0; j < coefficients.Length; j++)
        {
            Assert.Equal(1, tests[j].Estimate / coefficients[j], 1e-9);
            Assert.Equal(1, tests[j].StandardError / errors[j], 1e-9);
        }

        Assert.Equal(0.995479004577296, model.Summary.R2, 1e-12);
        Assert.Equal(304.854073561965, Math.Sqrt(model.Summary.Dispersion), 1e-8);
    }

    [Fact]
    public void A_large_offset_of_features_and_target_loses_no_digits()
    {
        var near = Weighted.Fit(Rows);
        var far = Weighted.Fit(Rows
            .With("features", [.. Rows.Values<Vector>("features").ToArray()
                .Select(x => (Vector)Array.ConvertAll(x.ToArray(), number => number + 1e7))])
            .With("label", [.. Rows.Values<double>("label").ToArray().Select(y => y - 1e8)]));

        for (var j = 0; j < 3; j++)
        {
            Assert.Equal(near.Coefficients[j], far.Coefficients[j], 1e-7);
        }
    }

    [Fact]
    public void Weighted_coefficients_and_their_errors_are_those_of_the_normal_equations_in_numpy()
    {
        var model = Weighted.Fit(Rows);

        AssertClose([2.09630214, 0.17177545, -0.43585994, 6.68649755], [.. model.Coefficients, model.Intercept], 1e-7);
        AssertClose([0.84629796, 3.49180977, 1.74618532, 25.53348284], model.Summary.StandardErrors, 1e-7);
        Assert.Equal(137.1646761368266, model.Summary.Deviance, 1e-9);
        Assert.Equal(369.08869565217395, model.Summary.NullDeviance, 1e-9);
        Assert.Equal(2.293521128514549, model.Summary.MeanAbsoluteError, 1e-10);
        Assert.Equal(4, model.Summary.DegreesOfFreedom);
    }

    [Fact]
    public void The_summary_is_that_of_R()
    {
        // lm(label ~ x0 + x1, weights = weight), as Spark's tests quote it.
        var model = Weighted.Fit(Spark);
        var summary = model.Summary;

        AssertClose([6.08, -0.6, 18.08], [.. model.Coefficients, model.Intercept], 1e-9);
        AssertClose([5.556, 1.960, 9.608], summary.StandardErrors, 1e-3);
        AssertClose([1.094, -0.306, 1.882], model.Tests().Select(test => test.Statistic), 1e-3);
        AssertClose([0.471, 0.811, 0.311], model.Tests().Select(test => test.P), 1e-3);
        Assert.Equal(7.68, summary.Dispersion, 1e-9);
        Assert.Equal(202, summary.NullDeviance, 1e-9);
        Assert.Equal(18.783, summary.Aic, 1e-3);
        Assert.Equal((-1.358, 1.92), (Math.Round(summary.LeastResidual, 3), Math.Round(summary.GreatestResidual, 3)));
        Assert.Equal(1 - (7.68 / 202 * 3 / 1), summary.R2Adjusted, 1e-9);
        Assert.Equal(0.5 * 7.68 / 10, Assert.Single(summary.ObjectiveHistory), 1e-12);
        Assert.Equal("""
            LinearRegressionModel: 2 features, 4 rows, R² 0.96198, RMSE 0.876356
            feature      coefficient  standard error          t         p
            0                   6.08          5.5564    1.09423  0.471374
            1                   -0.6         1.95959  -0.306186  0.810846
            (intercept)        18.08           9.608    1.88177  0.310965

            """, model.ToString());
    }

    [Theory]
    [InlineData(RegressionSolver.Normal)]
    [InlineData(RegressionSolver.Lbfgs)]
    public void Ridge_and_elastic_net_are_those_of_scikit_learn(RegressionSolver solver)
    {
        // scikit-learn 1.2.1: Ridge(alpha = n λ / σ); ElasticNet with the shares λ α and λ (1 − α) / σ, its features divided
        // by their deviation where standardised.
        var plain = new LinearRegression { Solver = solver, Standardize = false, Tolerance = 1e-9, MaxIterations = 1000 };

        AssertFit([2.9782059, -0.50773249, -1.66532306, 19.479482318318276], plain with { Regularization = 0.3 });
        var net = plain with { Regularization = 0.4, ElasticNet = 0.6 };
        AssertFit([2.88084313, 0, -1.39408701, 15.702349441201317], net);
        AssertFit([2.76394919, 0, -1.29818566, 15.036375006653389], net with { Standardize = true });

        static void AssertFit(double[] expected, LinearRegression options)
        {
            var model = options.Fit(Rows);
            AssertClose(expected, [.. model.Coefficients, model.Intercept], 2e-5);
            Assert.Equal(0.0, expected[1] == 0 ? model.Coefficients[1] : 0);
        }
    }

    [Theory]
    [InlineData(false, 0, 0, 0.0, -3.727121, 3.009983)]
    [InlineData(true, 0.1, 1, 15.4, 4.3, 0.0)]
    [InlineData(false, 0.5, 0.1, 0.0, -0.960837488151064, 2.43010130999756)]
    [InlineData(true, 0.1, 0, 14.064629, 3.565802, 0.269593)]
    public void Penalised_fits_are_those_of_glmnet(
        bool intercept, double lambda, double alpha, double b0, double b1, double b2)
    {
        // As Spark's tests quote them; λ is divided by the deviation of y about its mean even without an intercept.
        var model = (Weighted with { FitIntercept = intercept, Regularization = lambda, ElasticNet = alpha }).Fit(Spark);

        AssertClose([b0, b1, b2], [model.Intercept, .. model.Coefficients], 1e-5);
    }

    [Theory]
    [InlineData(0.0, 1.58630339, -0.62281038, 0.0113529, 3.23866473, 0.27031515)]
    [InlineData(0.1, 1.55988895, -0.54766752, 0.0532557, 2.69717093, 0.24385065)]
    public void Hubers_fit_and_scale_are_those_of_scikit_learn(
        double lambda, double b1, double b2, double b3, double intercept, double scale)
    {
        // HuberRegressor(alpha = n λ) minimises 2 n times our objective.
        var model = new LinearRegression
        {
            Loss = RegressionLoss.Huber,
            Regularization = lambda,
            Standardize = false,
            MaxIterations = 1000,
        }.Fit(Rows);

        AssertClose([b1, b2, b3, intercept, scale], [.. model.Coefficients, model.Intercept, model.Scale], 2e-4);
        Assert.Equal(model.Summary.ObjectiveHistory.Min(), model.Summary.ObjectiveHistory[^1]);
    }

    [Fact]
    public void Huber_scales_with_the_target()
    {
        var huber = new LinearRegression { Loss = RegressionLoss.Huber, Tolerance = 1e-9, MaxIterations = 1000 };
        var ones = huber.Fit(Rows);
        var millions = huber.Fit(Rows.With("label", [.. Rows.Values<double>("label").ToArray().Select(y => y * 1e6)]));

        Assert.Equal(1, millions.Scale / ones.Scale / 1e6, 1e-4);
        Assert.Equal(1, millions.Summary.ObjectiveHistory[^1] / ones.Summary.ObjectiveHistory[^1] / 1e6, 1e-6);
    }

    [Theory]
    [InlineData(RegressionLoss.SquaredError, RegressionSolver.Normal)]
    [InlineData(RegressionLoss.SquaredError, RegressionSolver.Lbfgs)]
    [InlineData(RegressionLoss.Huber, RegressionSolver.Auto)]
    public void Weights_count_rows_and_only_their_ratios_matter(RegressionLoss loss, RegressionSolver solver)
    {
        var options = new LinearRegression { Loss = loss, Solver = solver, Regularization = 0.05, Tolerance = 1e-10, MaxIterations = 1000 };
        var repeated = options.Fit(Rows.Gather([0, 1, 2, 3, 4, 5, 6, 7, 1, 3, 3, 7, 7]));
        double[] weights = [1, 2, 1, 3, 1, 1, 1, 3];
        var weighted = options with { Weight = "weight" };
        var once = weighted.Fit(Rows.With("weight", weights));
        var scaled = weighted.Fit(Rows.With("weight", [.. weights.Select(w => w * 1000)]));
        double[] odd = [.. weights, 0];
        var ignored = weighted.Fit(Rows.Gather([0, 1, 2, 3, 4, 5, 6, 7, 0]).With("weight", odd)
            .With<double>("label", [.. Rows.Values<double>("label").ToArray(), 1e6]));

        foreach (var other in new[] { repeated, scaled, ignored })
        {
            AssertClose([once.Intercept, .. once.Coefficients], [other.Intercept, .. other.Coefficients], 2e-4);
            Assert.Equal(once.Summary.ObjectiveHistory[^1], other.Summary.ObjectiveHistory[^1], 1e-10);
            Assert.Equal(once.Summary.RootMeanSquaredError, other.Summary.RootMeanSquaredError, 1e-4);
        }

        Assert.Equal(8, ignored.Summary.Rows);
    }

    [Theory]
    [InlineData(RegressionLoss.SquaredError, RegressionSolver.Normal)]
    [InlineData(RegressionLoss.SquaredError, RegressionSolver.Lbfgs)]
    [InlineData(RegressionLoss.Huber, RegressionSolver.Auto)]
    public void Sparse_rows_teach_what_dense_ones_do(RegressionLoss loss, RegressionSolver solver)
    {
        var dense = Rows.With("features", [.. Rows.Values<Vector>("features").ToArray()
            .Select((x, i) => Vector.Of([i % 2 == 0 ? 0 : x[0], x[1], i % 3 == 0 ? 0 : x[2]]))]);
        var options = Weighted with { Loss = loss, Solver = solver, Tolerance = 1e-10, MaxIterations = 1000 };
        var expected = options.Fit(dense);
        var actual = options.Fit(dense.Sparse());

        AssertClose([expected.Intercept, .. expected.Coefficients], [actual.Intercept, .. actual.Coefficients], 1e-6);
        Assert.Equal(expected.Predict([0.0, 1, 0]), actual.Predict(Vector.Sparse(3, new[] { 1 }, new[] { 1.0 })), 1e-5);
    }

    [Fact]
    public void Lanes_merge_as_if_they_were_one_even_where_they_lie_far_apart()
    {
        var random = new Random(1);
        var x = Enumerable.Range(0, 40_000).Select(i => Vector.Of([i + random.NextDouble(), 1e5 + random.NextDouble()])).ToArray();
        var y = Array.ConvertAll(x, row => (3 * row[0]) - (2 * row[1]) + 5);
        var rows = Table.Of("features", x).With("label", y);

        Assert.True(rows.Lanes > 1);
        var model = new LinearRegression().Fit(rows);
        AssertClose([3, -2], model.Coefficients, 1e-9);
        Assert.Equal(1, model.Summary.R2, 1e-12);
    }

    [Fact]
    public async Task A_resumed_training_has_the_bits_of_one_without_a_break()
    {
        var options = new LinearRegression { Loss = RegressionLoss.Huber };
        var kept = new KeptCheckpoints { Until = 5 };
        var context = new TrainingContext(LocalMachine.Default) { Checkpoints = kept };
        var whole = await options.FitAsync(Rows, context);
        var resumed = await options.FitAsync(Rows, context);

        Assert.Equal(5, kept.Iteration);
        Assert.Equal<double>(whole.Coefficients, resumed.Coefficients);
        Assert.Equal(whole.Scale, resumed.Scale);
        Assert.Equal<double>(whole.Summary.ObjectiveHistory, resumed.Summary.ObjectiveHistory);
    }

    [Fact]
    public async Task The_training_tells_each_iteration()
    {
        var told = new Told();
        var model = await new LinearRegression { Solver = RegressionSolver.Lbfgs }
            .FitAsync(Rows, new(LocalMachine.Default) { Progress = told });

        Assert.Equal(Enumerable.Range(1, model.Summary.Iterations), told.Iterations.Select(each => each.Iteration));
        Assert.Equal(model.Summary.ObjectiveHistory.Skip(1), told.Iterations.Select(each => each.Loss!.Value));
        Assert.Equal(0.5 * model.Summary.MeanSquaredError, model.Summary.ObjectiveHistory[^1], 1e-9);
    }

    internal static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count(), actual.Count());
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one, other, tolerance);
        }
    }
}
