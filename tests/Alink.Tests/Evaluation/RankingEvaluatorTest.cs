using Alink.Evaluation;

namespace Alink.Tests.Evaluation;

public class RankingEvaluatorTest
{
    [Fact]
    public void A_relevance_whose_gain_is_no_number_is_refused()
    {
        var rows = Table.Of("label", "a b").With("prediction", "b a");
        var evaluator = new RankingEvaluator { Relevance = "relevance" };

        Assert.Equal(1 / Math.Log2(3), evaluator.Evaluate(rows.With<Vector>("relevance", [1000.0, 0])).At(5).Ndcg, 1e-12);
        Assert.Contains("each from 0 to 1000", Assert.Throws<TrainingException>(
            () => evaluator.Evaluate(rows.With<Vector>("relevance", [1001.0, 0]))).Message);
    }

    [Fact]
    public void No_cutoffs_measure_what_needs_none() => Assert.Equal(
        1, new RankingEvaluator { Cutoffs = default }.Evaluate(Table.Of("label", "a").With("prediction", "a")).MeanReciprocalRank);

    [Fact] // By hand: the first right item stands second, the other fourth, and a third is not ranked.
    public void One_row_is_as_by_hand()
    {
        var metrics = new RankingEvaluator { Cutoffs = [1, 2, 5] }.Evaluate(
            Table.Of("label", "a b c").With("prediction", "x b y c"));

        Assert.Equal(((1.0 / 2) + (2.0 / 4)) / 3, metrics.MeanAveragePrecision, 1e-15);
        Assert.Equal(1.0 / 2, metrics.MeanReciprocalRank);
        Assert.Equal((1.0 / 2) + (1.0 / 4), metrics.AverageReciprocalHitRank);
        Assert.Equal(new RankingAt(1, 0, 0, 0, 0, 0), metrics.At(1));
        Assert.Equal((0.5, 1.0 / 3, 0.25, 1), (metrics.At(2).Precision, metrics.At(2).Recall, metrics.At(2).MeanAveragePrecision, metrics.At(2).HitRate));
        Assert.Equal((0.4, 2.0 / 3), (metrics.At(5).Precision, metrics.At(5).Recall));
    }

    [Theory] // scikit-learn 1.2.1: ndcg_score of the gains 2^r − 1 = 7, 3, 1, 0, 0 of a, b, c, d, e, ranked d a e c b.
    [InlineData(1, 0.0)]
    [InlineData(2, 0.4966392596877323)]
    [InlineData(3, 0.47020199776783905)]
    [InlineData(5, 0.6396122693718669)]
    public void Graded_gains_are_those_of_scikit_learn(int k, double expected) => Assert.Equal(
        expected,
        new RankingEvaluator { Relevance = "relevance", Cutoffs = [k] }.Evaluate(
            Table.Of("label", "c a b").With("prediction", "d a e c b").With<Vector>("relevance", [1.0, 3.0, 2.0])).At(k).Ndcg,
        1e-12);

    [Fact]
    public void Rows_count_as_their_weights_do()
    {
        var rows = Table.Of("label", "a", "a").With("prediction", "a b", "b a").With("weight", 3.0, 1.0);

        var metrics = new RankingEvaluator { Weight = "weight" }.Evaluate(rows);

        Assert.Equal((0.875, 0.75), (metrics.MeanReciprocalRank, metrics.At(1).HitRate));
    }

    [Fact] // Spark counts it twice, and finds more than all.
    public void An_item_ranked_twice_counts_once() => Assert.Equal(
        0.5, new RankingEvaluator { Cutoffs = [3] }.Evaluate(Table.Of("label", "a b").With("prediction", "a a x")).At(3).Recall);

    [Fact]
    public void A_row_without_right_items_or_without_ranked_ones_counts_as_0()
    {
        var metrics = new RankingEvaluator().Evaluate(Table.Of("label", "a", "", "a").With("prediction", "a", "a", ""));

        Assert.Equal(1.0 / 3, metrics.MeanAveragePrecision, 1e-15);
        Assert.Equal(1.0 / 3, metrics.At(10).Ndcg, 1e-15);
    }

    [Fact]
    public void Relevances_must_be_as_many_as_the_right_items() => Assert.Equal(
        "Column 'relevance' holds 1 relevances in row 0; it must be 2, each from 0 to 1000.",
        Assert.Throws<TrainingException>(() => new RankingEvaluator { Relevance = "relevance" }.Evaluate(
            Table.Of("label", "a b").With("prediction", "a").With<Vector>("relevance", [1.0]))).Message);

    [Fact]
    public void A_cutoff_is_at_least_1_and_one_of_those_measured()
    {
        Assert.Contains("it was 0", Assert.Throws<ArgumentOutOfRangeException>(() => new RankingEvaluator { Cutoffs = [0] }).Message);
        Assert.Contains("The cutoffs are 1, 5, 10; it was 3.", Assert.Throws<ArgumentOutOfRangeException>(
            () => new RankingEvaluator().Evaluate(Table.Of("label", "a").With("prediction", "a")).At(3)).Message);
    }
}
