using Alink.Selection;

namespace Alink.Tests.Algorithms;

public class VarianceThresholdTest
{
    static readonly Table Digits = DataSets.Read("digits/digits.csv");

    [Fact]
    public void The_features_that_scikit_learn_keeps_are_kept()
    {
        // scikit-learn 1.2.1: VarianceThreshold(30).fit(digits).
        var model = new VarianceThreshold { Threshold = 30 }.Fit(Digits);

        Assert.Equal([5, 13, 18, 19, 20, 21, 26, 27, 28, 29, 34, 35, 36, 37, 42, 43, 44, 45, 50, 53, 61], model.Selected().ToArray());
        Assert.Equal(22.595792344193274, model.Variances[2], 1e-12);
        Assert.Equal(22.608373520331465, new VarianceThreshold { Unbiased = true }.Fit(Digits).Variances[2], 1e-12);
    }

    [Fact]
    public void Dense_and_sparse_rows_keep_the_same_numbers_and_their_names()
    {
        var rows = Table.Of("features", Vector.Of([1.0, 7.0, 0.0, 2.0]), Vector.Of([0.0, 7.0, 5.0, 0.0]))
            .With(new Field("features", DataType.Vector) { VectorLength = 4, FeatureNames = ["a", "b", "c", "d"] },
                VectorColumn.Of([1.0, 7.0, 0.0, 2.0], [0.0, 7.0, 5.0, 0.0]));
        var model = new VarianceThreshold().Fit(rows);

        var (dense, sparse) = (model.Transform(rows), model.Transform(rows.Sparse()));

        Assert.Equal([0, 2, 3], model.Selected().ToArray());
        Assert.Equal(["a", "c", "d"], dense.Schema["selected"].FeatureNames.ToArray());
        Assert.Equal([1, 0, 2], dense.Values<Vector>("selected")[0].ToArray());
        Assert.Equal([1, 0, 2], sparse.Values<Vector>("selected")[0].ToArray());
        Assert.Equal([0, 5, 0], sparse.Values<Vector>("selected")[1].ToArray());
        Assert.False(sparse.Values<Vector>("selected")[0].IsDense);
    }

    [Fact]
    public void A_variance_at_the_threshold_is_not_above_it()
    {
        var rows = Table.Of<Vector>("features", [0.0, 0.0], [2.0, 4.0]);

        Assert.Equal([1], new VarianceThreshold { Threshold = 1 }.Fit(rows).Selected().ToArray());
        Assert.Contains(
            "above 4; the greatest is 4", Assert.Throws<TrainingException>(() => new VarianceThreshold { Threshold = 4 }.Fit(rows)).Message);
    }
}
