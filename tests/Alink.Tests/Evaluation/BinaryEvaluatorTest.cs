using Alink.Evaluation;

namespace Alink.Tests.Evaluation;

public class BinaryEvaluatorTest
{
    // Spark's BinaryClassificationMetricsSuite asserts these curves.
    static readonly Table Rows = Table
        .Of("score", 0.1, 0.1, 0.4, 0.6, 0.6, 0.6, 0.8)
        .With("label", 0, 1, 0, 0, 1, 1, 1);

    [Fact]
    public void Curves_and_areas_are_those_of_Spark()
    {
        var metrics = new BinaryEvaluator { Score = "score" }.Evaluate(Rows);

        Assert.Equal([0.8, 0.6, 0.4, 0.1], metrics.Points.Select(point => point.Threshold));
        Assert.Equal([0, 0, 1.0 / 3, 2.0 / 3, 1, 1], metrics.Roc.Select(point => point.X));
        Assert.Equal([0, 0.25, 0.75, 0.75, 1, 1], metrics.Roc.Select(point => point.Y));
        Assert.Equal([1, 1, 0.75, 0.6, 4.0 / 7], metrics.PrecisionRecall.Select(point => point.Y));
        Assert.Equal(0.7083333333333333, metrics.AreaUnderRoc, 1e-12);
        Assert.Equal(0.8339285714285714, metrics.AreaUnderPrecisionRecall, 1e-12);
        Assert.All(
            metrics.Points.Zip([0.4, 0.75, 2.0 / 3, 8.0 / 11]),
            pair => Assert.Equal(pair.Second, pair.First.F(), 1e-12));
        Assert.All(
            metrics.Points.Zip([0.29411764705882354, 0.75, 0.7142857142857143, 0.8695652173913042]),
            pair => Assert.Equal(pair.Second, pair.First.F(beta: 2), 1e-12));
    }

    // Flink ML's BinaryClassificationEvaluatorTest asserts these areas.
    [Fact]
    public void Weighted_areas_are_those_of_Flink()
    {
        var rows = Table
            .Of("label", 1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 1)
            .With("score", 0.9, 0.9, 0.9, 0.75, 0.6, 0.9, 0.9, 0.4, 0.3, 0.9, 0.2, 0.1)
            .With("weight", 0.8, 0.7, 0.5, 1.2, 1.3, 1.5, 1.4, 0.3, 0.5, 1.9, 1.2, 1.0);

        var metrics = new BinaryEvaluator { Score = "score", Weight = "weight" }.Evaluate(rows);

        Assert.Equal(0.8717948717948718, metrics.AreaUnderRoc, 1e-12);
        Assert.Equal(0.9510202726261435, metrics.AreaUnderPrecisionRecall, 1e-12);
    }

    [Fact]
    public void Binned_curves_are_those_of_Spark()
    {
        var rows = Table
            .Of("score", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
            .With("label", 0, 0, 1, 0, 0, 1, 1, 0, 1);

        var roc = new BinaryEvaluator { Score = "score", Bins = 4 }.Evaluate(rows).Roc;

        Assert.Equal([0, 0.2, 0.2, 0.6, 0.8, 1, 1], roc.Select(point => Math.Round(point.X, 12)));
        Assert.Equal([0, 0.25, 0.75, 0.75, 1, 1, 1], roc.Select(point => point.Y));
    }

    [Fact]
    public void A_binned_point_counts_the_rows_from_its_threshold_on()
    {
        var rows = Table.Of("score", [.. Enumerable.Range(0, 100).Select(i => i / 100.0)]).With("label", [.. Enumerable.Range(0, 100).Select(i => i % 2)]);
        var exact = new BinaryEvaluator { Score = "score" }.Evaluate(rows);

        var binned = new BinaryEvaluator { Score = "score", Bins = 10 }.Evaluate(rows);

        Assert.Equal(10, binned.Points.Length);
        Assert.All(binned.Points, point => Assert.Equal(exact.At(point.Threshold), point));
        Assert.Equal(exact.At(0.6) with { Threshold = 0.59 }, binned.At(0.59)); // That of the next point above.
    }

    [Fact] // By hand: the positive rows are 0.9 and 0.4, the negative one is 0.3.
    public void Numbers_at_the_threshold_and_log_loss_are_those_computed_by_hand()
    {
        var rows = Table.Of("label", "yes", "yes", "no").With<Vector>("probabilities", [0.1, 0.9], [0.6, 0.4], [0.7, 0.3]);

        var metrics = new BinaryEvaluator().Evaluate(rows);

        Assert.Equal(-(Math.Log(0.9) + Math.Log(0.4) + Math.Log(0.7)) / 3, metrics.LogLoss, 1e-15);
        Assert.Equal((1.0, 0.5, 2.0 / 3), (metrics.Precision, metrics.Recall, metrics.F1));
        Assert.Equal(1, metrics.KolmogorovSmirnov);
        Assert.Equal(0.4, metrics.AtThreshold.Kappa, 1e-15);
    }

    [Fact]
    public void A_threshold_that_is_no_number_is_refused() => Assert.Contains(
        "it was NaN", Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryEvaluator { Threshold = double.NaN }).Message);

