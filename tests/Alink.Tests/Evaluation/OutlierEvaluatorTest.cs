using Alink.Evaluation;

namespace Alink.Tests.Evaluation;

public class OutlierEvaluatorTest
{
    static readonly Table Rows = Table
        .Of("anomaly", 0.2, 0.9, 0.2, 0.9, 0.5, 0.6, 0.8, 0.5, 0.3, 0.2, 0.1, 0.7, 0.4, 0.2, 0.9, 0.3, 0.4, 0.3, 0.6, 0.6,
            0.6, 0.3, 0.3, 0.3, 0.3, 0.1, 0.2, 1.0, 1.0, 0.2, 0.0, 0.2, 0.7, 0.8, 0.0, 0.6, 0.0, 0.5, 0.6, 1.0)
        .With("label", 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
        .With("weight", [.. Enumerable.Range(0, 40).Select(i => 1.0 + (i % 3))]);

    [Fact] // scikit-learn 1.2.1: roc_auc_score and average_precision_score.
    public void Areas_are_those_of_scikit_learn()
    {
        var metrics = new OutlierEvaluator().Evaluate(Rows);
        var weighted = new OutlierEvaluator { Weight = "weight" }.Evaluate(Rows);

        Assert.Equal(0.6862745098039216, metrics.AreaUnderRoc, 1e-12);
        Assert.Equal(0.276952798663325, metrics.AveragePrecision, 1e-12);
        Assert.Equal(0.6760869565217391, weighted.AreaUnderRoc, 1e-12);
        Assert.Equal(0.2697807356962287, weighted.AveragePrecision, 1e-12);
    }

    [Fact] // By hand: of the 3 rows of 1.0 one is an outlier, of the 3 of 0.9 another, of the 2 of 0.8 a third; 6 of 40 are.
    public void Precision_and_recall_of_the_first_rows_are_the_mean_over_the_orders_of_equal_scores()
    {
        var metrics = new OutlierEvaluator().Evaluate(Rows);

        Assert.Equal(1 / 3.0, metrics.PrecisionAt(1), 1e-12);
        Assert.Equal(1 / 3.0, metrics.PrecisionAt(3), 1e-12);
        Assert.Equal(2.5 / 7, metrics.PrecisionAt(7), 1e-12);
        Assert.Equal(2.5 / 6, metrics.RecallAt(7), 1e-12);
        Assert.Equal(3 / 8.0, metrics.PrecisionAt(8), 1e-12);
        Assert.Equal((6 / 40.0, 1), (metrics.PrecisionAt(1000), metrics.RecallAt(40)));
    }

    [Fact]
    public void As_many_are_taken_as_there_are_outliers_where_no_share_is_given()
    {
        var at = new OutlierEvaluator().Evaluate(Rows).AtContamination;

        Assert.Equal(6, at.TruePositives + at.FalsePositives, 1e-12);
        Assert.Equal((at.Precision, at.Precision), (at.Recall, at.F()));
        Assert.Equal(1 / 3.0, at.Precision, 1e-12);
    }

    [Fact] // By hand: a fifth of 40 rows are the 8 from 0.8 on, 3 of them outliers.
    public void The_contamination_says_how_many_are_taken()
    {
        var at = new OutlierEvaluator { Contamination = 0.2 }.Evaluate(Rows).AtContamination;

        Assert.Equal((3 / 8.0, 0.5, 0.8), (at.Precision, at.Recall, at.Threshold));
        Assert.Equal(6 / 14.0, at.F(), 1e-12);
    }

    [Fact]
    public void Several_labels_may_be_of_outliers()
    {
        var kinds = Table.Of("label", "ok", "spike", "drop", "ok", "ok").With("anomaly", 1.0, 9.0, 3.0, 2.0, 8.0);

        var metrics = new OutlierEvaluator { Outliers = ["drop", "spike"] }.Evaluate(kinds);

        Assert.Equal(5 / 6.0, metrics.AreaUnderRoc, 1e-12);
        Assert.Contains("say which", Assert.Throws<TrainingException>(() => new OutlierEvaluator().Evaluate(kinds)).Message);
        Assert.Contains("'spike'", Assert.Throws<TrainingException>(() => new OutlierEvaluator { Outliers = ["spika"] }.Evaluate(kinds)).Message);
    }

    [Fact]
    public void Rows_without_outliers_have_no_areas()
    {
        var metrics = new OutlierEvaluator { Outliers = ["1"] }.Evaluate(Rows.Head(4));

        Assert.Equal((double.NaN, double.NaN, 0), (metrics.AreaUnderRoc, metrics.AveragePrecision, metrics.Contamination));
    }

    [Theory, InlineData(0), InlineData(1), InlineData(double.NaN)]
    public void A_contamination_is_a_share(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OutlierEvaluator { Contamination = share });
}
