using Alink.Evaluation;

namespace Alink.Tests.Evaluation;

public class MultilabelEvaluatorTest
{
    static readonly Table Rows = Table.Of("label", "b a", "c", "", "a c d", "b").With("prediction", "a", "c d", "a", "d a c", "c")
        .With("weight", 1.0, 2, 1, 0.5, 3);

    // scikit-learn 1.2.1: precision_score, recall_score, f1_score, jaccard_score, hamming_loss and accuracy_score of the
    // indicator matrices of these rows, weighted, with zero_division=0.
    [Fact]
    public void Means_over_rows_are_those_of_scikit_learn()
    {
        var metrics = new MultilabelEvaluator { Weight = "weight" }.Evaluate(Rows);

        Assert.Equal(1.0 / 3, metrics.Precision, 1e-15);
        Assert.Equal(0.4, metrics.Recall, 1e-15);
        Assert.Equal(1.0 / 3, metrics.F1, 1e-15);
        Assert.Equal(0.26666666666666666, metrics.Accuracy, 1e-15);
        Assert.Equal(1.0 / 3, metrics.HammingLoss, 1e-15);
        Assert.Equal(0.06666666666666667, metrics.SubsetAccuracy, 1e-15);
    }

    [Fact]
    public void Means_over_labels_are_those_of_scikit_learn()
    {
        var metrics = new MultilabelEvaluator { Weight = "weight" }.Evaluate(Rows);

        Assert.Equal(["a", "b", "c", "d"], metrics.Labels.Names.ToArray());
        Assert.Equal(0.42857142857142855, metrics.MicroPrecision, 1e-15);
        Assert.Equal(0.5294117647058824, metrics.MicroRecall, 1e-15);
        Assert.Equal(0.4736842105263158, metrics.MicroF1, 1e-15);
        Assert.Equal(0.3136363636363636, metrics.Macro(metrics.PrecisionOf), 1e-15);
        Assert.Equal(0.75, metrics.Macro(metrics.RecallOf), 1e-15);
        Assert.Equal(0.42708333333333337, metrics.Macro(metrics.F1Of), 1e-15);
        Assert.Equal(0.25133689839572193, metrics.Weighted(metrics.PrecisionOf), 1e-15);
        Assert.Equal(0.33578431372549017, metrics.Weighted(metrics.F1Of), 1e-15);
    }

    [Fact]
    public void A_label_told_twice_counts_once() => Assert.Equal(
        new MultilabelEvaluator().Evaluate(Table.Of("label", "a b").With("prediction", "a")).ToString(),
        new MultilabelEvaluator().Evaluate(Table.Of("label", "a  b a").With("prediction", " a a")).ToString());

    [Fact]
    public void Empty_sets_are_equal_and_have_no_share()
    {
        var metrics = new MultilabelEvaluator().Evaluate(Table.Of("label", "").With("prediction", ""));

        Assert.Equal((1, 0, 0, 0), (metrics.SubsetAccuracy, metrics.Accuracy, metrics.HammingLoss, metrics.Macro(metrics.F1Of)));
    }

    [Fact]
    public void A_missing_value_is_named_by_column_and_row() => Assert.Equal(
        "Column 'prediction' has no value in row 1.",
        Assert.Throws<TrainingException>(() => new MultilabelEvaluator().Evaluate(
            Table.Of("label", "a", "b").With<string?>("prediction", "a", null))).Message);

    [Fact] // More rows than a lane holds: in each, one of three true labels is found, and one of two predicted is right.
    public void Lanes_merge_by_the_names_of_labels()
    {
        var numbers = Enumerable.Range(0, 40_000);
        var rows = Table.Of("label", [.. numbers.Select(i => $"{i / 20_000} x y")])
            .With("prediction", [.. numbers.Select(i => $"{i / 20_000} z")]);

        var metrics = new MultilabelEvaluator().Evaluate(rows);

        Assert.True(rows.Lanes > 1);
        Assert.Equal([20_000, 20_000, 40_000, 40_000, 0], metrics.Actual.ToArray());
        Assert.Equal([20_000, 20_000, 0, 0, 0], metrics.Both.ToArray());
        Assert.Equal(0.5, metrics.Precision);
        Assert.Equal(0.4, metrics.F1, 1e-9);
    }
}
