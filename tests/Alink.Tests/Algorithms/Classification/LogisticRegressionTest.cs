using System.Collections.Immutable;
using Alink.Classification;
using Alink.IO;
using Alink.Runtime;
using Alink.Tests.Architecture;

namespace Alink.Tests.Algorithms;

public class LogisticRegressionTest
{
    internal static readonly Table Rows = Table
        .Of<Vector>(
            "features",
            [0.5, 2.0], [1.0, -1], [1.5, 0.5], [2.0, 3], [2.5, -2], [3.0, 1], [3.5, 0], [4.0, 2.5], [4.5, -0.5], [5.0, 1.5])
        .With("label", 0, 0, 1, 0, 1, 0, 1, 1, 0, 1)
        .With("weight", 1.0, 2, 1, 1, 0.5, 1, 3, 1, 1, 2);

    internal static readonly Table Three = Rows.With("label", 0, 0, 1, 2, 1, 0, 2, 1, 0, 2);

    internal static readonly LogisticRegression Weighted = new() { Weight = "weight" };

    public static TheoryData<LogisticSolver> Solvers => [LogisticSolver.Newton, LogisticSolver.Lbfgs];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void The_likeliest_coefficients_are_those_of_Newtons_method_in_numpy(LogisticSolver solver)
    {
        var model = (Weighted with { Solver = solver, Tolerance = 1e-9 }).Fit(Rows);

        AssertClose([0.9341585513, -0.109571974, -2.3640606589], [.. model.Coefficients.Row(0), .. model.Intercepts], 1e-6);
        Assert.Equal(0.5194102622144803, model.Summary.LogLoss, 1e-10);
        Assert.Equal(model.Summary.LogLoss, model.Summary.ObjectiveHistory[^1]);
        var through = (Weighted with { FitIntercept = false, Solver = solver, Tolerance = 1e-9 }).Fit(Rows);
        AssertClose([0.2585490086, -0.1464436761, 0], [.. through.Coefficients.Row(0), .. through.Intercepts], 1e-6);
    }

    [Fact]
    public void Standard_errors_are_those_of_the_Fisher_information()
    {
        var model = Weighted.Fit(Rows);

        AssertClose([0.5154952309, 0.4884829187, 1.5727290641], model.Summary.StandardErrors, 1e-5);
        var test = model.Tests()[0];
        Assert.Equal(0.9341585513 / 0.5154952309, test.Statistic, 1e-4);
        Assert.Equal(0.0699618631, test.P, 1e-6); // As scipy says of 1.8122.
        Assert.Equal("""
            LogisticRegressionModel: 2 classes, 2 features, 10 rows, log loss 0.51941
            feature      coefficient  standard error          z          p
            0               0.934159        0.515495    1.81216  0.0699619
            1              -0.109572        0.488483  -0.224311   0.822516
            (intercept)     -2.36406         1.57273   -1.50316   0.132798

            """, model.ToString());
    }

    [Theory]
    [InlineData(LogisticSolver.Newton, 0.05, 0.4, true, 0.688812887, 0, -1.7373012921697852, 0.5654100269694092)]
    [InlineData(LogisticSolver.Lbfgs, 0.05, 0.4, true, 0.688812887, 0, -1.7373012921697852, 0.5654100269694092)]
    [InlineData(LogisticSolver.Newton, 0.05, 0.4, false, 0.781053886, -0.0247825034, -1.9818889941286022, 0.5487660606178358)]
    [InlineData(LogisticSolver.Lbfgs, 0.05, 0.4, false, 0.781053886, -0.0247825034, -1.9818889941286022, 0.5487660606178358)]
    [InlineData(LogisticSolver.Newton, 0.3, 0.9, false, 0.2371531283, 0, -0.46011931021120356, 0.6712711108840967)]
    public void The_elastic_net_is_that_of_scipys_bounded_minimiser(
        LogisticSolver solver, double lambda, double alpha, bool standardize, double b1, double b2, double b0, double objective)
    {
        var model = (Weighted with
        {
            Regularization = lambda,
            ElasticNet = alpha,
            Standardize = standardize,
            Solver = solver,
            Tolerance = 1e-9,
        }).Fit(Rows);

        AssertClose([b1, b2, b0], [.. model.Coefficients.Row(0), .. model.Intercepts], 1e-5);
        Assert.Equal(objective, model.Summary.ObjectiveHistory[^1], 1e-9);
        Assert.Equal(0.0, b2 == 0 ? model.Coefficients[0, 1] : 0);
        Assert.Contains("penalised", Assert.Throws<InvalidOperationException>(() => model.Tests()).Message);
    }

