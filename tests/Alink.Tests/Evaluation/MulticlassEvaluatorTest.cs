using Alink.Evaluation;

namespace Alink.Tests.Evaluation;

public class MulticlassEvaluatorTest
{
    // Spark's MulticlassMetricsSuite asserts these numbers.
    static readonly MulticlassMetrics Metrics = new MulticlassEvaluator { Probabilities = null }.Evaluate(Table
        .Of("prediction", 0, 0, 0, 1, 1, 1, 1, 2, 2)
        .With("label", 0, 1, 0, 0, 1, 1, 1, 2, 0));

    [Fact]
    public void The_confusion_matrix_is_true_by_predicted() =>
        Assert.Equal([2, 1, 1, 1, 3, 0, 0, 0, 1], Metrics.Confusion.Values.ToArray());

    [Theory]
    [InlineData(0, 2.0 / 3, 0.5, 0.2, 0.5714285714285715, 0.5263157894736842)]
    [InlineData(1, 0.75, 0.75, 0.2, 0.75, 0.75)]
    [InlineData(2, 0.5, 1, 0.125, 2.0 / 3, 0.8333333333333334)]
    public void Numbers_of_a_class_are_those_of_Spark(int label, double precision, double recall, double falsePositiveRate, double f1, double f2)
    {
        Assert.Equal(precision, Metrics.Precision(label), 1e-15);
        Assert.Equal(recall, Metrics.Recall(label), 1e-15);
        Assert.Equal(falsePositiveRate, Metrics.FalsePositiveRate(label), 1e-15);
        Assert.Equal(f1, Metrics.F(label), 1e-15);
        Assert.Equal(f2, Metrics.F(label, beta: 2), 1e-15);
    }

    [Fact]
    public void Means_over_classes_are_those_of_Spark()
    {
        Assert.Equal(2.0 / 3, Metrics.Accuracy, 1e-15);
        Assert.Equal(0.6851851851851851, Metrics.WeightedPrecision, 1e-15);
        Assert.Equal(2.0 / 3, Metrics.WeightedRecall, 1e-15);
        Assert.Equal(0.6613756613756615, Metrics.WeightedF1, 1e-15);
        Assert.Equal(0.19166666666666668, Metrics.Weighted(Metrics.FalsePositiveRate), 1e-15);
    }

    [Fact] // By hand: chance agrees in (4·3 + 4·4 + 1·2) / 81.
    public void Kappa_is_that_computed_by_hand() =>
        Assert.Equal(((6.0 / 9) - (30.0 / 81)) / (1 - (30.0 / 81)), Metrics.Kappa, 1e-15);

    [Fact]
    public void Log_loss_reads_the_probability_of_the_true_class_by_name()
    {
        var rows = Table.Of("label", "b", "a").With("prediction", "b", "b").With(
            new Field("probabilities", DataType.Vector) { FeatureNames = ["a", "b"] }, VectorColumn.Of([0.2, 0.8], [0.3, 0.7]));

        Assert.Equal(-(Math.Log(0.8) + Math.Log(0.3)) / 2, new MulticlassEvaluator().Evaluate(rows).LogLoss, 1e-15);
    }

    [Fact] // scikit-learn 1.2.1: multilabel_confusion_matrix, and cohen_kappa_score of each class and of all of them in one.
    public void Counts_of_a_class_against_all_others_are_those_of_scikit_learn()
    {
        var metrics = new MulticlassEvaluator { Probabilities = null, Weight = "w" }.Evaluate(Table
            .Of("label", "a", "a", "b", "b", "b", "c", "c", "a", "c")
            .With("prediction", "a", "b", "a", "b", "b", "c", "c", "a", "c")
            .With("w", 1, 2, 1, 1, 3, 1, 1, 0.5, 1));

        var b = metrics.Counts(1);
        Assert.Equal((4.0, 2.0, 4.5, 1.0), (b.TruePositives, b.FalsePositives, b.TrueNegatives, b.FalseNegatives));
        Assert.Equal((5.0, 6.0, 11.5), (metrics.Actual(1), metrics.Predicted(1), b.Total));
        Assert.Equal(0.69230769230769229, b.Specificity, 1e-15);
        Assert.Equal(0.2, b.FalseNegativeRate, 1e-15);
        Assert.Equal(0.48120300751879697, b.Kappa, 1e-15);
        Assert.Equal(0.8557692307692308, metrics.Macro(c => metrics.Counts(c).Specificity), 1e-15);
        Assert.Equal(0.603766698299146, metrics.Macro(c => metrics.Counts(c).Kappa), 1e-15);
        Assert.Equal(0.8695652173913043, metrics.Micro.Specificity, 1e-15);
        Assert.Equal(0.6086956521739131, metrics.Micro.Kappa, 1e-15);
        Assert.Equal(0.8260869565217391, metrics.Micro.Accuracy, 1e-15);
        Assert.Equal(metrics.Accuracy, metrics.Micro.Recall, 1e-15);
    }