    [Fact] // By hand: of four positive rows three lie at 0.6 or above, and of three negative ones one does.
    public void Negatives_and_specificity_are_those_computed_by_hand()
    {
        var metrics = new BinaryEvaluator { Score = "score" }.Evaluate(Rows);
        var counts = metrics.AtThreshold;

        Assert.Equal((3.0, 1.0, 2.0, 1.0), (counts.TruePositives, counts.FalsePositives, counts.TrueNegatives, counts.FalseNegatives));
        Assert.Equal(7, counts.Total);
        Assert.Equal(2.0 / 3, metrics.Specificity, 1e-15);
        Assert.Equal(0.25, counts.FalseNegativeRate, 1e-15);
        Assert.Equal(5 / 12.0, metrics.Kappa, 1e-15); // Five of seven agree, and by chance (4 · 4 + 3 · 3) / 49.
        Assert.Equal([1, 2.0 / 3, 1.0 / 3, 0], metrics.ToTable().Values<double>("specificity").ToArray());
        Assert.Equal(0, (counts with { Negatives = 0, FalsePositives = 0 }).Specificity);
        Assert.Equal(0, (counts with { Positives = 0, TruePositives = 0 }).FalseNegativeRate);
    }

    [Fact]
    public void A_class_of_rows_of_weight_0_is_as_if_not_there()
    {
        var evaluator = new BinaryEvaluator { Score = "score", Weight = "w" };
        var rows = Rows.With("w", 1.0, 1, 1, 1, 1, 2, 1);
        var others = Table.Of("score", 0.3, 0.5).With("label", 7, -1).With("w", 0.0, 0.0);
        var (expected, actual) = (new double[9], new double[9]);

        evaluator.Measure(evaluator.Update(evaluator.Start(rows.Schema), rows), expected);
        evaluator.Measure(evaluator.Update(evaluator.Update(evaluator.Start(rows.Schema), others), rows), actual);

        Assert.Equal(evaluator.Evaluate(rows).ToString(), evaluator.Evaluate(Table.Concat(others, rows)).ToString());
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_score_at_the_threshold_is_taken_for_positive()
    {
        var rows = Table.Of("label", 1, 1, 0).With("score", 0.9, 0.4, 0.3);

        Assert.Equal(1, new BinaryEvaluator { Score = "score", Threshold = 0.4 }.Evaluate(rows).Recall);
        Assert.Equal(0.5, new BinaryEvaluator { Score = "score", Threshold = 0.41 }.Evaluate(rows).Recall);
    }

    [Fact]
    public void The_positive_class_can_be_named_and_a_wrong_name_is_refused()
    {
        Assert.Equal(1 - (17.0 / 24), new BinaryEvaluator { Score = "score", Positive = "0" }.Evaluate(Rows).AreaUnderRoc, 1e-12);
        Assert.Contains("no class 'yes'", Assert.Throws<TrainingException>(
            () => new BinaryEvaluator { Score = "score", Positive = "yes" }.Evaluate(Rows)).Message);
    }

    [Fact]
    public void Three_classes_are_refused() =>
        Assert.Contains("3 classes (a, b, c)", Assert.Throws<TrainingException>(() => new BinaryEvaluator { Score = "score" }
            .Evaluate(Table.Of("score", 1.0, 2, 3).With("label", "c", "a", "b"))).Message);

    [Fact]
    public void No_rows_are_refused() =>
        Assert.Throws<TrainingException>(() => new BinaryEvaluator { Score = "score" }.Evaluate(Rows.Slice(0, 0)));

    static readonly Table Scored = Table
        .Of("score", 0.1, 0.1, 0.4, 0.6, 0.6, 0.6, 0.8, 0.05, 0.95, 0.3)
        .With("label", 0, 1, 0, 0, 1, 1, 1, 0, 1, 0)
        .With("weight", 1, 2, 1, 0.5, 1, 1, 2, 1, 1, 3);

    [Fact] // scikit-learn 1.2.1: average_precision_score, brier_score_loss, log_loss and roc_auc_score.
    public void Losses_and_average_precision_are_those_of_scikit_learn()
    {
        var metrics = new BinaryEvaluator { Score = "score" }.Evaluate(Scored);
        var weighted = new BinaryEvaluator { Score = "score", Weight = "weight" }.Evaluate(Scored);

        Assert.Equal(0.8311111111111111, metrics.AveragePrecision, 1e-12);
        Assert.Equal(0.8483116883116883, weighted.AveragePrecision, 1e-12);
        Assert.Equal(0.1795, metrics.Brier, 1e-12);
        Assert.Equal(0.19592592592592592, weighted.Brier, 1e-12);
        Assert.Equal(0.6163001083037544, weighted.LogLoss, 1e-12);
        Assert.Equal(0.7692307692307693, weighted.AreaUnderRoc, 1e-12);
    }

    [Fact] // scikit-learn 1.2.1: calibration_curve with n_bins=5.
    public void Calibration_is_that_of_scikit_learn()
    {
        var metrics = new BinaryEvaluator { Score = "score" }.Evaluate(Scored);
        var bins = metrics.Calibration(5);

        Assert.Equal([3, 2, 3, 1, 1], bins.Select(bin => bin.Weight));
        Assert.All(bins.Zip([1.0 / 3, 0, 2.0 / 3, 1, 1]), pair => Assert.Equal(pair.Second, pair.First.PositiveShare, 1e-12));
        Assert.All(bins.Zip([0.25 / 3, 0.35, 0.6, 0.8, 0.95]), pair => Assert.Equal(pair.Second, pair.First.Score, 1e-12));
        Assert.Equal((0.75 + 0.7 + 0.2 + 0.2 + 0.05) / 10, metrics.CalibrationError(5), 1e-12);
    }

    [Fact] // By hand: half of the rows are positive; the best two are, and the best five hold four.
    public void Gain_and_lift_are_those_computed_by_hand()
    {
        var metrics = new BinaryEvaluator { Score = "score" }.Evaluate(Scored);

        Assert.Equal([new(0, 0), new(0.1, 0.2), new(0.2, 0.4), new(0.5, 0.8)], metrics.Gain.Take(4));
        Assert.Equal([2, 2, 1.6], metrics.Lift.Take(3).Select(point => Math.Round(point.Y, 12)));
        Assert.Equal(new CurvePoint(1, 1), metrics.Gain[^1]);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0.95, 1, 0)]
    [InlineData(0.6, 4, 1)]
    [InlineData(0.59, 4, 1)]
    [InlineData(0, 5, 5)]
    public void The_counts_at_any_threshold_are_those_of_the_scores_from_there_on(double threshold, double right, double wrong) => Assert.Equal(
        new(threshold, right, wrong, 5, 5), new BinaryEvaluator { Score = "score" }.Evaluate(Scored).At(threshold));