    [Fact]
    public void Multinomial_coefficients_are_those_of_scikit_learn_and_have_mean_0()
    {
        // LogisticRegression(C = 1 / (λ Σ w)); without a penalty scikit-learn's are centred here as well.
        var ridge = (Weighted with { Regularization = 0.1, Standardize = false, Tolerance = 1e-9 }).Fit(Three);
        AssertClose(
            [-0.3774418419, -0.2440526251, -0.0608567561, 0.0676926296, 0.438298598, 0.1763599955], ridge.Coefficients.Values.ToArray(), 1e-5);
        AssertClose([1.3423765972, -0.2600262271, -1.0823503701], ridge.Intercepts, 1e-5);

        var free = (Weighted with { Tolerance = 1e-9 }).Fit(Three);
        AssertClose(
            [-0.4618352397, -0.3034957116, -0.0768768472, 0.0804130283, 0.5387120869, 0.2230826833], free.Coefficients.Values.ToArray(), 1e-5);
        AssertClose([1.5985349203, -0.1706741521, -1.4278607682], free.Intercepts, 1e-5);
        Assert.Contains("a row of coefficients for each class", Assert.Throws<InvalidOperationException>(() => free.Tests()).Message);
    }

    [Theory]
    [InlineData("breast-cancer-wdbc/breast_cancer_wdbc.csv", 0.07485267091295761, 1.0)]
    [InlineData("iris/iris.csv", 0.22778033518773508, 0.9333333333333333)]
    [InlineData("digits/digits.csv", 0.06766245168566826, 0.9637883008356546)]
    public void The_defaults_reach_the_optimum_of_real_rows(string file, double optimum, double accuracy)
    {
        // The objective and the accuracy of scikit-learn 1.2.1, C = 1, on standardised features, solved to 1e-14.
        var (train, test) = DataSets.Read(file).Split();
        var model = new LogisticRegression { Regularization = 1.0 / train.RowCount }.Fit(train);

        Assert.Equal(1, model.Summary.ObjectiveHistory[^1] / optimum, 1e-6);
        Assert.Equal(accuracy, model.Accuracy(test), 1e-12);
    }

    [Fact]
    public void Sparse_rows_of_a_file_teach_the_coefficients_of_scikit_learn()
    {
        // scikit-learn 1.2.1, LogisticRegression(C = 1, solver = "newton-cholesky", tol = 1e-14) on the values as they are;
        // the L-BFGS of reference.json stops four digits before.
        double[] expected =
        [
            -0.14607713, 0.5682821, 1.0608479, 0.90949191, 0.62262047, -0.45336404, 0.32853579, -0.79213154, 0.45264482,
            0.9644096, 0.31552299, 1.6970421, 0.68076274, 1.5386549,
        ];
        var rows = LibSvm.Read(Path.Combine(Repository.Root, "datasets", "heart-scale", "heart_scale.libsvm"));
        var (train, _) = rows.Split();
        var model = new LogisticRegression { Regularization = 1.0 / train.RowCount, Standardize = false, Tolerance = 1e-9 }.Fit(train);

        AssertClose(expected, [.. model.Coefficients.Row(0), .. model.Intercepts], 1e-7);
        Assert.Equal(DataType.Double, model.Labels.Type);
    }

    [Fact]
    public void Two_classes_by_two_margins_are_two_classes_by_one()
    {
        // Without a penalty the margins differ by the one of the binomial, half of it each.
        var one = (Weighted with { Tolerance = 1e-10 }).Fit(Rows);
        var two = (Weighted with { Family = LogisticFamily.Multinomial, Tolerance = 1e-10 }).Fit(Rows);

        Assert.Equal(one.Coefficients[0, 0] / 2, two.Coefficients[1, 0], 1e-5);
        Assert.Equal(-one.Intercepts[0] / 2, two.Intercepts[0], 1e-5);
        AssertClose(one.Probabilities([2.2, 0.3]), two.Probabilities([2.2, 0.3]), 1e-6);
    }

