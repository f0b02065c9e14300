using Alink.Classification;

namespace Alink.Tests.Algorithms;

public class GaussianNaiveBayesTest
{
    static readonly Table Rows = Table
        .Of<Vector>("features", [1.0, 5, 0], [2.0, 6, 1], [4.0, 5.5, 0], [9.0, -3, 2], [8.0, -1, 2], [7.5, 0, 1])
        .With("label", 0, 0, 0, 1, 1, 1)
        .With("weight", 1.0, 2, 1, 1, 0.5, 3);

    [Fact]
    public void Means_and_variances_are_those_of_scikit_learn()
    {
        var model = new GaussianNaiveBayes { Weight = "weight" }.Fit(Rows);

        AssertClose([2.25, 5.625, 0.5, 7.888888888888889, -0.7777777777777778, 1.3333333333333333], model.Means);
        // scikit-learn leaves the weights out of the smoothing: 1e-9 of 12.53 there, of the weighted 11.09 here.
        double[] variances =
            [1.1875000125347221, 0.17187501253472223, 0.2500000125347222, 0.3765432224112654, 1.5061728520408952, 0.22222223475694444];
        AssertClose(Array.ConvertAll(variances, variance => variance - 1.2534722222222224e-08 + 11.091695501730104e-9), model.Variances);
    }

    [Fact]
    public void Posteriors_are_those_of_scikit_learn()
    {
        var p = new GaussianNaiveBayes { Weight = "weight" }.Fit(Rows).Probabilities([5.0, 2.0, 1.0]);

        Assert.Equal(9.486663171433115e-13, p[0], 1e-18);
        Assert.Equal(9.999999999990515e-01, p[1], 1e-15);
    }

    [Theory]
    [InlineData("iris/iris.csv", 0.933333)]
    [InlineData("digits/digits.csv", 0.830084)]
    [InlineData("breast-cancer-wdbc/breast_cancer_wdbc.csv", 0.929204)]
    public void Real_rows_are_classified_as_by_scikit_learn(string path, double accuracy)
    {
        var (train, test) = DataSets.Read(path).Split();

        Assert.Equal(accuracy, new GaussianNaiveBayes().Fit(train).Accuracy(test), 1e-6);
        Assert.Equal(accuracy, new GaussianNaiveBayes().Fit(train.Sparse()).Accuracy(test.Sparse()), 1e-6);
    }

    [Fact]
    public void Zeros_that_are_not_stored_change_no_bit_of_the_model_and_no_digit_of_a_probability()
    {
        var rows = DataSets.Read("digits/digits.csv");
        var dense = new GaussianNaiveBayes().Fit(rows);
        var sparse = new GaussianNaiveBayes().Fit(rows.Sparse());

        Assert.Equal(dense.Means, sparse.Means);
        Assert.Equal(dense.Variances, sparse.Variances);
        var of = dense.Transform(rows).Values<Vector>("probabilities").ToArray();
        var sparsely = sparse.Transform(rows.Sparse()).Values<Vector>("probabilities").ToArray();
        for (var i = 0; i < of.Length; i++)
        {
            for (var c = 0; c < 10; c++)
            {
                Assert.Equal(of[i][c], sparsely[i][c], 1e-9); // Features that never vary have terms of 1e11.
            }
        }
    }

    [Fact]
    public void A_large_offset_loses_no_digits()
    {
        var far = Table.Of<Vector>("features", [1e9 + 1], [1e9 + 2], [1e9 + 3], [1e9 + 7], [1e9 + 9]).With("label", "a", "a", "a", "b", "b");
        var naiveBayes = new GaussianNaiveBayes { VarianceSmoothing = 1e-15 };
        var merged = naiveBayes.Snapshot(naiveBayes.Merge(naiveBayes.Fold(far.Slice(0, 2), 2), naiveBayes.Fold(far.Slice(2, 3), 1)));

        foreach (var model in new[] { naiveBayes.Fit(far), naiveBayes.Fit(far.Sparse()), merged })
        {
            Assert.Equal([1e9 + 2, 1e9 + 8], model.Means.Values.ToArray());
            Assert.Equal(2.0 / 3, model.Variances[0, 0], 1e-9);
            Assert.Equal(1, model.Variances[1, 0], 1e-9);
        }
    }

