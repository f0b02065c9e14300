using Alink.Classification;
using Alink.Ensembles;
using Alink.Evaluation;

namespace Alink.Tests.Algorithms;

/// <summary>Numbers of scikit-learn are those of its version 1.2.1; slopes and intercepts were also found by an independent Newton's method.</summary>
public class CalibratedClassifierTest
{
    static readonly int[] Labels =
        [1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1, 0];

    static readonly Table Rows = Table
        .Of<Vector>("features", [.. Enumerable.Range(0, 30).Select(i => (Vector)new[] { ((i * 11 % 29) + 0.5) / 30 })])
        .With("label", Labels)
        .With("weight", [.. Enumerable.Range(0, 30).Select(i => 1.0 + (i % 3))]);

    static readonly Table OfThree = Table
        .Of<Vector>("features", [.. Enumerable.Range(0, 30).Select(i => Shares((i * 7 % 13) + 1, (i * 5 % 11) + 1, (i * 3 % 7) + 1))])
        .With("label", 0, 0, 1, 0, 1, 0, 1, 0, 2, 0, 1, 0, 0, 1, 0, 1, 1, 1, 0, 1, 2, 1, 0, 2, 0, 0, 1, 0, 1, 0);

    [Fact]
    public void Sigmoids_are_those_of_scikit_learn()
    {
        var model = new CalibratedClassifier { Learner = new Given() }.Fit(Rows);

        Assert.Equal(-0.35656852548794277, model.Slopes.Single(), 1e-9);
        Assert.Equal(0.4927930704513593, model.Intercepts.Single(), 1e-9);
        EnsembleRows.Near(
            [0.12491203897081127, 0.3402199482718685, 0.47475585388159747, 0.24762912446009516], Positives(model, 4), 1e-7);
    }

    [Fact]
    public void Weighted_sigmoids_are_those_of_scikit_learn()
    {
        var model = new CalibratedClassifier { Learner = new Given { Weight = "weight" } }.Fit(Rows);

        Assert.Equal(-0.42742458316062937, model.Slopes.Single(), 1e-9);
        Assert.Equal(0.5157140453457418, model.Intercepts.Single(), 1e-9);
    }

    [Fact]
    public void Isotonic_curves_are_those_of_scikit_learn() => EnsembleRows.Near(
        [1.0 / 6, 0.2, 0.6, 1.0 / 6, 1.0 / 3, 0.6],
        Positives(new CalibratedClassifier { Learner = new Given(), Method = CalibrationMethod.Isotonic }.Fit(Rows), 6), 1e-12);

    [Fact]
    public void Three_classes_have_a_curve_each_and_add_to_1_as_in_scikit_learn()
    {
        Check(CalibrationMethod.Sigmoid, 1e-6,
            [0.44733252738195206, 0.342261407862193, 0.21040606475585494],
            [0.6155206434066143, 0.28165313017499627, 0.10282622641838941],
            [0.023807698102329383, 0.7800292319029114, 0.1961630699947592]);
        Check(CalibrationMethod.Isotonic, 1e-12,
            [0.6153846153846154, 0.15384615384615385, 0.23076923076923078],
            [0.8888888888888888, 0.1111111111111111, 0],
            [0, 0.8888888888888888, 0.1111111111111111]);

        static void Check(CalibrationMethod method, double tolerance, params double[][] expected)
        {
            var output = new CalibratedClassifier { Learner = new Given(), Method = method, Folds = 3 }.Fit(OfThree).Transform(OfThree);
            for (var row = 0; row < expected.Length; row++)
            {
                EnsembleRows.Near(expected[row], EnsembleRows.Probabilities(output, row), tolerance);
            }
        }
    }

    [Fact]
    public void Probabilities_that_are_too_sure_of_themselves_come_nearer_to_the_truth()
    {
        // Ten copies of one feature: naive Bayes takes them for ten witnesses.
        var random = new Random(5);
        var rows = Table.Of<Vector>("features", [.. Enumerable.Range(0, 2000).Select(i =>
            (Vector)Enumerable.Repeat((i % 2) + (random.NextDouble() * 3), 10).ToArray())])
            .With("label", [.. Enumerable.Range(0, 2000).Select(i => i % 2)]);
        var (train, test) = rows.Split(0.5, seed: 1);
        var evaluator = new BinaryEvaluator();
        var bare = evaluator.Evaluate(new GaussianNaiveBayes().Fit(train).Transform(test));

        foreach (var method in Enum.GetValues<CalibrationMethod>())
        {
            var calibrated = evaluator.Evaluate(new CalibratedClassifier { Method = method }.Fit(train).Transform(test));
            Assert.True(calibrated.LogLoss < 0.7 * bare.LogLoss, $"{method}: {calibrated.LogLoss} and {bare.LogLoss}");
        }
    }

    [Fact]
    public void Certain_probabilities_are_taken_from_just_beside_0_and_1()
    {
        var rows = Table.Of<Vector>("features", [[0.0], [0.0], [1.0], [1.0], [0.0], [1.0]]).With("label", 0, 0, 1, 1, 1, 0);

        var output = new CalibratedClassifier { Learner = new Given(), Folds = 2 }.Fit(rows).Transform(rows);

        // Lin's targets are 4/5 and 1/5; of three, two are right: (2 · 1/5 + 4/5) / 3.
        EnsembleRows.Near([0.6, 0.4], EnsembleRows.Probabilities(output, 0), 1e-9);
        EnsembleRows.Near([0.4, 0.6], EnsembleRows.Probabilities(output, 2), 1e-9);
    }

    [Theory]
    [InlineData(CalibrationMethod.Sigmoid)]
    [InlineData(CalibrationMethod.Isotonic)]
    public void A_class_of_rows_of_weight_0_is_as_if_not_there(CalibrationMethod method)
    {
        var calibrated = new CalibratedClassifier { Learner = new GaussianNaiveBayes { Weight = "weight" }, Method = method, Folds = 2 };
        var rows = Rows.With("weight", row => row.Index < 8 ? 0.0 : 1).With("label", row => row.Index < 8 ? 7 : row.Get<int>("label"));

        var model = calibrated.Fit(rows);

        Assert.Equal("0, 1", model.Labels.ToString());
        Assert.All(model.Transform(rows).Values<Vector>("probabilities").ToArray(), p => Assert.Equal(1, p[0] + p[1], 1e-12));
    }

    [Fact]
    public void One_class_alone_is_refused() => Assert.Throws<TrainingException>(
        () => new CalibratedClassifier().Fit(Rows.With("label", _ => 1)));

    static double[] Positives(CalibratedClassifierModel model, int rows) =>
        [.. model.Transform(Rows).Values<Vector>("probabilities").ToArray().Take(rows).Select(p => p[1])];

    static Vector Shares(params double[] counts) => (Vector)Array.ConvertAll(counts, count => count / counts.Sum());
}