    [Fact]
    public void The_table_has_a_row_for_each_score()
    {
        var table = new BinaryEvaluator { Score = "score" }.Evaluate(Scored).ToTable();

        Assert.Equal([0.95, 0.8, 0.6, 0.4, 0.3, 0.1, 0.05], table.Values<double>("threshold").ToArray());
        Assert.Equal([1, 2, 4, 4, 4, 5, 5], table.Values<double>("true positives").ToArray());
        Assert.Equal([1, 1, 0.8], table.Values<double>("precision").ToArray()[..3]);
    }

    [Fact]
    public void Scores_that_are_no_probabilities_are_not_calibrated()
    {
        var metrics = new BinaryEvaluator { Score = "score" }.Evaluate(Table.Of("score", 2.0, -1).With("label", 1, 0));

        Assert.Equal(double.NaN, metrics.Brier);
        Assert.Throws<InvalidOperationException>(() => metrics.Calibration());
    }

    [Fact]
    public void Where_a_class_is_absent_no_measure_of_both_is_known()
    {
        var metrics = new BinaryEvaluator { Score = "score", Positive = "1" }.Evaluate(Table.Of("label", 1, 1).With("score", 0.2, 0.9));
        Assert.Equal(double.NaN, metrics.KolmogorovSmirnov);
        Assert.Equal(double.NaN, metrics.AreaUnderRoc);
    }

    [Fact]
    public void Sparse_probabilities_are_looked_up_and_unnamed_ones_refused_where_the_class_is_named()
    {
        var rows = Table.Of("label", "a", "b", "b");
        var probabilities = new Field("probabilities", DataType.Vector) { FeatureNames = ["b", "a"] };
        var sparse = new VectorColumn(2, new[] { 0, 1, 2, 3 }, new[] { 1, 0, 0 }, new[] { 1.0, 0.25, 0.5 });
        Assert.Equal(1, new BinaryEvaluator { Positive = "b" }.Evaluate(rows.With(probabilities, sparse)).AreaUnderRoc);
        Assert.Contains("'b' cannot be found", Assert.Throws<TrainingException>(() => new BinaryEvaluator { Positive = "b" }
            .Evaluate(rows.With(probabilities with { FeatureNames = [] }, sparse))).Message);
        Assert.Contains("no number for the class 'c'", Assert.Throws<TrainingException>(() => new BinaryEvaluator { Positive = "c" }
            .Evaluate(rows.With(probabilities, sparse))).Message);
        Assert.Contains("have no numbers", Assert.Throws<TrainingException>(() => new BinaryEvaluator()
            .Evaluate(rows.With("probabilities", Array.ConvertAll(new int[3], _ => Vector.Dense(default))))).Message);
    }
}
