using Alink.Regression;
using static Alink.Tests.Algorithms.LinearRegressionTest;

namespace Alink.Tests.Algorithms;

public class LinearRegressionEdgesTest
{
    [Theory]
    [InlineData(RegressionSolver.Normal, 0)]
    [InlineData(RegressionSolver.Normal, 1)]
    [InlineData(RegressionSolver.Lbfgs, 0)]
    public void Features_that_agree_share_their_weight_and_have_no_standard_errors(RegressionSolver solver, double alpha)
    {
        var twice = Rows.With("features", [.. Rows.Values<Vector>("features").ToArray().Select(x => Vector.Of([x[0], x[0]]))]);
        var once = Rows.With("features", [.. Rows.Values<Vector>("features").ToArray().Select(x => Vector.Of([x[0]]))]);
        var options = new LinearRegression { Solver = solver, ElasticNet = alpha, Regularization = alpha };
        var model = options.Fit(twice);

        Assert.Equal(options.Fit(once).Coefficients[0], model.Coefficients.Sum(), 1e-6);
        if (alpha == 0)
        {
            Assert.Equal(model.Coefficients[0], model.Coefficients[1], 1e-6);
        }

        Assert.Empty(model.Summary.StandardErrors);
        var refusal = Assert.Throws<InvalidOperationException>(() => model.Tests()).Message;
        Assert.Contains(
            alpha > 0 ? "penalised" : solver == RegressionSolver.Lbfgs ? "L-BFGS" : "depend on each other", refusal);
    }

    [Fact]
    public void A_feature_that_never_varies_has_no_coefficient()
    {
        var rows = Spark.With<Vector>("features", [0.1, 5.0], [0.1, 7], [0.1, 11], [0.1, 13]);
        var through = Weighted with { FitIntercept = false };

        // Spark's numbers for the same rows.
        AssertClose([0, 2.253012], through.Fit(rows).Coefficients, 1e-6);
        AssertClose([0, 2.240811], (through with { Regularization = 0.5, ElasticNet = 1 }).Fit(rows).Coefficients, 1e-6);
        var with = Weighted.Fit(rows);
        Assert.Equal(0, with.Coefficients[0]);
        Assert.Equal(double.NaN, with.Summary.StandardErrors[0]);
        Assert.True(with.Summary.StandardErrors[1] > 0);
    }

    [Fact]
    public void A_target_that_never_varies_is_the_intercept_or_is_refused_with_a_penalty_and_no_intercept()
    {
        var rows = Spark.With("label", 7.5, 7.5, 7.5, 7.5);
        foreach (var loss in Enum.GetValues<RegressionLoss>())
        {
            var model = (Weighted with { Loss = loss }).Fit(rows);
            Assert.Equal<double>([0, 0], model.Coefficients);
            Assert.Equal((7.5, 0), (model.Intercept, model.Summary.Iterations));
        }

        var through = Weighted with { FitIntercept = false };
        Assert.Equal<double>([0, 0], through.Fit(Spark.With("label", 0.0, 0, 0, 0)).Coefficients);
        Assert.Equal(7.5, through.Fit(rows).Predict([2.5, 10]), 3.0);
        foreach (var solver in new[] { RegressionSolver.Normal, RegressionSolver.Lbfgs })
        {
            Assert.Contains("never varies", Assert.Throws<TrainingException>(
                () => (through with { Regularization = 0.1, Solver = solver }).Fit(rows)).Message);
        }
    }

    [Fact]
    public void Rows_that_cannot_teach_are_refused_by_name()
    {
        Assert.Contains("at least one row", Refusal(Rows.Slice(0, 0)));
        Assert.Contains("at least one row", Refusal(Rows.With("weight", new double[8])));
        Assert.Contains("'label' holds NaN in row 3", Refusal(Rows.With("label", 1, 2, 3, double.NaN, 5, 6, 7, 8)));
        Assert.Contains("'weight' holds -1 in row 0", Refusal(Rows.With("weight", -1.0, 2, 3, 4, 5, 6, 7, 8)));
        Assert.Contains("did you mean 'weight'", Assert.Throws<SchemaException>(
            () => new LinearRegression { Weight = "wieght" }.Fit(Rows)).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("squared error only", Assert.Throws<TrainingException>(
            () => new LinearRegression { Loss = RegressionLoss.Huber, Solver = RegressionSolver.Normal }.Fit(Rows)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearRegression { ElasticNet = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearRegression { Regularization = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LinearRegression { Epsilon = 1 });

        static string Refusal(Table rows) => Assert.Throws<TrainingException>(() => Weighted.Fit(rows)).Message;
    }

    [Fact]
    public void One_row_gives_its_own_target()
    {
        var model = new LinearRegression().Fit(Rows.Slice(2, 1));

        Assert.Equal(4.2, model.Predict([9.0, 9, 9]));
        Assert.Empty(model.Summary.StandardErrors);
    }

    [Fact]
    public void Without_features_the_mean_is_all_there_is()
    {
        var none = Rows.With("features", [.. Enumerable.Repeat(Vector.Of([]), 8)]);
        var model = Weighted.Fit(none);

        Assert.Equal(105.2 / 11.5, model.Intercept, 1e-9);
        Assert.Equal(7, model.Summary.DegreesOfFreedom);
        Assert.Equal(0, model.Summary.R2, 1e-12);
    }

    [Fact]
    public void Names_of_features_go_into_the_model()
    {
        var named = Rows.With(Rows.Schema["features"] with { FeatureNames = ["a", "b", "c"] }, Rows.Data("features"));
        var model = new LinearRegression().Fit(named);

        Assert.Equal<string>(["a", "b", "c"], model.FeatureNames);
        Assert.Equal(["a", "b", "c", "(intercept)"], model.Tests().Select(test => test.Name));
        Assert.Equal(8, model.Origin!.Rows);
        Assert.Equal(model.Predict([1.0, 2, 3]), model.Transform(Table.Of<Vector>("features", [1.0, 2, 3])).Values<double>("prediction")[0]);
    }
}