    [Fact]
    public void The_last_label_is_the_positive_class()
    {
        var text = Weighted.Fit(Rows.With("label", [.. Rows.Values<int>("label").ToArray().Select(y => y == 1 ? "a" : "b")]));
        var whole = Weighted.Fit(Rows);

        Assert.Equal<string>(["a", "b"], text.Labels.Names);
        Assert.Equal(-whole.Coefficients[0, 0], text.Coefficients[0, 0], 1e-6);
        AssertClose(whole.Probabilities([2.0, 1]), text.Probabilities([2.0, 1]).Reverse(), 1e-6);
        var rows = text.Transform(Rows.Select("features"));
        Assert.Equal("b", rows.Values<string>("prediction")[0]);
        Assert.Equal<string>(["a", "b"], rows.Schema["probabilities"].FeatureNames);
    }

    [Fact]
    public void A_threshold_moves_the_decision()
    {
        var p = Weighted.Fit(Rows).Probabilities([3.0, 1])[1];

        Assert.Equal(1, (Weighted with { Thresholds = [1 - p + 0.01, p - 0.01] }).Fit(Rows).Predict([3.0, 1]));
        Assert.Equal(0, (Weighted with { Thresholds = [1 - p - 0.01, p + 0.01] }).Fit(Rows).Predict([3.0, 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => (Weighted with { Thresholds = [1] }).Fit(Rows));
    }

    [Theory]
    [InlineData(LogisticFamily.Binomial, LogisticSolver.Newton)]
    [InlineData(LogisticFamily.Binomial, LogisticSolver.Lbfgs)]
    [InlineData(LogisticFamily.Multinomial, LogisticSolver.Auto)]
    public void Weights_count_rows_and_only_their_ratios_matter(LogisticFamily family, LogisticSolver solver)
    {
        var options = new LogisticRegression { Family = family, Solver = solver, Regularization = 0.02, Tolerance = 1e-10 };
        var repeated = options.Fit(Rows.Gather([0, 1, 1, 2, 3, 4, 5, 6, 6, 6, 7, 8, 9, 9]));
        double[] weights = [1, 2, 1, 1, 1, 1, 3, 1, 1, 2];
        var weighted = options with { Weight = "weight" };
        var once = weighted.Fit(Rows.With("weight", weights));
        var scaled = weighted.Fit(Rows.With("weight", [.. weights.Select(w => w / 1000)]));

        // A row that does not count brings no class either.
        var ignored = weighted.Fit(Rows.Gather([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0])
            .With("weight", [.. weights, 0.0]).With("label", [.. Rows.Values<int>("label").ToArray(), 7]));

        foreach (var other in new[] { repeated, scaled, ignored })
        {
            Assert.Equal(2, other.Labels.Count);
            AssertClose([.. once.Coefficients.Values, .. once.Intercepts], [.. other.Coefficients.Values, .. other.Intercepts], 1e-5);
            Assert.Equal(once.Summary.ObjectiveHistory[^1], other.Summary.ObjectiveHistory[^1], 1e-9);
        }
    }

    [Theory]
    [InlineData(LogisticFamily.Binomial, LogisticSolver.Newton, 0)]
    [InlineData(LogisticFamily.Binomial, LogisticSolver.Newton, 1)]
    [InlineData(LogisticFamily.Binomial, LogisticSolver.Lbfgs, 0)]
    [InlineData(LogisticFamily.Multinomial, LogisticSolver.Auto, 0.5)]
    public void Sparse_rows_teach_what_dense_ones_do(LogisticFamily family, LogisticSolver solver, double alpha)
    {
        var dense = Rows.With("features", [.. Rows.Values<Vector>("features").ToArray().Select((x, i) => Vector.Of([i % 2 == 0 ? 0 : x[0], x[1]]))]);
        var options = Weighted with { Family = family, Solver = solver, Regularization = 0.01, ElasticNet = alpha, Tolerance = 1e-10 };
        var expected = options.Fit(dense);
        var actual = options.Fit(dense.Sparse());

        AssertClose([.. expected.Coefficients.Values, .. expected.Intercepts], [.. actual.Coefficients.Values, .. actual.Intercepts], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void A_large_offset_loses_no_digits(LogisticSolver solver)
    {
        var options = Weighted with { Solver = solver, Tolerance = 1e-9, Regularization = 0.01 };
        var near = options.Fit(Rows);
        var far = options.Fit(Rows.With("features", [.. Rows.Values<Vector>("features").ToArray().Select(x => Vector.Of([x[0] + 1e8, x[1] - 1e6]))]));

        AssertClose(near.Coefficients.Values.ToArray(), far.Coefficients.Values.ToArray(), 1e-6);
        Assert.Equal(near.Summary.ObjectiveHistory[^1], far.Summary.ObjectiveHistory[^1], 1e-9);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Classes_that_a_plane_divides_end_finite_and_certain(LogisticSolver solver)
    {
        var rows = Rows.With("label", [.. Rows.Values<Vector>("features").ToArray().Select(x => x[0] > 2.2)]);
        var model = (Weighted with { Solver = solver }).Fit(rows);

        Assert.All([.. model.Coefficients.Values, .. model.Intercepts], b => Assert.True(double.IsFinite(b)));
        Assert.InRange(model.Summary.LogLoss, 0, 1e-4);
        Assert.InRange(model.Summary.Iterations, 1, 100);
        Assert.Equal(1, model.Predict([3.0, 0]));
        Assert.Equal(DataType.Boolean, model.Labels.Type);
    }

    [Theory]
    [InlineData(LogisticFamily.Binomial, LogisticSolver.Newton, 2)]
    [InlineData(LogisticFamily.Binomial, LogisticSolver.Lbfgs, 4)]
    [InlineData(LogisticFamily.Multinomial, LogisticSolver.Auto, 4)]
    public async Task A_resumed_training_has_the_bits_of_one_without_a_break(LogisticFamily family, LogisticSolver solver, int until)
    {
        var options = Weighted with { Family = family, Solver = solver, Regularization = 0.001, ElasticNet = 0.5 };
        var kept = new KeptCheckpoints { Until = until };
        var told = new Told();
        var context = new TrainingContext(LocalMachine.Default) { Checkpoints = kept, Progress = told };
        var whole = await options.FitAsync(Rows, context);
        Assert.Equal(Enumerable.Range(1, whole.Summary.Iterations), told.Iterations.Select(each => each.Iteration));
        Assert.Equal(whole.Summary.ObjectiveHistory.Skip(1), told.Iterations.Select(each => each.Loss!.Value));

        var resumed = await options.FitAsync(Rows, context);
        Assert.Equal(until, kept.Iteration);
        Assert.Equal(whole.Coefficients, resumed.Coefficients);
        Assert.Equal<double>(whole.Intercepts, resumed.Intercepts);
        Assert.Equal<double>(whole.Summary.ObjectiveHistory, resumed.Summary.ObjectiveHistory);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public async Task Many_lanes_have_the_same_bits_with_any_number_of_workers_and_reach_the_same_optimum(double alpha)
    {
        // Enough lanes for a start from a sample of them; sorted by class, which makes the sample a bad one.
        const int count = 540_000;
        var random = new Random(5);
        var x = new double[2 * count];
        var y = new bool[count];
        for (var i = 0; i < count; i++)
        {
            (x[2 * i], x[(2 * i) + 1]) = ((i / (double)count) + random.NextDouble(), random.NextDouble());
            y[i] = x[2 * i] + x[(2 * i) + 1] + random.NextDouble() > 1.6;
        }

        var rows = Table.Of("label", y).With(new Field("features", DataType.Vector), new VectorColumn(count, 2, x));
        var options = new LogisticRegression { Regularization = 0.001, ElasticNet = alpha };
        var one = await options.FitAsync(rows, new(new LocalMachine(1)));
        var many = await options.FitAsync(rows, new(new LocalMachine(7)));
        var descended = await (options with { Solver = LogisticSolver.Lbfgs }).FitAsync(rows, new(LocalMachine.Default));

        Assert.True(rows.Lanes > 32);
        Assert.Equal(one.Coefficients, many.Coefficients);
        Assert.Equal<double>(one.Intercepts, many.Intercepts);
        Assert.Equal(1, one.Summary.ObjectiveHistory[^1] / descended.Summary.ObjectiveHistory[^1], 1e-8);
    }

    internal static Table Named(Table rows, params ImmutableArray<string> levels) =>
        rows.With(rows.Schema["label"] with { Levels = new(DataType.Int32, levels) }, rows.Data("label"));

    internal static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count(), actual.Count());
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one, other, tolerance);
        }
    }
}