    [Fact]
    public void A_sparse_row_is_as_near_as_the_same_row_dense_far_from_zero()
    {
        var rows = Table.Of<Vector>("features", [1e8 + 0.0, 1], [1e8 + 1, 0], [1e8 + 6, 3], [1e8 + 8, 4]).With("label", "a", "a", "b", "b");
        var model = new GaussianNaiveBayes().Fit(rows);
        var dense = model.Probabilities([1e8 + 3, 2]);
        var sparse = model.Probabilities(Vector.Sparse(2, new[] { 0, 1 }, new[] { 1e8 + 3, 2 }));

        Assert.InRange(dense[0], 0.001, 0.999);
        Assert.Equal(dense[0], sparse[0], 1e-12);
    }

    [Fact]
    public void Batches_of_any_size_give_the_same_bits()
    {
        var rows = DataSets.Read("iris/iris.csv");
        var whole = new GaussianNaiveBayes().Fit(rows);
        foreach (var size in new[] { 1, 11, 149 })
        {
            var model = new GaussianNaiveBayes().Snapshot(new GaussianNaiveBayes().Fold(rows, size));
            Assert.Equal(whole.Means, model.Means);
            Assert.Equal(whole.Variances, model.Variances);
        }
    }

    [Fact]
    public void Merged_states_know_what_the_rows_together_say()
    {
        var rows = DataSets.Read("iris/iris.csv");
        var naiveBayes = new GaussianNaiveBayes();
        var whole = naiveBayes.Fit(rows);
        var merged = naiveBayes.Snapshot(naiveBayes.Merge(naiveBayes.Fold(rows.Slice(120, 30), 9), naiveBayes.Fold(rows.Slice(0, 120), 50)));

        Assert.Equal(whole.Labels, merged.Labels);
        AssertClose(whole.Means.Values.ToArray(), merged.Means);
        AssertClose(whole.Variances.Values.ToArray(), merged.Variances);
    }

    [Fact]
    public void Weights_scaled_alike_change_nothing()
    {
        var model = new GaussianNaiveBayes { Weight = "weight" };
        var scaled = model.Fit(Rows.With("weight", 4.0, 8, 4, 4, 2, 12));

        Assert.Equal(model.Fit(Rows).Means, scaled.Means);
        Assert.Equal(model.Fit(Rows).Variances, scaled.Variances);
    }

    [Fact]
    public void Features_that_never_vary_leave_the_prior_to_decide()
    {
        var rows = Table.Of<Vector>("features", [3.0], [3.0], [3.0]).With("label", "a", "b", "b");

        var p = new GaussianNaiveBayes().Fit(rows).Probabilities([3.0]);
        Assert.Equal(1.0 / 3, p[0], 1e-12);
    }

    [Fact]
    public void A_copy_with_other_means_predicts_by_them()
    {
        var model = new GaussianNaiveBayes().Fit(Rows);
        Assert.Equal(0, model.Predict([2.0, 5.0, 0.0]));
        var turned = model with { Means = Matrix.Of([.. model.Means.Row(1)], [.. model.Means.Row(0)]) };

        Assert.Equal(1, turned.Predict([2.0, 5.0, 0.0]));
        Assert.Equal(0, model.Predict([2.0, 5.0, 0.0]));
    }

    [Fact]
    public void A_prediction_allocates_nothing()
    {
        var model = new GaussianNaiveBayes().Fit(Rows);
        Vector row = [2.0, 5.0, 0.0];
        model.Predict(row);
        var before = GC.GetAllocatedBytesForCurrentThread();
        model.Predict(row);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_longer_row_is_refused() => Assert.Contains(
        "A vector of length 1 follows vectors of length 2",
        Assert.Throws<TrainingException>(() => new GaussianNaiveBayes().Update(
            new GaussianNaiveBayes().Fold(Table.Of<Vector>("features", [1.0, 2.0]).With("label", "a"), 1),
            Table.Of<Vector>("features", [1.0]).With("label", "a"))).Message);

    static void AssertClose(double[] expected, Matrix actual)
    {
        for (var place = 0; place < expected.Length; place++)
        {
            Assert.Equal(expected[place], actual.Values[place], 1e-12);
        }
    }
}
