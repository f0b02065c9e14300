using Alink.Classification;
using Alink.Ensembles;
using Alink.Features;
using Alink.Regression;

namespace Alink.Tests.Algorithms;

public class StackingTest
{
    [Fact]
    public void The_last_learner_learns_from_predictions_of_rows_that_were_held_out()
    {
        var rows = EnsembleRows.OfThreeClasses;
        var stacking = new Stacking
        {
            Learners = [new GaussianNaiveBayes(), new GaussianNaiveBayes { VarianceSmoothing = 1 }],
            Folds = 3,
            Seed = 2,
        };

        var model = stacking.Fit(rows);

        var folds = new KFold { Count = 3, Seed = 2, Stratify = "label" };
        var heldOut = Table.Concat([.. Enumerable.Range(0, 3).Select(fold => folds.Cut(rows, fold)).Select(cut => Both(cut.Training, (Table)cut.HeldOut))]);
        var last = new LogisticRegression { Features = "stacked" }.Fit(heldOut);
        EnsembleRows.Near(
            last.Coefficients.Values.ToArray(), ((LogisticRegressionModel)model.Final).Coefficients.Values.ToArray(), 1e-6);
        EnsembleRows.Near(
            last.Transform(Both(rows, rows)).Values<Vector>("probabilities")[5].ToArray(),
            EnsembleRows.Probabilities(model.Transform(rows), 5), 1e-9);

        Table Both(IDataset training, Table others)
        {
            var first = new GaussianNaiveBayes().Fit(training);
            var second = new GaussianNaiveBayes { VarianceSmoothing = 1 }.Fit(training);
            var vectors = others.Values<Vector>("features").ToArray()
                .Select(vector => (Vector)(double[])[.. first.Probabilities(vector), .. second.Probabilities(vector)]);
            return others.With<Vector>("stacked", [.. vectors]);
        }
    }

    [Fact]
    public void Of_two_classes_the_probability_of_the_second_is_stacked_and_of_regressors_the_number()
    {
        var rows = Table.Of<Vector>("features", [.. Enumerable.Range(0, 40).Select(i => (Vector)new[] { i * 1.0 })])
            .With("class", [.. Enumerable.Range(0, 40).Select(i => i % 7 < 3 ? "a" : "b")])
            .With("label", [.. Enumerable.Range(0, 40).Select(i => 2.0 * i)]);
        var stacking = new Stacking
        {
            Learners = [new GaussianNaiveBayes { Label = "class" }, new LinearRegression(), new IsotonicRegression { Prediction = "curve" }],
            Output = "parts",
            Final = new LinearRegression { Features = "parts", Prediction = "twice", Regularization = 1e-6 },
        };

        var model = stacking.Fit(rows);
        var output = model.Transform(rows);

        Assert.Equal(
            ["0_GaussianNaiveBayes_b", "1_LinearRegression", "2_IsotonicRegression"], output.Schema["parts"].FeatureNames.ToArray());
        Assert.Equal(["features", "class", "label", "parts", "twice"], output.Schema.Fields.Select(field => field.Name));
        var parts = output.Values<Vector>("parts")[9].ToArray();
        Assert.Equal(new GaussianNaiveBayes { Label = "class" }.Fit(rows).Probabilities([9.0])[1], parts[0]);
        Assert.Equal(18, parts[1], 1e-9);
        Assert.Equal(18, parts[2], 1e-9);
        Assert.Equal(18, output.Values<double>("twice")[9], 0.1);
    }

    [Theory] // As cross_val_predict of scikit-learn: a class that was not taught has probability 0.
    [InlineData(2)]
    [InlineData(3)]
    public void A_class_that_a_fold_was_not_taught_has_probability_0_there(int classes)
    {
        // Of three classes 1 and 2 have one row each, and of two 1 has; so a fold's learner knows one or two of them.
        var rows = EnsembleRows.OfThreeClasses.With("label", row => row.Index == 3 ? 1 : row.Index == 4 ? classes - 1 : 0)
            .With("label", row => classes == 2 && row.Index == 4 ? 0 : row.Get<int>("label"));
        var stacking = new Stacking
        {
            Learners = [new GaussianNaiveBayes()],
            Final = new LinearRegression { Features = "stacked", Label = "target", Regularization = 1e-3 },
            Folds = 4,
        };
        rows = rows.With("target", row => (double)row.Get<int>("label"));

        var model = stacking.Fit(rows);

        var folds = new KFold { Count = 4 };
        List<Table> parts = [];
        for (var fold = 0; fold < 4; fold++)
        {
            var (training, heldOut) = folds.Cut(rows, fold);
            var learner = new GaussianNaiveBayes().Fit(training);
            parts.Add(((Table)heldOut).With<Vector, Vector>("stacked", "features", features => Enumerable.Range(classes == 2 ? 1 : 0, classes == 2 ? 1 : 3)
                .Select(label => learner.Labels.IndexOf($"{label}") is >= 0 and var place ? learner.Probabilities(features)[place] : 0).ToArray()));
        }

        var last = new LinearRegression { Features = "stacked", Label = "target", Regularization = 1e-3 }.Fit(Table.Concat(parts));
        EnsembleRows.Near(last.Coefficients.ToArray(), ((LinearRegressionModel)model.Final).Coefficients.ToArray(), 1e-9);
        Assert.Equal(classes == 2 ? 1 : 3, model.Transform(rows).Schema["stacked"].FeatureNames.Length);
    }

    [Fact]
    public void A_last_learner_that_does_not_read_the_predictions_is_refused()
    {
        Assert.Contains("Final reads column 'features'; the predictions of the learners are in 'stacked'", Assert.Throws<SchemaException>(
            () => new Stacking { Final = new LogisticRegression() }.Fit(EnsembleRows.OfThreeClasses)).Message);
        Assert.Contains("are in 'stacked'", Assert.Throws<SchemaException>(
            () => new Stacking { Final = new LinearRegression() }.Fit(EnsembleRows.OfThreeClasses)).Message);
    }

    [Fact]
    public void A_learner_of_neither_kind_is_named() => Assert.Contains("StandardScaler is no regressor",
        Assert.Throws<ArgumentException>(() => new Stacking { Learners = [new StandardScaler()] }.Fit(EnsembleRows.OfThreeClasses)).Message);
}
