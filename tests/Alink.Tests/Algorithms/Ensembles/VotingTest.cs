using System.Collections.Immutable;
using Alink.Classification;
using Alink.Ensembles;
using Alink.Features;
using Alink.Regression;

namespace Alink.Tests.Algorithms;

/// <summary>Numbers of scikit-learn are those of its version 1.2.1.</summary>
public class VotingTest
{
    static readonly ImmutableArray<IEstimator> Learners =
        [.. new[] { 1e-9, 0.3, 3 }.Select(smoothing => new GaussianNaiveBayes { VarianceSmoothing = smoothing })];

    [Fact]
    public void Soft_votes_are_those_of_scikit_learn()
    {
        var rows = EnsembleRows.OfThreeClasses;
        var voting = new VotingClassifier { Learners = Learners, Voting = VotingKind.Soft, Weights = [1, 2, 0.5] };

        var output = voting.Fit(rows).Transform(rows);

        double[][] expected =
        [
            [0.5455748106183648, 0.28119676663141885, 0.1732284227502165],
            [0.3162887207201294, 0.3641454526773248, 0.31956582660254546],
            [0.13895871800265608, 0.3440586820272829, 0.5169825999700609],
        ];
        for (var row = 0; row < expected.Length; row++)
        {
            EnsembleRows.Near(expected[row], EnsembleRows.Probabilities(output, row), 1e-12);
        }
    }

    [Fact]
    public void Hard_votes_are_those_of_scikit_learn()
    {
        var rows = EnsembleRows.OfThreeClasses;

        var output = new VotingClassifier { Learners = Learners }.Fit(rows).Transform(rows);

        Assert.Equal(
            [0, 1, 2, 0, 2, 0, 1, 0, 2, 0, 1, 0, 0, 2, 1, 1, 0, 2, 0, 1, 0, 1, 0, 1, 2, 1, 2, 0, 1, 0],
            output.Values<int>("prediction").ToArray());
        EnsembleRows.Near([2.0 / 3, 1.0 / 3, 0], EnsembleRows.Probabilities(output, 0), 1e-15);
    }

    [Fact]
    public void A_vote_that_weighs_more_wins_and_one_of_weight_0_does_not_count()
    {
        var rows = EnsembleRows.OfThreeClasses;
        var last = Learners[2].Classifying(rows);

        Assert.Equal(last, new VotingClassifier { Learners = Learners, Weights = [1, 1, 2.5] }.Classifying(rows));
        Assert.Equal(last, new VotingClassifier { Learners = Learners, Weights = [0, 0, 1], Voting = VotingKind.Soft }.Classifying(rows));
    }

    [Theory]
    [InlineData(1e308)]
    [InlineData(1e-320)]
    public void Votes_of_any_weight_add_to_1(double weight)
    {
        var rows = EnsembleRows.OfThreeClasses;
        var voting = new VotingClassifier { Voting = VotingKind.Soft };

        Assert.Equal(
            voting.Fit(rows).Transform(rows).Values<Vector>("probabilities")[2].ToArray(),
            (voting with { Weights = [weight, weight] }).Fit(rows).Transform(rows).Values<Vector>("probabilities")[2].ToArray());
    }

    [Fact]
    public void Learners_and_weights_must_be_as_many_and_of_one_label()
    {
        var rows = EnsembleRows.OfThreeClasses.With("other", _ => 1);

        Assert.Contains("each of the 3 learners", Assert.Throws<ArgumentOutOfRangeException>(
            () => new VotingClassifier { Learners = Learners, Weights = [1, 2] }.Fit(rows)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new VotingClassifier { Learners = Learners, Weights = [0, 0, 0] }.Fit(rows));
        Assert.Throws<ArgumentOutOfRangeException>(() => new VotingClassifier { Learners = [] }.Fit(rows));
        Assert.Contains("'label' and 'other'", Assert.Throws<ArgumentException>(() => new VotingClassifier
        {
            Learners = [new GaussianNaiveBayes(), new GaussianNaiveBayes { Label = "other" }],
        }.Fit(rows)).Message);
    }

    [Fact]
    public void A_voting_regressor_predicts_the_weighted_mean()
    {
        var rows = Table.Of<Vector>("features", [.. Enumerable.Range(0, 12).Select(i => (Vector)new[] { i * 1.0 })])
            .With("label", [.. Enumerable.Range(0, 12).Select(i => (i * i % 17) + (i * 0.5))]);
        IEstimator[] learners =
            [new LinearRegression(), new StandardScaler().Then(new IsotonicRegression { Prediction = "curve" })];

        var output = new VotingRegressor { Learners = [.. learners], Weights = [3, 1], Prediction = "mean" }.Fit(rows).Transform(rows);

        Assert.Equal(["features", "label", "mean"], output.Schema.Fields.Select(field => field.Name));
        var line = new LinearRegression().Fit(rows).Transform(rows).Values<double>("prediction");
        var curve = new IsotonicRegression().Fit(rows).Transform(rows).Values<double>("prediction");
        for (var row = 0; row < 12; row++)
        {
            Assert.Equal((0.75 * line[row]) + (0.25 * curve[row]), output.Values<double>("mean")[row], 1e-9);
        }

        Assert.Contains("no regressor", Assert.Throws<ArgumentException>(
            () => new VotingRegressor { Learners = [new GaussianNaiveBayes()] }.Fit(rows.With("label", row => row.Index % 2))).Message);
    }
}

static class Classified
{
    /// <summary>The classes that a learner predicts of the rows that taught it.</summary>
    public static int[] Classifying(this IEstimator learner, Table rows) => new Pipeline(learner).Fit(rows).Transform(rows)
        .Values<int>("prediction").ToArray();
}