    [Fact]
    public void A_class_of_rows_of_weight_0_is_none() => Assert.Equal(
        "a, b", new MulticlassEvaluator { Probabilities = null, Weight = "w" }.Evaluate(Table
            .Of("label", "c", "a", "b").With("prediction", "d", "a", "a").With("w", 0, 1, 1)).Labels.ToString());

    [Fact]
    public void The_confusion_matrix_prints_as_a_table() =>
        Assert.Equal(
            "true \\ predicted  0  1  2\n0                 2  1  1\n1                 1  3  0\n2                 0  0  1\n",
            Metrics.ToTable().ToString());

    [Fact] // scikit-learn 1.2.1: matthews_corrcoef, balanced_accuracy_score, and macro means of the rows above.
    public void Correlation_and_macro_means_are_those_of_scikit_learn()
    {
        Assert.Equal(0.48038446141526137, Metrics.Matthews, 1e-12);
        Assert.Equal(0.75, Metrics.BalancedAccuracy, 1e-12);
        Assert.Equal(0.6388888888888888, Metrics.MacroPrecision, 1e-12);
        Assert.Equal(0.75, Metrics.MacroRecall, 1e-12);
        Assert.Equal(0.6626984126984127, Metrics.MacroF1, 1e-12);
    }

    [Fact]
    public void The_report_has_a_row_for_each_class()
    {
        var report = Metrics.Report();

        Assert.Equal(["0", "1", "2"], report.Values<string>("class").ToArray());
        Assert.Equal([4, 4, 1], report.Values<double>("weight").ToArray());
        Assert.Equal([0.5, 0.75, 1], report.Values<double>("recall").ToArray());
    }

    [Fact]
    public void A_class_that_is_only_predicted_does_not_count_for_the_balanced_accuracy() => Assert.Equal(
        0.5,
        new MulticlassEvaluator { Probabilities = null }.Evaluate(Table.Of("label", "a", "a").With("prediction", "a", "b")).BalancedAccuracy);

    [Fact]
    public void Sparse_probabilities_are_looked_up_and_unnamed_ones_and_too_many_classes_refused()
    {
        var rows = Table.Of("label", "a", "b").With("prediction", "a", "b");
        var probabilities = new Field("probabilities", DataType.Vector) { FeatureNames = ["b", "a"] };
        var sparse = new VectorColumn(2, new[] { 0, 1, 2 }, new[] { 1, 0 }, new[] { 0.5, 0.25 });
        Assert.Equal(-(Math.Log(0.5) + Math.Log(0.25)) / 2, new MulticlassEvaluator().Evaluate(rows.With(probabilities, sparse)).LogLoss, 1e-15);
        Assert.Contains("'probabilities' does not name the class", Assert.Throws<TrainingException>(
            () => new MulticlassEvaluator().Evaluate(rows.With(probabilities with { FeatureNames = [] }, sparse))).Message);

        var many = Array.ConvertAll([.. Enumerable.Range(0, 10_001)], row => row);
        Assert.Contains("10001 classes", Assert.Throws<TrainingException>(() => new MulticlassEvaluator { Probabilities = null }
            .Evaluate(Table.Of("label", many).With("prediction", many))).Message);
    }
}
