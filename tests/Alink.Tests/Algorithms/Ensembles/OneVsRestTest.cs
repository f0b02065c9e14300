using Alink.Classification;
using Alink.Ensembles;
using Alink.Features;
using Alink.Runtime;

namespace Alink.Tests.Algorithms;

/// <summary>Numbers of scikit-learn are those of its version 1.2.1.</summary>
public class OneVsRestTest
{
    static readonly OneVsRest Options = new() { Learner = new GaussianNaiveBayes() };

    [Fact]
    public void Probabilities_and_classes_are_those_of_scikit_learn()
    {
        var rows = EnsembleRows.OfThreeClasses;

        var output = Options.Fit(rows).Transform(rows);

        double[][] expected =
        [
            [0.7756844072222036, 0.16029643131328133, 0.0640191614645152],
            [0.3020106602599921, 0.3880761948275906, 0.30991314491241734],
            [0.036754695957041075, 0.2803162941147046, 0.6829290099282543],
        ];
        for (var row = 0; row < expected.Length; row++)
        {
            EnsembleRows.Near(expected[row], EnsembleRows.Probabilities(output, row), 1e-12);
        }

        Assert.Equal(
            [0, 1, 2, 0, 2, 1, 1, 0, 2, 0, 1, 0, 0, 2, 1, 1, 0, 2, 0, 1, 0, 1, 0, 2, 2, 1, 2, 0, 2, 0],
            output.Values<int>("prediction").ToArray());
    }

    [Fact]
    public void Text_classes_thresholds_and_columns_are_those_that_are_asked_for()
    {
        var rows = EnsembleRows.OfThreeClasses
            .With("kind", [.. Enumerable.Range(0, 30).Select(i => new[] { "a", "b", "c" }[i % 3])]).Drop("label");
        var options = new OneVsRest
        {
            Learner = new GaussianNaiveBayes { Label = "kind", Prediction = "own", Probabilities = "of own" },
            Prediction = "guess",
            Thresholds = [1, 1, 0],
        };

        var model = options.Fit(rows);

        Assert.Equal(["features", "kind", "guess", "probabilities"], model.Transform(rows).Schema.Fields.Select(field => field.Name));
        Assert.All(model.Transform(rows).Values<string>("guess").ToArray(), guess => Assert.Equal("c", guess));
        Assert.Equal("a, b, c", model.Labels.ToString());
    }

    [Fact]
    public void What_a_learner_does_to_its_columns_stays_within()
    {
        var rows = EnsembleRows.OfThreeClasses;
        var model = new OneVsRest { Learner = new StandardScaler().Then(new GaussianNaiveBayes { VarianceSmoothing = 1e-20 }) }.Fit(rows);

        var output = model.Transform(rows);

        Assert.Equal(rows.Values<Vector>("features")[4].ToArray(), output.Values<Vector>("features")[4].ToArray());
        EnsembleRows.Near( // Scaling changes nothing for normal distributions.
            EnsembleRows.Probabilities((Options with { Learner = new GaussianNaiveBayes { VarianceSmoothing = 1e-20 } }).Fit(rows).Transform(rows), 4),
            EnsembleRows.Probabilities(output, 4), 1e-9);
    }

    [Fact]
    public void No_class_that_any_classifier_sees_makes_all_equal()
    {
        var rows = Table.Of<Vector>("features", [.. Enumerable.Range(0, 9).Select(i => (Vector)new[] { 0.0 })])
            .With("label", [.. Enumerable.Range(0, 9).Select(i => i % 3)]);

        var output = new OneVsRest { Learner = new Given() }.Fit(rows).Transform(rows);

        Assert.Equal([1.0 / 3, 1.0 / 3, 1.0 / 3], EnsembleRows.Probabilities(output, 0));
    }

    [Fact]
    public void A_class_of_rows_of_weight_0_is_as_if_not_there()
    {
        var one = new OneVsRest { Learner = new GaussianNaiveBayes { Weight = "weight" } };
        var rows = EnsembleRows.OfThreeClasses.With("weight", row => row.Get<int>("label") == 1 ? 0.0 : 1);

        Assert.Equal("0, 2", one.Fit(rows).Labels.ToString());
        Assert.Equal(
            new OneVsRest { Learner = new GaussianNaiveBayes() }.Fit(rows.Where(row => row.Get<int>("label") != 1))
                .Transform(rows).Values<Vector>("probabilities")[3].ToArray(),
            one.Fit(rows).Transform(rows).Values<Vector>("probabilities")[3].ToArray());
    }

    [Fact]
    public void A_learner_that_is_null_is_refused_by_name()
    {
        Assert.Equal("Learner", Assert.Throws<ArgumentNullException>(() => new OneVsRest { Learner = null! }).ParamName);
        Assert.Equal("Learner", Assert.Throws<ArgumentNullException>(() => new CalibratedClassifier { Learner = null! }).ParamName);
        Assert.Equal("Final", Assert.Throws<ArgumentNullException>(() => new Stacking { Final = null! }).ParamName);
        Assert.Contains("Learners must not hold null", Assert.Throws<ArgumentException>(() => new VotingClassifier { Learners = [null!] }).Message);
    }

    [Fact]
    public void A_learner_that_is_no_classifier_is_named()
    {
        Assert.Contains("StandardScaler is no classifier", Assert.Throws<ArgumentException>(
            () => new OneVsRest { Learner = new StandardScaler() }.Fit(EnsembleRows.OfThreeClasses)).Message);
        Assert.Contains("at least two", Assert.Throws<TrainingException>(
            () => Options.Fit(EnsembleRows.OfThreeClasses.With("label", _ => 1))).Message);
    }

    [Fact]
    public void Learners_within_learners_are_kept_in_files_of_kinds_that_are_listed()
    {
        var pipeline = new StandardScaler().Then(new VotingClassifier
        {
            Voting = VotingKind.Soft,
            Learners =
            [
                new CalibratedClassifier { Learner = Options, Folds = 3 },
                new StandardScaler().Then(new LogisticRegression()),
            ],
        });
        var algorithms = Catalog.Of(typeof(OneVsRest).Assembly);
        var rows = EnsembleRows.OfThreeClasses;
        var model = PipelineFile.Parse(PipelineFile.Write(pipeline), algorithms).Fit(rows);
        using var file = new MemoryStream();
        ModelFile.Write(file, model);
        file.Position = 0;

        var read = ModelFile.Read(file, algorithms);

        Assert.Equal(
            EnsembleRows.Probabilities(pipeline.Fit(rows).Transform(rows), 7), EnsembleRows.Probabilities(read.Transform(rows), 7));
        file.Position = 0;
        var listed = new Catalog(typeof(StandardScalerModel), typeof(VotingClassifierModel), typeof(CalibratedClassifierModel));
        Assert.Contains("There is no '", Assert.Throws<DataFormatException>(() => ModelFile.Read(file, listed)).Message);
    }
}
