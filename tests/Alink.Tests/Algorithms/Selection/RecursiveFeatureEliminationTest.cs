using Alink.Classification;
using Alink.Clustering;
using Alink.Features;
using Alink.Regression;
using Alink.Runtime;
using Alink.Selection;

namespace Alink.Tests.Algorithms;

public class RecursiveFeatureEliminationTest
{
    static readonly Table Tumours = DataSets.Read("breast-cancer-wdbc/breast_cancer_wdbc.csv");

    static readonly Table Numbers = Tumours.With(
        "label", [.. Tumours.Values<string>("label").ToArray().Select(name => name == "benign" ? 1.0 : 0)]);

    static readonly IEstimator Learner = new StandardScaler().Then(new LinearRegression());

    [Theory]
    [InlineData(5, 1, new[] { 1, 17, 10, 1, 24, 2, 7, 1, 23, 26, 5, 22, 6, 15, 12, 25, 4, 8, 20, 18, 1, 9, 13, 1, 19, 21, 3, 16, 14, 11 })]
    [InlineData(null, 4, new[] { 1, 3, 1, 1, 5, 1, 1, 1, 5, 5, 1, 4, 2, 2, 1, 5, 1, 1, 4, 3, 1, 3, 1, 1, 4, 4, 1, 3, 2, 1 })]
    public void Features_are_ranked_as_by_scikit_learn(int? count, int step, int[] ranking)
    {
        // scikit-learn 1.2.1: RFE(LinearRegression(), n_features_to_select=count, step=step) on standardised features.
        var model = new RecursiveFeatureElimination { Learner = Learner, Count = count, Step = step }.Fit(Numbers);

        Assert.Equal(ranking, model.Ranking.ToArray());
        Assert.Equal(Numbers.RowCount, model.Origin!.Rows);
        Assert.Equal(count ?? 15, model.Transform(Numbers.Schema)["selected"].VectorLength);
    }

    [Fact]
    public void Sparse_rows_rank_as_dense_ones_do() => Assert.Equal(
        new RecursiveFeatureElimination { Learner = new LinearRegression(), Count = 3, Step = 9 }.Fit(Numbers).Ranking.ToArray(),
        new RecursiveFeatureElimination { Learner = new LinearRegression(), Count = 3, Step = 9 }.Fit(Numbers.Sparse()).Ranking.ToArray());

    [Fact]
    public void A_classifier_says_what_matters_over_all_classes()
    {
        // Only the second feature tells "b" from the others, only the third "c"; the first is noise.
        var random = new Random(1);
        var labels = Enumerable.Range(0, 90).Select(i => "abc"[i % 3].ToString()).ToArray();
        var rows = Table.Of("features", [.. labels.Select(label => Vector.Of(
            [random.NextDouble(), (label == "b" ? 1.0 : 0) + random.NextDouble(), (label == "c" ? 1.0 : 0) + random.NextDouble()]))]).With("label", labels);

        Assert.Equal([1, 2], new RecursiveFeatureElimination { Learner = new LogisticRegression { Regularization = 0.01 }, Count = 2 }.Fit(rows).Selected().ToArray());
    }

    [Fact]
    public void Of_equally_important_features_the_last_goes_first()
    {
        var rows = Table.Of<Vector>("features", [0.0, 1.0, 0.0], [0.0, 2.0, 0.0], [0.0, 3.0, 0.0]).With("label", 1.0, 2.0, 3.0);

        Assert.Equal([2, 1, 3], new RecursiveFeatureElimination { Learner = new LinearRegression(), Count = 1 }.Fit(rows).Ranking.ToArray());
    }

    [Fact]
    public void A_model_read_back_selects_the_same()
    {
        var model = new RecursiveFeatureElimination { Learner = Learner, Count = 3, Step = 10 }.Fit(Numbers);
        using var file = new MemoryStream();
        ModelFile.Write(file, model);
        file.Position = 0;

        var read = ModelFile.Read(file, Catalog.Of(typeof(StandardScaler).Assembly));

        Assert.Equal(
            model.Transform(Numbers).Values<Vector>("selected")[7], read.Transform(Numbers).Values<Vector>("selected")[7]);
    }

    [Fact]
    public void What_cannot_be_done_is_said()
    {
        Assert.Contains("length 30", Assert.Throws<TrainingException>(
            () => new RecursiveFeatureElimination { Learner = new LinearRegression(), Count = 31 }.Fit(Numbers)).Message);
        Assert.Contains("KMeansModel", Assert.Throws<TrainingException>(
            () => new RecursiveFeatureElimination { Learner = new KMeans { K = 2 } }.Fit(Numbers)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecursiveFeatureElimination { Learner = Learner, Step = 0 });
    }
}
