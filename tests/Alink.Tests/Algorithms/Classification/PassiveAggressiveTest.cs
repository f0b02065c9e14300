using Alink.Classification;
using Alink.Online;
using Alink.Regression;

namespace Alink.Tests.Algorithms;

public class PassiveAggressiveTest
{
    static readonly Table Eight = EightRows.All;

    /// <summary>scikit-learn 1.2.1: PassiveAggressiveClassifier, one pass without shuffling.</summary>
    [Theory]
    [InlineData(PassiveAggressiveVariant.Limited, 0.3, 0.6449999999999999, 0.4, 0.37499999999999994, -0.38499999999999984)]
    [InlineData(PassiveAggressiveVariant.Softened, 0.3, 0.48993634230055655, 0.40494637291280144, 0.3788704786641929, -0.1654181549165121)]
    [InlineData(PassiveAggressiveVariant.Limited, 1.0, 0.6920000000000001, 0.6608, 0.7384000000000001, -0.2296000000000001)]
    [InlineData(PassiveAggressiveVariant.Softened, 1.0, 0.6067713117621887, 0.5015264653774903, 0.5843177322838158, -0.18157508478427237)]
    public void Classification_agrees_with_scikit_learn(PassiveAggressiveVariant variant, double c, params double[] expected)
    {
        var model = new PassiveAggressive { Variant = variant, C = c, Label = "class" }.Fit(Eight);

        Assert.Equal(expected, [.. model.Coefficients.Values, .. model.Intercepts], Near);
    }

    /// <summary>scikit-learn 1.2.1: PassiveAggressiveRegressor, one pass without shuffling, epsilon = 0.2.</summary>
    [Theory]
    [InlineData(PassiveAggressiveVariant.Limited, 0.3, 0.6983333333333333, 0.7333333333333333, 0.9883333333333333, 0.31833333333333336)]
    [InlineData(PassiveAggressiveVariant.Softened, 0.3, 0.5921482519480519, 1.1898991948051947, 1.1974129246753245, 0.6399431922077922)]
    [InlineData(PassiveAggressiveVariant.Limited, 1.0, 0.7091722666666667, 1.407296, 1.4650421333333337, 0.8064032000000002)]
    [InlineData(PassiveAggressiveVariant.Softened, 1.0, 0.6686065549777046, 1.3462726004273713, 1.3671690393253129, 0.7399243481287058)]
    public void Regression_agrees_with_scikit_learn(PassiveAggressiveVariant variant, double c, params double[] expected)
    {
        var model = new PassiveAggressiveRegression { Variant = variant, C = c, Epsilon = 0.2 }.Fit(Eight);

        Assert.Equal(expected, [.. model.Coefficients, model.Intercept], Near);
    }

    [Fact]
    public void Without_a_limit_a_row_is_divided_by_a_margin_of_1_and_a_number_is_met_but_for_epsilon()
    {
        var divides = new PassiveAggressive { Variant = PassiveAggressiveVariant.Unlimited, FitIntercept = false, Label = "class", Classes = ["0", "1"] };
        var meets = new PassiveAggressiveRegression { Variant = PassiveAggressiveVariant.Unlimited, FitIntercept = false, Epsilon = 0.3 };
        for (var rows = 1; rows <= 8; rows++)
        {
            var row = Eight.Values<Vector>("features")[rows - 1];
            var scores = new double[2];
            divides.Fit(Eight.Slice(0, rows)).Scores(row, scores);
            var error = meets.Fit(Eight.Slice(0, rows)).Predict(row) - Eight.Values<double>("label")[rows - 1];

            Assert.True(scores[Eight.Values<int>("class")[rows - 1]] >= 1 - 1e-12);
            Assert.Equal(-scores[0], scores[1]);
            Assert.True(Math.Abs(error) <= 0.3 + 1e-12);
        }
    }

