using Alink.Classification;
using static Alink.Tests.Algorithms.LogisticRegressionTest;

namespace Alink.Tests.Algorithms;

public class LogisticRegressionEdgesTest
{
    [Theory]
    [InlineData(LogisticFamily.Binomial, LogisticSolver.Newton, 0)]
    [InlineData(LogisticFamily.Binomial, LogisticSolver.Newton, 1)]
    [InlineData(LogisticFamily.Binomial, LogisticSolver.Lbfgs, 0)]
    [InlineData(LogisticFamily.Multinomial, LogisticSolver.Auto, 0)]
    public void Features_that_agree_or_never_vary_are_no_obstacle(LogisticFamily family, LogisticSolver solver, double alpha)
    {
        var once = Rows.With("features", [.. Rows.Values<Vector>("features").ToArray().Select(x => Vector.Of([x[0]]))]);
        var more = Rows.With("features", [.. Rows.Values<Vector>("features").ToArray().Select(x => Vector.Of([x[0], 0.1, 2 * x[0]]))]);
        var options = Weighted with { Family = family, Solver = solver, ElasticNet = alpha, Regularization = 0.001 * alpha, Tolerance = 1e-9 };
        var expected = options.Fit(once);
        var actual = options.Fit(more);

        Assert.Equal(0, actual.Coefficients[0, 1]);
        AssertClose(expected.Probabilities([2.5]), actual.Probabilities([2.5, 9, 5]), 1e-4);
        Assert.Empty(actual.Summary.StandardErrors);
    }

    [Fact]
    public void One_class_alone_is_refused_and_certain_where_the_field_names_more()
    {
        var same = Rows.With("label", 4, 4, 4, 4, 4, 4, 4, 4, 4, 4);
        Assert.Contains("one class only: '4'", Assert.Throws<TrainingException>(() => Weighted.Fit(same)).Message);

        var two = Weighted.Fit(Named(same, "3", "4"));
        Assert.Equal((double.PositiveInfinity, 0), (two.Intercepts[0], two.Summary.Iterations));
        Assert.Equal([0, 1], two.Probabilities([1.0, 2]));
        Assert.Equal(double.NegativeInfinity, Weighted.Fit(Named(same, "4", "5")).Intercepts[0]);

        var five = Weighted.Fit(Named(same, "0", "1", "2", "3", "4"));
        Assert.Equal<double>([0, 0, 0, 0, double.PositiveInfinity], five.Intercepts);
        Assert.Equal([0, 0, 0, 0, 1], five.Probabilities([1.0, 2]));
    }

    [Fact]
    public void A_class_of_the_field_without_rows_has_probability_0_and_changes_nothing_else()
    {
        var model = (Weighted with { Tolerance = 1e-9 }).Fit(Named(Three, "0", "9", "1", "2"));
        var without = (Weighted with { Tolerance = 1e-9 }).Fit(Three);

        Assert.Equal(double.NegativeInfinity, model.Intercepts[1]);
        Assert.Equal(without.Intercepts[2], model.Intercepts[3]);
        var p = model.Probabilities([1.0, 2]);
        AssertClose(without.Probabilities([1.0, 2]), [p[0], p[2], p[3]], 1e-12);
        Assert.Contains("holds '2' in row 3, which is none of the classes", Assert.Throws<TrainingException>(
            () => Weighted.Fit(Named(Three, "0", "1"))).Message);
    }

    [Fact]
    public void Rows_that_cannot_teach_are_refused_by_name()
    {
        Assert.Contains("at least one row", Refusal(Rows.Slice(0, 0)));
        Assert.Contains("at least one row", Refusal(Rows.With("weight", new double[10])));
        Assert.Contains("'label' has no value in row 1", Refusal(Rows.With<int?>("label", 0, null, 1, 1, 1, 0, 0, 0, 1, 1)));
        Assert.Contains("holds NaN in row 9, feature 1", Refusal(Rows.With(
            "features", [.. Rows.Values<Vector>("features").ToArray()[..9], Vector.Of([1, double.NaN])])));
        Assert.Contains("takes two classes; column 'label' has 3", Assert.Throws<TrainingException>(
            () => (Weighted with { Family = LogisticFamily.Binomial }).Fit(Three)).Message);
        Assert.Contains("one margin", Assert.Throws<TrainingException>(
            () => (Weighted with { Solver = LogisticSolver.Newton }).Fit(Three)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { ElasticNet = -0.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new LogisticRegression { Tolerance = 0 });

        static string Refusal(Table rows) => Assert.Throws<TrainingException>(() => Weighted.Fit(rows)).Message;
    }

    [Fact]
    public void No_iterations_leave_the_shares_of_the_classes()
    {
        foreach (var solver in new[] { LogisticSolver.Newton, LogisticSolver.Lbfgs })
        {
            var model = (Weighted with { MaxIterations = 0, Solver = solver }).Fit(Rows);
            Assert.Equal(7.5 / 13.5, model.Probabilities([9.0, 9])[1], 1e-12);
            Assert.Single(model.Summary.ObjectiveHistory);
        }
    }

    [Fact]
    public void Names_of_features_go_into_the_model()
    {
        var named = Three.With(Three.Schema["features"] with { FeatureNames = ["a", "b"] }, Three.Data("features"));
        var model = Weighted.Fit(named);

        Assert.Equal<string>(["a", "b"], model.FeatureNames);
        var lines = model.ToString().Split('\n');
        Assert.StartsWith("feature", lines[1]);
        Assert.Equal(["a", "b", "(intercept)"], lines[2..5].Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public void Many_features_are_shown_in_part()
    {
        var wide = Three.With("features", [.. Rows.Values<Vector>("features").ToArray()
            .Select((x, i) => Vector.Of([.. Enumerable.Range(0, 80).Select(j => x[j % 2] * Math.Sin(i + j))]))]);
        var lines = (Weighted with { Regularization = 0.1 }).Fit(wide).ToString().TrimEnd().Split('\n');

        Assert.Equal(54, lines.Length);
        Assert.Equal(["49", "… 30 more", "(intercept)"], [lines[51].Split(' ')[0], lines[52], lines[53].Split(' ')[0]]);
    }

    [Fact]
    public void Without_features_the_shares_of_the_classes_are_all_there_is()
    {
        var none = Three.With("features", [.. Enumerable.Repeat(Vector.Of([]), 10)]);

        Assert.Equal(7.5 / 13.5, Weighted.Fit(none.With("label", Rows.Values<int>("label").ToArray())).Probabilities([])[1], 1e-9);
        AssertClose([5.0 / 13.5, 2.5 / 13.5, 6 / 13.5], Weighted.Fit(none).Probabilities([]), 1e-6);
    }

    [Fact]
    public void Levels_that_indices_stand_for_are_no_classes()
    {
        var named = Rows.With(Rows.Schema["label"] with { Levels = Levels.Of("no", "yes") }, Rows.Data("label"));

        var model = Weighted.Fit(named);

        Assert.Equal<string>(["0", "1"], model.Labels.Names);
        Assert.Equal(Weighted.Fit(Rows).Coefficients.Row(0).ToArray(), model.Coefficients.Row(0).ToArray());
    }
}
