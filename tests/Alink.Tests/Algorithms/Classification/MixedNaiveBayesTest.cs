using Alink.Classification;
using Alink.Tests.Runtime;

namespace Alink.Tests.Algorithms;

public class MixedNaiveBayesTest
{
    static readonly Table Rows = Table
        .Of<Vector>("features", [0.0, 1], [1.0, 0], [2.0, 1], [0.0, 0], [1.0, 2])
        .With("label", "a", "a", "a", "b", "b");

    static readonly MixedNaiveBayes Categorical = new() { Categorical = ["0", "1"], Smoothing = 0.5 };

    [Fact]
    public void Categories_alone_are_those_of_scikit_learns_CategoricalNB()
    {
        var model = Categorical.Fit(Rows);

        Assert.Equal([0.0, 1, 2, 0, 1, 2], model.Categories.ToArray());
        double[] a = [-1.0986122886681096, -1.0986122886681096, -1.0986122886681096, -1.0986122886681096, -0.587786664902119, -2.197224577336219];
        double[] b = [-0.8472978603872037, -0.8472978603872037, -1.9459101490553135, -0.8472978603872037, -1.9459101490553135, -0.8472978603872037];
        for (var category = 0; category < 6; category++)
        {
            Assert.Equal(a[category], model.LogProbabilities[category, 0], 1e-14);
            Assert.Equal(b[category], model.LogProbabilities[category, 1], 1e-14);
        }

        // Its prior of 3/5 is smoothed here: 3½ / (5 + 2 · ½).
        var (first, second) = (0.8193979933110368 / 3 * 3.5, 0.1806020066889632 / 2 * 2.5);
        Assert.Equal(first / (first + second), model.Probabilities([0.0, 1])[0], 1e-14);
    }

    [Fact]
    public void Numbers_alone_are_normal()
    {
        var iris = DataSets.Read("iris/iris.csv");
        var normal = new GaussianNaiveBayes().Fit(iris);
        var mixed = new MixedNaiveBayes { Smoothing = 0 }.Fit(iris);

        Assert.Equal(normal.Means, mixed.Means);
        Assert.Equal(normal.Variances, mixed.Variances);
        Assert.Equal(
            normal.Transform(iris).Values<Vector>("probabilities").ToArray(),
            mixed.Transform(iris).Values<Vector>("probabilities").ToArray());
    }

    [Fact]
    public void A_number_and_a_category_multiply()
    {
        // p(a | x, 2) / p(b | x, 2) is the product of both ratios over that of the priors.
        var model = new MixedNaiveBayes { Categorical = ["1"] }.Fit(Rows);
        var normal = new GaussianNaiveBayes().Fit(Rows.With("features", [.. Rows.Values<Vector>("features").ToArray().Select(row => Vector.Of([row[0]]))]));

        var p = model.Probabilities([1.5, 2.0]);
        var numbers = normal.Probabilities([1.5]);
        var smoothed = (3 + 1) / (2 + 1.0) / (3 / 2.0);
        Assert.Equal(numbers[0] / numbers[1] * smoothed * ((0 + 1) / (3 + 3.0)) / ((1 + 1) / (2 + 3.0)), p[0] / p[1], 1e-12);
    }

    [Fact]
    public void An_unseen_category_counts_as_seen_no_times()
    {
        var p = Categorical.Fit(Rows).Probabilities([9.0, 1.0]);

        // ½ / (3 + 1½) · 2½ / 4½ · 3½ against ½ / (2 + 1½) · ½ / 3½ · 2½.
        var (a, b) = (0.5 / 4.5 * (2.5 / 4.5) * 3.5, 0.5 / 3.5 * (0.5 / 3.5) * 2.5);
        Assert.Equal(a / (a + b), p[0], 1e-12);
    }

    [Fact]
    public void Each_feature_has_categories_of_its_own()
    {
        var rows = Table.Of<Vector>("features", [1.0, 7], [2.0, 2], [3.0, 7], [1.0, 2]).With("label", "a", "a", "b", "b");
        var model = new MixedNaiveBayes { Categorical = ["0", "1"], Smoothing = 2 }.Fit(rows);

        Assert.Equal([1.0, 2, 3, 2, 7], model.Categories.ToArray());

        // p(2 | a) = (1 + 2) / (2 + 6) and p(7 | a) = (1 + 2) / (2 + 4); p(2 | b) = 2 / 8, and p(7 | b) = 3 / 6.
        Assert.Equal(0.375 / (0.375 + 0.25), model.Probabilities([2.0, 7])[0], 1e-14);

        // p(3 | a) = 2 / 8 and p(3 | b) = 3 / 8; the second feature never was 3, which is 2 / 6 in both.
        Assert.Equal(0.25 / (0.25 + 0.375), model.Probabilities([3.0, 3])[0], 1e-14);
    }

