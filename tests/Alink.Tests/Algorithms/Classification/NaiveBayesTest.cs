using Alink.Classification;

namespace Alink.Tests.Algorithms;

public class NaiveBayesTest
{
    static readonly Table Counts = Table
        .Of<Vector>("features", [2.0, 1, 0, 0], [1.0, 0, 3, 0], [0.0, 0, 1, 4], [0.0, 2, 0, 3], [1.0, 1, 1, 1])
        .With("label", 0, 0, 1, 1, 2)
        .With("weight", 1.0, 2, 1, 0.5, 3);

    static readonly NaiveBayes Weighted = new() { Weight = "weight", Smoothing = 0.5 };

    // The smoothed priors (N + ½) / (Σ N + 3 · ½), by hand; scikit-learn's have no smoothing, so its priors were uniform.
    static readonly double[] Priors = [3.5 / 9, 2.0 / 9, 3.5 / 9];

    [Fact]
    public void Multinomial_frequencies_are_those_of_scikit_learn()
    {
        var model = Weighted.Fit(Counts);

        AssertClose(
            [
                [-1.060871960685, -2.159484249353, -0.69314718056, -3.258096538021],
                [-2.944438979166, -1.845826690498, -1.845826690498, -0.459532329378],
                [-1.38629436112, -1.38629436112, -1.38629436112, -1.38629436112],
            ],
            model.Coefficients);
        AssertPosterior([0.4127802870840969, 0.1027761815463724, 0.4844435313695312], Priors, model, [1.0, 0, 2, 1]);
    }

    [Fact]
    public void Complement_weights_are_those_of_scikit_learn_and_know_no_prior()
    {
        var model = (Weighted with { Type = NaiveBayesType.Complement }).Fit(Counts);

        AssertClose(
            [
                [1.815289966638, 1.563975538357, 1.563975538357, 0.870828357797],
                [1.203972804326, 1.714798428092, 0.967584026262, 1.966112856373],
                [1.516347489368, 2.10413415427, 1.005521865602, 1.228665416916],
            ],
            model.Coefficients);
        AssertPosterior([0.5436638786503538, 0.2676059326467826, 0.1887301887028637], [1, 1, 1], model, [1.0, 0, 2, 1]);
    }

    [Fact]
    public void Bernoulli_posteriors_are_those_of_scikit_learn()
    {
        var there = Counts.With("features", [.. Counts.Values<Vector>("features").ToArray()
            .Select(row => (Vector)Array.ConvertAll(row.ToArray(), x => x > 0 ? 1.0 : 0.0))]);
        var model = (Weighted with { Type = NaiveBayesType.Bernoulli }).Fit(there);

        AssertPosterior([0.9189918786624637, 0.0442484461910375, 0.0367596751464985], Priors, model, [1.0, 0, 1, 0]);
        Assert.Equal(Math.Exp(-0.13353139262452252), 1 / (1 + Math.Exp(-model.Coefficients[0, 0])), 1e-12);
    }

    [Fact]
    public void Zeros_that_are_not_stored_change_no_bit()
    {
        foreach (var type in Enum.GetValues<NaiveBayesType>())
        {
            var rows = type == NaiveBayesType.Bernoulli ? Digits(x => x > 7 ? 1 : 0) : Digits(x => x);
            var dense = new NaiveBayes { Type = type }.Fit(rows);
            var sparse = new NaiveBayes { Type = type }.Fit(rows.Sparse());

            Assert.Equal(dense.Intercepts.ToArray(), sparse.Intercepts.ToArray());
            Assert.Equal(dense.Coefficients, sparse.Coefficients);
            Assert.Equal(
                dense.Transform(rows).Values<Vector>("probabilities").ToArray(),
                sparse.Transform(rows.Sparse()).Values<Vector>("probabilities").ToArray());
        }
    }

