using Alink.Evaluation;

namespace Alink.Tests.Evaluation;

public class ClusterAgreementEvaluatorTest
{
    [Fact]
    public void Weights_that_make_no_pair_of_rows_tell_no_Rand_index()
    {
        var agreement = new ClusterAgreementEvaluator { Weight = "weight" }.Evaluate(
            Table.Of("label", 0, 1, 0, 1).With("prediction", 0, 0, 1, 1).With("weight", _ => 0.25));

        Assert.Equal((0.5, double.NaN, double.NaN), (agreement.Purity, agreement.Rand, agreement.AdjustedRand));
    }

    static readonly Table Rows = Table
        .Of("label", "a", "a", "a", "b", "b", "b", "c", "c", "c", "c")
        .With("prediction", 1, 1, 0, 0, 0, 3, 2, 2, 2, 1);

    [Fact] // scikit-learn 1.2.1: normalized_mutual_info_score, homogeneity_score, completeness_score, rand_score, adjusted_rand_score.
    public void Agreement_is_that_of_scikit_learn()
    {
        var agreement = new ClusterAgreementEvaluator().Evaluate(Rows);

        Assert.Equal(0.8, agreement.Purity, 1e-15);
        Assert.Equal(0.5884891726309149, agreement.NormalizedMutualInformation, 1e-12);
        Assert.Equal(0.6492712741077914, agreement.Homogeneity, 1e-12);
        Assert.Equal(0.5381132293020882, agreement.Completeness, 1e-12);
        Assert.Equal(0.7555555555555555, agreement.Rand, 1e-12);
        Assert.Equal(0.32098765432098764, agreement.AdjustedRand, 1e-12);
    }

    [Fact]
    public void A_weight_is_so_many_equal_rows() => Assert.Equal(
        new ClusterAgreementEvaluator().Evaluate(Table.Concat(Rows, Rows.Head(1), Rows.Head(1))),
        new ClusterAgreementEvaluator { Weight = "weight" }.Evaluate(Rows.With("weight", 3.0, 1, 1, 1, 1, 1, 1, 1, 1, 1)));

    [Fact]
    public void One_cluster_of_one_class_agrees_wholly() => Assert.Equal(
        new ClusterAgreement(1, 1, 1, 1, 1, 1), new ClusterAgreementEvaluator().Evaluate(Table.Of("label", "a", "a").With("prediction", 0, 0)));

    [Fact]
    public void One_cluster_of_all_classes_says_nothing()
    {
        var agreement = new ClusterAgreementEvaluator().Evaluate(Table.Of("label", "a", "b").With("prediction", 0, 0));

        Assert.Equal((0.5, 0, 0, 1, 0), (agreement.Purity, agreement.NormalizedMutualInformation, agreement.Homogeneity, agreement.Completeness, agreement.AdjustedRand));
    }
}