    [Fact]
    public void More_classes_move_apart_by_the_formula()
    {
        // Row 0 is of class 0, all margins are 0, and 1 is the first of the others: τ = 1 / (2 · 5).
        var options = new PassiveAggressive { Label = "third", Classes = ["0", "1", "2"], FitIntercept = false };
        Assert.Equal([0.1, 0, 0.2, -0.1, 0, -0.2, 0, 0, 0], options.Fit(Eight.Slice(0, 1)).Coefficients.Values.ToArray(), Near);

        // PA-I: min(C, ·); PA-II: 1 / (10 + 1 / (2 C)).
        var limited = options with { C = 0.04 };
        Assert.Equal([0.04, 0, 0.08, -0.04, 0, -0.08, 0, 0, 0], limited.Fit(Eight.Slice(0, 1)).Coefficients.Values.ToArray(), Near);
        var softened = limited with { Variant = PassiveAggressiveVariant.Softened };
        Assert.Equal(1 / 22.5, softened.Fit(Eight.Slice(0, 1)).Coefficients[0, 0], 1e-15);

        // Row 1, of class 1: margins -0.2, 0.2, 0; so 2 is the highest other, the loss 0.8 and τ = 0.8 / (2 · 2).
        var two = options.Fit(Eight.Slice(0, 2)).Coefficients;
        Assert.Equal([0.1, 0, 0.2, -0.1, 0.2, -0.4, 0, -0.2, 0.2], two.Values.ToArray(), Near);
    }

    [Fact]
    public void Three_classes_are_divided_after_some_passes()
    {
        // The class is the place of the greatest number.
        var rows = Eight.With("third", 2, 1, 0, 0, 2, 1, 0, 0).Gather([0, 1, 2, 4, 5, 6, 7]);
        var model = new PassiveAggressive { Label = "third", Classes = ["0", "1", "2"] }.Fit(Table.Concat([.. Enumerable.Repeat(rows, 50)]));

        Assert.Equal(rows.Values<int>("third").ToArray(), model.Transform(rows).Values<int>("prediction").ToArray());
    }

    [Fact]
    public void A_weight_multiplies_the_step_and_a_row_of_zeros_teaches_nothing()
    {
        var rows = Table.Of<Vector>("features", [2.0], [0.0]).With("class", 1, 0).With("weight", 0.5, 1);
        var model = new PassiveAggressive { Label = "class", Weight = "weight" }.Fit(rows);

        // τ = 1 / 4, half of it.
        Assert.Equal(0.25, model.Coefficients[0, 0]);
        Assert.Equal(0.125, model.Intercepts[0]);
    }

    [Fact]
    public void The_class_that_comes_first_does_not_show()
    {
        var (one, other) = (
            new PassiveAggressive { Label = "class" }.Fit(Eight),
            new PassiveAggressive { Label = "class" }.Fit(Eight.With("class", 0, 1, 0, 1, 1, 0, 1, 0)));

        Assert.Equal(one.Labels, other.Labels);
        Assert.Equal(one.Coefficients.Values.ToArray(), other.Coefficients.Values.ToArray().Select(weight => 0 - weight));
    }

    [Fact]
    public void Models_are_gone_on_from_to_the_bit()
    {
        var options = new PassiveAggressive { Label = "third", Classes = ["0", "1", "2"] };
        var regression = new PassiveAggressiveRegression();

        Assert.Equal(
            options.Fit(Eight).Coefficients,
            options.Snapshot(options.Update(options.Resume(options.Fit(Eight.Slice(0, 5))), Eight.Slice(5, 3))).Coefficients);
        Assert.Equal(
            regression.Fit(Eight).Coefficients.ToArray(),
            regression.Snapshot(regression.Update(regression.Resume(regression.Fit(Eight.Slice(0, 5))), Eight.Slice(5, 3))).Coefficients.ToArray());
        var batch = new LinearRegression().Fit(Eight);
        Assert.Equal(batch.Coefficients.ToArray(), regression.Snapshot(regression.Resume(batch)).Coefficients.ToArray());
        Assert.Throws<TrainingException>(() => (options with { Classes = ["2", "1", "0"] }).Resume(options.Fit(Eight)));
        Assert.Throws<TrainingException>(() => (regression with { FitIntercept = false }).Resume(batch));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PassiveAggressive { C = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PassiveAggressiveRegression { C = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PassiveAggressiveRegression { Epsilon = -1 });
    }

    static bool Near(double left, double right) => Math.Abs(left - right) <= 1e-12;
}
