using Alink.Evaluation;

namespace Alink.Tests.Evaluation;

public class RegressionEvaluatorTest
{
    // Spark's RegressionMetricsSuite asserts these numbers.
    [Fact]
    public void A_perfect_prediction_has_no_error_and_the_labels_variance()
    {
        double[] numbers = [77, 85, 62, 55, 63, 88, 57, 81, 51];

        var metrics = new RegressionEvaluator().Evaluate(Table.Of("label", numbers).With("prediction", numbers));

        Assert.Equal(174.83951, metrics.PredictedVariance, 1e-5);
        Assert.Equal((0, 0, 1, 1), (metrics.MeanSquaredError, metrics.MeanAbsoluteError, metrics.R2, metrics.ExplainedVariance));
    }

    [Fact]
    public void Weighted_errors_are_those_of_Spark()
    {
        var rows = Table.Of("prediction", 2.25, -0.25, 1.75, 7.75).With("label", 3, -0.5, 2, 7).With("weight", 0.1, 0.2, 0.15, 0.05);

        var metrics = new RegressionEvaluator { Weight = "weight" }.Evaluate(rows);

        Assert.Equal(5.2425, metrics.PredictedVariance, 1e-12);
        Assert.Equal(0.4, metrics.MeanAbsoluteError, 1e-12);
        Assert.Equal(0.2125, metrics.MeanSquaredError, 1e-12);
        Assert.Equal(0.46098, metrics.RootMeanSquaredError, 1e-5);
        Assert.InRange(metrics.R2, 0, 1);
    }

    [Fact] // scikit-learn 1.2.1: r2_score, explained_variance_score and mean_absolute_percentage_error of the same numbers.
    public void R2_and_explained_variance_are_those_of_scikit_learn()
    {
        var metrics = new RegressionEvaluator().Evaluate(Table.Of("label", 3, -0.5, 2, 7).With("prediction", 2.5, 0.0, 2, 8));

        Assert.Equal(0.9486081370449679, metrics.R2, 1e-12);
        Assert.Equal(0.9571734475374732, metrics.ExplainedVariance, 1e-12);
        Assert.Equal(0.3273809523809524, metrics.MeanAbsolutePercentageError, 1e-12);
    }

    [Fact] // By hand: squared errors 1 + 1 over the squared distances from the mean, 4 + 4.
    public void R_is_the_root_of_R2_and_not_known_below_0()
    {
        var rows = Table.Of("label", 1.0, 3.0, 5.0).With("prediction", 2.0, 3, 4);

        Assert.Equal(Math.Sqrt(0.75), new RegressionEvaluator().Evaluate(rows).R, 1e-15);
        Assert.Equal(double.NaN, new RegressionEvaluator().Evaluate(rows.With("prediction", 9.0, 9, 9)).R);
    }

    [Fact]
    public void Where_the_labels_never_vary_R2_is_minus_infinity_or_unknown()
    {
        var rows = Table.Of("label", 2.0, 2.0).With("prediction", 2.0, 3);

        Assert.Equal(double.NegativeInfinity, new RegressionEvaluator().Evaluate(rows).R2);
        Assert.Equal(double.NaN, new RegressionEvaluator().Evaluate(rows.With("prediction", 2.0, 2)).R2);
    }

    [Fact] // By hand: squared errors 1.5, squared labels 62.25.
    public void Through_the_origin_R2_compares_with_0() =>
        Assert.Equal(1 - (1.5 / 62.25), new RegressionEvaluator { ThroughOrigin = true }.Evaluate(
            Table.Of("label", 3, -0.5, 2, 7).With("prediction", 2.5, 0.0, 2, 8)).R2, 1e-12);

    [Fact]
    public void Lanes_merge_to_the_same_numbers_as_one_by_one()
    {
        var random = new Random(3);
        var rows = Table.Of("label", [.. Enumerable.Range(0, 50_000).Select(_ => 1e6 + random.NextDouble())])
            .With("prediction", row => row.Number("label") + 0.1);

        Assert.Equal(0.01, new RegressionEvaluator().Evaluate(rows).MeanSquaredError, 1e-9);
        Assert.Equal(1, new RegressionEvaluator().Evaluate(rows).ExplainedVariance, 1e-9);
    }

    [Fact] // By hand: every squared error is 10⁴, 0 to n − 1 have the variance (n² − 1) / 12, and the covariance with the errors is −50.
    public void Lanes_whose_labels_lie_far_apart_have_the_variance_of_all_rows()
    {
        const double Count = 50_000;
        var rows = Table.Of("label", [.. Enumerable.Range(0, (int)Count).Select(i => (double)i)])
            .With("prediction", row => row.Number("label") + (row.Number("label") % 2 == 0 ? 100 : -100));

        var metrics = new RegressionEvaluator().Evaluate(rows);

        Assert.True(rows.Lanes > 1);
        Assert.Equal(1 - (1e4 / (((Count * Count) - 1) / 12)), metrics.R2, 1e-12);
        Assert.Equal((((Count * Count) - 1) / 12) + 1e4 - 100, metrics.PredictedVariance, 1e-2);
    }

    [Fact] // numpy of the definitions, and scikit-learn 1.2.1's max_error. Both are 0 in the last row.
    public void Symmetric_percentages_bias_and_the_greatest_error_are_those_of_numpy()
    {
        var metrics = new RegressionEvaluator().Evaluate(Table.Of("label", 3, -0.5, 2, 7, 0).With("prediction", 2.5, 0.0, 2, 8, 0));

        Assert.Equal(0.463030303030303, metrics.SymmetricMeanAbsolutePercentageError, 1e-12);
        Assert.Equal(0.2, metrics.Bias, 1e-12);
        Assert.Equal(1, metrics.MaxError);
    }

    [Fact] // By hand: absolute errors 0.5, 0.5, 0 and 1 of numbers that add up to 12.5 without their signs, and to 11.5 with.
    public void Sums_and_normalized_deviation_are_those_computed_by_hand()
    {
        var metrics = new RegressionEvaluator().Evaluate(Table.Of("label", 3, -0.5, 2, 7).With("prediction", 2.5, 0.0, 2, 8));

        Assert.Equal(2 / 12.5, metrics.NormalizedDeviation, 1e-12);
        Assert.Equal((2.875, 3.125), (metrics.LabelMean, metrics.PredictionMean));
        Assert.Equal((1.5, 2), (metrics.SumOfSquaredErrors, metrics.SumOfAbsoluteErrors));
        Assert.Equal(62.25 - (11.5 * 11.5 / 4), metrics.TotalSumOfSquares, 1e-12);
        Assert.Equal(1 - (metrics.SumOfSquaredErrors / metrics.TotalSumOfSquares), metrics.R2, 1e-12);
        Assert.Equal(4 * metrics.PredictedVariance, metrics.RegressionSumOfSquares);
    }
}