    [Fact]
    public void Any_cut_of_whole_counts_gives_the_same_bits()
    {
        var rows = Digits(x => x);
        var whole = new NaiveBayes().Fit(rows);
        foreach (var size in new[] { 1, 7, 1000 })
        {
            Assert.Equal(whole.Coefficients, new NaiveBayes().Snapshot(new NaiveBayes().Fold(rows, size)).Coefficients);
        }

        var naiveBayes = new NaiveBayes();
        var late = naiveBayes.Fold(rows.Slice(900, 897), 50);
        var merged = naiveBayes.Snapshot(naiveBayes.Merge(late, naiveBayes.Fold(rows.Slice(0, 900), 64)));
        Assert.Equal(whole.Labels, merged.Labels);
        Assert.Equal(whole.Intercepts.ToArray(), merged.Intercepts.ToArray());
        Assert.Equal(whole.Coefficients, merged.Coefficients);
    }

    [Fact]
    public void A_snapshot_leaves_the_state_as_it_is()
    {
        var naiveBayes = new NaiveBayes { Type = NaiveBayesType.Complement };
        var state = naiveBayes.Fold(Counts.Slice(0, 3), 3);
        naiveBayes.Snapshot(state);
        var model = naiveBayes.Snapshot(naiveBayes.Update(state, Counts.Slice(3, 2)));

        Assert.Equal(naiveBayes.Fit(Counts).Coefficients, model.Coefficients);
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice()
    {
        var twice = new NaiveBayes().Fit(Counts.Gather([0, 1, 1, 2, 3, 4]));
        var weighted = new NaiveBayes { Weight = "weight" }.Fit(Counts.With("weight", 1.0, 2, 1, 1, 1));

        Assert.Equal(twice.Coefficients, weighted.Coefficients);
        Assert.Equal(twice.Intercepts.ToArray(), weighted.Intercepts.ToArray());
    }

    [Fact]
    public void A_class_of_no_weight_is_no_class()
    {
        var model = new NaiveBayes { Weight = "weight" }.Fit(Counts.With("weight", 1.0, 2, 1, 1, 0));

        Assert.Equal("0, 1", model.Labels.ToString());
    }

    [Fact]
    public void Without_smoothing_nothing_is_infinite()
    {
        foreach (var type in Enum.GetValues<NaiveBayesType>())
        {
            var rows = Table.Of<Vector>("features", [1.0, 0.0], [0.0, 1.0]).With("label", "a", "b");
            var model = new NaiveBayes { Type = type, Smoothing = 0 }.Fit(rows);

            Assert.All(model.Coefficients.Values.ToArray(), coefficient => Assert.True(double.IsFinite(coefficient)));
            Assert.Equal(0, model.Predict([1.0, 0.0]));
            Assert.Equal(1, model.Predict([0.0, 1.0]));
        }
    }

    [Fact]
    public void One_class_is_always_right()
    {
        var model = new NaiveBayes { Type = NaiveBayesType.Complement }.Fit(Counts.Slice(0, 1));

        Assert.Equal([1.0], model.Probabilities([0.0, 0, 0, 5]));
    }

    [Fact]
    public void A_negative_count_is_refused_by_row_and_feature()
    {
        var rows = Table.Of<Vector>("features", [1.0, 0.0], [0.0, -2.0]).With("label", "a", "b");

        var error = Assert.Throws<TrainingException>(() => new NaiveBayes().Fit(rows));
        Assert.Contains("'features' holds -2 in row 1, feature 1", error.Message);
        error = Assert.Throws<TrainingException>(() => new NaiveBayes().Fit(rows.Sparse()));
        Assert.Contains("'features' holds -2 in row 1, feature 1", error.Message);
    }

    [Fact]
    public void Bernoulli_takes_nothing_but_0_and_1()
    {
        var bernoulli = new NaiveBayes { Type = NaiveBayesType.Bernoulli };
        var error = Assert.Throws<TrainingException>(() => bernoulli.Fit(Counts));
        Assert.Contains("holds 2 in row 0, feature 0", error.Message);

        var model = bernoulli.Fit(Table.Of<Vector>("features", [1.0], [0.0]).With("label", "a", "b"));
        Assert.Contains("holds 0.5 in feature 0", Assert.Throws<RowException>(() => model.Predict([0.5])).Message);
    }

    [Fact]
    public void Thresholds_are_one_for_each_class()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new NaiveBayes { Thresholds = [0.5, 0.5] }.Fit(Counts));
        Assert.Contains("one number for each of the 3 classes; there were 2", error.Message);
        Assert.Equal(1, new NaiveBayes { Thresholds = [1, 1e-9, 1] }.Fit(Counts).Predict([1.0, 0, 0, 0]));
    }

    [Fact]
    public void No_rows_teach_nothing() => Assert.Throws<TrainingException>(() => new NaiveBayes().Fit(Counts.Slice(0, 0)));

    [Fact]
    public void The_names_of_features_stay_with_the_model()
    {
        var field = Counts.Schema["features"] with { FeatureNames = ["a", "b", "c", "d"] };

        Assert.Equal(["a", "b", "c", "d"], new NaiveBayes().Fit(Counts.With(field, Counts.Data("features"))).FeatureNames.ToArray());
    }

    static Table Digits(Func<double, double> change)
    {
        var rows = DataSets.Read("digits/digits.csv");
        return rows.With("features", [.. rows.Values<Vector>("features").ToArray().Select(row => (Vector)Array.ConvertAll(row.ToArray(), x => change(x)))]);
    }

    static void AssertClose(double[][] expected, Matrix coefficients)
    {
        for (var c = 0; c < expected.Length; c++)
        {
            for (var j = 0; j < expected[c].Length; j++)
            {
                Assert.Equal(expected[c][j], coefficients[j, c], 1e-11);
            }
        }
    }

    static void AssertPosterior(double[] uniform, double[] priors, NaiveBayesModel model, Vector row)
    {
        var joint = uniform.Zip(priors, (p, prior) => p * prior).ToArray();
        var p = model.Probabilities(row);
        for (var c = 0; c < p.Length; c++)
        {
            Assert.Equal(joint[c] / joint.Sum(), p[c], 1e-12);
        }
    }

    [Theory]
    [InlineData(NaiveBayesType.Multinomial, false)]
    [InlineData(NaiveBayesType.Multinomial, true)]
    [InlineData(NaiveBayesType.Complement, true)]
    [InlineData(NaiveBayesType.Bernoulli, true)]
    public void A_stream_is_predicted_as_row_by_row_while_classes_come(NaiveBayesType type, bool isSparse)
    {
        var bayes = new NaiveBayes { Type = type, Weight = "w" };
        var random = new Random(3);
        var rows = Table
            .Of("features", [.. Enumerable.Range(0, 60).Select(
                _ => Vector.Of([.. Enumerable.Range(0, 13).Select(_ => (double)random.Next(2))]))])
            .With("label", [.. Enumerable.Range(0, 60).Select(i => new[] { "m", "a", "z" }[random.Next(1 + Math.Min(2, i / 20))])])
            .With("w", [.. Enumerable.Range(0, 60).Select(i => i is 0 or 1 or 25 ? 0 : 0.3 + (i % 4))]);
        rows = isSparse ? rows.Sparse() : rows;

        var simpleState = RowByRow.Advance(bayes, bayes.Start(rows.Schema), rows, out var simple);
        var state = bayes.Advance(bayes.Start(rows.Schema), rows, out var output);

        Assert.Equal(simple.Schema, output.Schema);
        Assert.Equal("a, m, z", output.Schema["prediction"].Levels!.ToString());
        Assert.Equal(simple.Values<string>("prediction").ToArray(), output.Values<string>("prediction").ToArray());
        Assert.Equal(simple.Values<Vector>("probabilities").ToArray(), output.Values<Vector>("probabilities").ToArray());
        Assert.Equal(
            simpleState.Classes.Weight(1), state.Classes.Weight(1));
        Assert.Equal(bayes.Snapshot(simpleState).Coefficients.Values.ToArray(), bayes.Snapshot(state).Coefficients.Values.ToArray());
    }
}