    [Fact]
    public void The_public_case_of_Flink_ML_is_predicted_as_there()
    {
        // flink-ml, NaiveBayesTest.java: features, label; smoothing 1.
        var train = Table.Of<Vector>("features", [0.0, 0], [1.0, 0], [1.0, 1]).With("label", 11, 10, 10);
        var test = Table.Of<Vector>("features", [0.0, 1], [0.0, 0], [1.0, 0], [1.0, 1]);

        var model = new MixedNaiveBayes { Categorical = ["0", "1"] }.Fit(train);
        Assert.Equal([11, 11, 10, 10], model.Transform(test).Values<int>("prediction").ToArray());
    }

    [Fact]
    public void Zeros_that_are_not_stored_are_a_category_like_any_other()
    {
        foreach (var options in new[] { Categorical, Categorical with { Categorical = ["1"] } })
        {
            var dense = options.Fit(Rows);
            var sparse = options.Fit(Rows.Sparse());

            Assert.Equal(dense.LogProbabilities, sparse.LogProbabilities);
            Assert.Equal(dense.Means, sparse.Means);
            for (var row = 0; row < Rows.RowCount; row++)
            {
                Assert.Equal(
                    dense.Probabilities(Rows.Values<Vector>("features")[row])[0],
                    sparse.Probabilities(Rows.Sparse().Values<Vector>("features")[row])[0],
                    1e-12);
            }
        }
    }

    [Fact]
    public void Whichever_rows_come_first_the_model_is_the_same()
    {
        var whole = Categorical.Fit(Rows);
        var merged = Categorical.Snapshot(Categorical.Merge(
            Categorical.Fold(Rows.Gather([4, 2]), 1), Categorical.Fold(Rows.Gather([0, 1, 3]), 3)));

        Assert.Equal(whole.Labels, merged.Labels);
        Assert.Equal(whole.Categories.ToArray(), merged.Categories.ToArray());
        Assert.Equal(whole.LogProbabilities, merged.LogProbabilities);
    }

    [Fact]
    public async Task Hosts_change_no_bit_of_any_kind()
    {
        var rows = Enumerable.Repeat(DataSets.Read("digits/digits.csv"), 20).ToArray();
        var many = Table.Concat(rows);
        await Same(new NaiveBayes(), model => model.Coefficients);
        await Same(new GaussianNaiveBayes(), model => model.Variances);
        await Same(new MixedNaiveBayes { Categorical = ["3", "20"] }, model => model.LogProbabilities);

        async Task Same<TModel>(IEstimator<TModel> estimator, Func<TModel, Matrix> of)
            where TModel : ITransformer
        {
            var alone = of(estimator.Fit(many));
            var models = await Cluster.RunAsync(3, (machine, _) => estimator.FitAsync(many, new TrainingContext(machine)).AsTask());
            Assert.All(models, model => Assert.Equal(alone, of(model)));
        }
    }

    [Fact]
    public void NaN_has_no_class()
    {
        var model = new MixedNaiveBayes().Fit(Rows);
        Assert.Throws<RowException>(() => model.Predict([1.0, double.NaN]));
        var error = Assert.Throws<RowException>(() => model.Transform(Table.Of<Vector>("features", [1.0, 2], [double.NaN, 1])));
        Assert.Contains("'features' holds a number that is not finite in row 1", error.Message);
    }

    [Fact]
    public void Categories_go_by_the_names_of_features()
    {
        var named = Rows.With(Rows.Schema["features"] with { FeatureNames = ["colour", "size"] }, Rows.Data("features"));

        Assert.Equal([1], new MixedNaiveBayes { Categorical = ["size"] }.Fit(named).Categorical.ToArray());
        var error = Assert.Throws<SchemaException>(() => new MixedNaiveBayes { Categorical = ["color"] }.Fit(named));
        Assert.Contains("'color', which column 'features' has not. Did you mean 'colour'?", error.Message);
        error = Assert.Throws<SchemaException>(() => new MixedNaiveBayes { Categorical = ["2"] }.Fit(Rows));
        Assert.Contains("Its features go from 0 to 1.", error.Message);
        Assert.Throws<SchemaException>(() => new MixedNaiveBayes { Categorical = ["0", "0"] }.Fit(Rows));
    }
}
