using System.Collections.Immutable;
using Alink.Classification;
using Alink.Clustering;
using Alink.Ensembles;
using Alink.Features;
using Alink.Onnx;
using Alink.Regression;
using Alink.Trees;
using Microsoft.ML.OnnxRuntime;

namespace Alink.Laws;

/// <summary>What is true of every stage as an ONNX model: it does what the stage does, or is refused by the stage's name.</summary>
public class OnnxLaws
{
    const double Tolerance = 1e-5;

    static readonly Table Rows = Samples.Rows();

    /// <summary>Stages that an ONNX model can be; losing one is a loss.</summary>
    static readonly string[] Exported =
    [
        "Adwin", "Binarizer", "Bucketizer", "CalibratedClassifier", "Clip", "CountEncoder", "CyclicalEncoder", "Ddm",
        "DiscreteCosineTransform", "ElementwiseProduct", "Ftrl", "GaussianNaiveBayes", "HalfSpaceTrees", "HoeffdingTree", "Imputer",
        "Idf", "IndexToString", "Interaction", "IsotonicRegression", "KBinsDiscretizer", "KMeans", "KSigma", "LinearRegression", "LogTransform",
        "LogisticRegression", "MaxAbsScaler", "MinHashLsh", "MinMaxScaler", "MixedNaiveBayes", "NaiveBayes", "Normalizer", "OneHotEncoder", "OneVsRest",
        "OnlineFactorizationMachine", "OnlineFactorizationMachineRegression", "OnlineLinearRegression", "OnlineLinearSvm",
        "OnlineLogisticRegression", "OptimalBinning", "PageHinkley", "PassiveAggressive", "PassiveAggressiveRegression", "Pca",
        "PolynomialExpansion", "PowerTransformer", "QuantileDiscretizer", "RFormula", "RandomProjectionLsh", "RareLevels", "RecursiveFeatureElimination",
        "RobustScaler", "Stacking", "StandardScaler", "StreamingKMeans", "StreamingPca", "StringIndexer", "TargetEncoder", "TruncatedSvd",
        "UnivariateFeatureSelector", "VarianceThreshold", "VectorAssembler", "VectorIndexer", "VectorSizeHint", "VectorSlicer",
        "VotingClassifier", "VotingRegressor", "Winsorizer", "WoeEncoder",
    ];

    /// <summary>Classifiers of two classes only.</summary>
    static readonly string[] Binary = ["Ftrl", "OnlineFactorizationMachine", "OnlineLinearSvm"];

    /// <summary>Options that change what a stage computes.</summary>
    static readonly Dictionary<string, Func<Stage, Stage>[]> Other = new()
    {
        ["Binarizer"] = [stage => stage.With("Thresholds", ImmutableArray.Create(0.5, 2))],
        ["Bucketizer"] = [stage => stage.With("Splits", ImmutableArray.Create(ImmutableArray.Create(-1.0, 0.5, 1, 2)))],
        ["CalibratedClassifier"] =
        [
            stage => stage.With("Method", CalibrationMethod.Isotonic),
            stage => stage.With("Method", CalibrationMethod.Isotonic).With("Learner", new GaussianNaiveBayes { Label = "size" }),
            stage => stage.With("Learner", new GaussianNaiveBayes { Label = "size" }),
        ],
        ["CyclicalEncoder"] = [stage => stage.With("Periods", ImmutableArray.Create(3, 0.7))],
        ["DiscreteCosineTransform"] = [stage => stage.With("Inverse", true)],
        ["HoeffdingTree"] =
        [
            stage => stage.With("GracePeriod", 10.0).With("TieThreshold", 1.0).With("Label", (Column<Category>)"size"),
            stage => stage.With("GracePeriod", 10.0).With("TieThreshold", 1.0).With("LeafPrediction", LeafPrediction.NaiveBayes),
            stage => stage.With("GracePeriod", 10.0).With("TieThreshold", 1.0).With("LeafPrediction", LeafPrediction.MajorityClass),
        ],
        ["Imputer"] =
        [
            stage => stage.With("Columns", ImmutableArray.Create("score", "features", "size")).With("MissingValue", 2.0)
                .With("Outputs", ImmutableArray.Create("a", "b", "size")),
        ],
        ["KBinsDiscretizer"] = [stage => stage.With("Bins", 3)],
        ["KMeans"] =
        [
            stage => stage.With("PredictionDistance", (Column<double>?)"distance").With("K", 5),
            stage => stage.With("PredictionDistance", (Column<double>?)"distance").With("Distance", KMeansDistance.Cosine),
        ],
        ["LogTransform"] = [stage => stage.With("Base", 10.0), stage => stage.With("Offset", 0.25)],
        ["MinHashLsh"] = [stage => stage.With("Tables", 3).With("HashesPerTable", 2)],
        ["MinMaxScaler"] = [stage => stage.With("Clip", true), stage => stage.With("Maximum", 3.0)],
        ["MixedNaiveBayes"] = [stage => stage.With("Categorical", ImmutableArray.Create("depth", "height"))],
        ["NaiveBayes"] = [stage => stage.With("Type", NaiveBayesType.Complement)],
        ["Normalizer"] = [.. new[] { 1, 1.5, double.PositiveInfinity }.Select(p => (Func<Stage, Stage>)(stage => stage.With("P", p)))],
        ["OneHotEncoder"] = [stage => stage.With("DropLast", false), stage => stage.With("HandleInvalid", HandleInvalid.Keep).With("DropLast", false)],
        ["Pca"] = [stage => stage.With("Whiten", true), stage => stage.With("WithMean", false)],
        ["PolynomialExpansion"] = [stage => stage.With("Degree", 3), stage => stage.With("Degree", 1)],
        ["PowerTransformer"] = [stage => stage.With("Standardize", false)],
        ["QuantileDiscretizer"] = [stage => stage.With("Buckets", 4), stage => stage.With("Columns", ImmutableArray.Create("score"))
            .With("HandleInvalid", HandleInvalid.Keep)],
        ["RobustScaler"] = [stage => stage.With("WithCentering", false), stage => stage.With("WithScaling", false)],
        ["OneVsRest"] = [stage => stage.With("Learner", new GaussianNaiveBayes { Label = "size" })],
        ["RFormula"] = [stage => stage.With("Formula", "color ~ features + color + size")],
        ["Stacking"] = [stage => stage.With("Learners", ImmutableArray.Create<IEstimator>(new LinearRegression(), new NaiveBayes { Label = "color" }))],
        ["StandardScaler"] = [stage => stage.With("WithMean", false), stage => stage.With("WithDeviation", false)],
        ["StringIndexer"] = [stage => stage.With("Columns", ImmutableArray.Create("label", "weight", "id")).With("HandleInvalid", HandleInvalid.Keep)],
        ["TargetEncoder"] = [stage => stage.With("Label", (Column<Category>)"size").With("Target", TargetKind.Multiclass)],
        ["VectorAssembler"] =
        [
            stage => stage.With("Columns", ImmutableArray.Create("score", "features")).With("HandleInvalid", HandleInvalid.Keep),
            stage => stage.With("Columns", ImmutableArray.Create("score", "label")).With("HandleInvalid", HandleInvalid.Skip),
        ],
        ["VotingClassifier"] =
        [
            stage => stage.With("Voting", VotingKind.Hard),
            stage => stage.With("Weights", ImmutableArray.Create(0.2, 0.7)).With("Learners", ImmutableArray.Create<IEstimator>(
                new NaiveBayes { Label = "size" }, new StandardScaler().Then(new LogisticRegression { Label = "size" }))),
        ],
    };

    public static TheoryData<string> Names => [.. Stage.All.Keys];

    public static TheoryData<string> ExportedVariants => [.. Variants.Keys];

    /// <summary>The stages under their defaults, and under options that change what they compute.</summary>
    static readonly Dictionary<string, Stage> Variants = Exported.Select(name => Stage.All[name]).SelectMany(Under).ToDictionary(stage => stage.Name);

    [Theory, MemberData(nameof(Names))]
    public void A_stage_is_an_ONNX_model_or_refused_by_its_name(string name)
    {
        var model = Stage.All[name].Fit(Rows);
        if (Exported.Contains(name))
        {
            Assert.NotEmpty(model.ToOnnx(Rows.Schema));
            return;
        }

        var refusal = Assert.Throws<OnnxExportException>(() => new PipelineModel(model).ToOnnx(Rows.Schema));
        Assert.Equal($"Stage 1, {model.GetType().Name}", refusal.Stage);
        Assert.StartsWith(refusal.Stage, refusal.Message);
    }

    [Theory, MemberData(nameof(ExportedVariants))]
    public void It_makes_of_any_row_what_the_stage_makes(string name)
    {
        var model = Variants[name].Fit(Rows);
        using var run = new OnnxRun(model.ToOnnx(Rows.Schema));

        foreach (var rows in (Table[])[Samples.Rows(100, seed: 11), Rows.Slice(0, 1), Rows.Slice(0, 0)])
        {
            Same(model, run, rows);
        }
    }

    /// <summary>A row that the stage refuses fails the run, and one that it leaves out is left out.</summary>
    [Theory, MemberData(nameof(ExportedVariants))]
    public void It_makes_of_odd_rows_what_the_stage_makes(string name)
    {
        var model = Variants[name].Fit(Rows);
        using var run = new OnnxRun(model.ToOnnx(Rows.Schema));

        foreach (var row in Enumerable.Range(0, 60).Select(i => Elsewhere.Slice(i, 1)))
        {
            Same(model, run, row);
        }

        foreach (var odd in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            for (var place = 0; place < 4; place++)
            {
                Same(model, run, Odd(odd, place));
            }
        }
    }

    /// <summary>A column that no stage has read before is left out too where a row is.</summary>
    [Fact]
    public void A_pipeline_makes_of_rows_what_its_stages_make()
    {
        var model = new Pipeline(
            new VectorAssembler { Columns = ["score", "weight"], Output = "numbers", HandleInvalid = HandleInvalid.Skip },
            new StandardScaler { Features = "numbers", Output = "numbers" },
            new OneHotEncoder { Columns = ["color"], HandleInvalid = HandleInvalid.Skip },
            new VectorAssembler { Columns = ["numbers", "color_onehot", "size"], Output = "all" },
            new Classification.LogisticRegression { Features = "all", Label = "color" }).Fit(Rows);
        using var run = new OnnxRun(model.ToOnnx(Rows.Schema));

        Same(model, run, Rows);
        Same(model, run, Elsewhere);
        Assert.InRange(model.Transform(Elsewhere).RowCount, 1, 59);
    }

    [Fact]
    public void An_index_of_levels_is_multiplied_as_zeros_and_ones()
    {
        var model = new Pipeline(
            new StringIndexer { Columns = ["color"] },
            new Interaction { Columns = ["color_index", "features", "weight"] }).Fit(Rows);
        using var run = new OnnxRun(model.ToOnnx(Rows.Schema));

        Same(model, run, Rows);
        Same(model, run, Odd(double.NaN, 2));
    }

    [Fact]
    public void A_row_at_a_threshold_of_a_tree_goes_to_the_left()
    {
        var model = (HoeffdingTreeModel)Variants["HoeffdingTree under other options 2"].Fit(Rows);
        using var run = new OnnxRun(model.ToOnnx(Rows.Schema));

        foreach (var threshold in model.SplitThresholds)
        {
            var row = Rows.Slice(0, 1);
            Same(model, run, row.With(row.Schema["features"], VectorColumn.Of([Vector.Of([threshold, threshold, threshold, threshold])])));
        }
    }

    static IEnumerable<Stage> Under(Stage stage)
    {
        yield return stage;
        foreach (var (i, other) in Other.GetValueOrDefault(stage.Name, []).Index())
        {
            yield return other(stage) with { Name = $"{stage.Name} under other options {i + 1}" };
        }

        foreach (var invalid in stage.Value.GetType().GetProperty("HandleInvalid") is null ? [] : new[] { HandleInvalid.Keep, HandleInvalid.Skip })
        {
            yield return stage.With("HandleInvalid", invalid) with { Name = $"{stage.Name}, {invalid}" };
        }

        if (stage.Value is IClassifier or Online.IScoreClassifier && stage.Value.GetType().GetProperty("Label") is not null && !Binary.Contains(stage.Name))
        {
            yield return Of("size", "0", "1", "2") with { Name = $"{stage.Name} of three classes" };
            yield return Of("color", "red", "green", "blue") with { Name = $"{stage.Name} of texts" };

            Stage Of(string label, params ImmutableArray<string> classes)
            {
                var labelled = stage.With("Label", (Column<Category>)label);
                return stage.Value.GetType().GetProperty("Classes") is null ? labelled : labelled.With("Classes", classes);
            }
        }

        if (stage.Value is IClassifier && stage.Value.GetType().GetProperty("Label") is not null)
        {
            yield return stage.With("Thresholds", ImmutableArray.Create(0.7, 0)) with { Name = $"{stage.Name} with thresholds" };
        }
    }

    /// <summary>Rows whose numbers lie beyond those that were learnt from, and whose texts are others.</summary>
    static readonly Table Elsewhere = Beyond();

    static Table Beyond()
    {
        var random = new Random(3);
        var rows = Samples.Rows(60, seed: 5);
        return rows
            .With(rows.Schema["features"], VectorColumn.Of([.. Enumerable.Range(0, 60).Select(
                i => Vector.Of([.. Enumerable.Range(0, 4).Select(_ => i % 2 == 0 ? random.Next(9) : (random.NextDouble() * 40) - 20)]))]))
            .With("color", [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? "violet" : "red")])
            .With("size", [.. Enumerable.Range(0, 60).Select(i => (i % 6) - 1)])
            .With("weight", [.. Enumerable.Range(0, 60).Select(_ => (random.NextDouble() * 8) - 2)])
            .With<double?>("score", [.. Enumerable.Range(0, 60).Select(i => i % 5 == 3 ? default(double?) : (random.NextDouble() * 40) - 20)]);
    }

    /// <summary>One row with an odd number at a place of its vector, and in its columns of floating point.</summary>
    static Table Odd(double odd, int place)
    {
        var row = Rows.Slice(0, 1);
        var numbers = row.Values<Vector>("features")[0].ToArray();
        numbers[place] = odd;
        return row.With(row.Schema["features"], VectorColumn.Of([Vector.Of(numbers)]))
            .With("weight", odd)
            .With<double?>("score", [double.IsNaN(odd) ? null : odd]);
    }

    static void Same(ITransformer model, OnnxRun run, Table rows)
    {
        Table expected;
        try
        {
            expected = model.Transform(rows);
        }
        catch (Exception refusal) when (refusal is RowException or TrainingException)
        {
            Assert.Throws<OnnxRuntimeException>(() => run.Of(rows));
            return;
        }

        Same(expected, run.Of(rows));
    }

    static void Same(Table expected, Dictionary<string, object[][]> actual)
    {
        Assert.Empty(expected.Schema.Fields.Select(field => field.Name).Where(name => !Rows.Schema.Has(name)).Except(actual.Keys));
        foreach (var (name, rows) in actual)
        {
            Assert.Equal(expected.RowCount, rows.Length);
            var cell = new Cell(name, expected.Schema[name].Type);
            for (var i = 0; i < rows.Length; i++)
            {
                expected.Data(name).Load(i, cell);
                object[] wanted = cell.IsMissing ? [double.NaN]
                    : cell.Type == DataType.String ? [cell.Text]
                    : cell.Type == DataType.Vector ? [.. cell.Vector.ToArray()]
                    : [cell.Number];
                object[] made = [.. rows[i].Select(value => value is string ? value : Convert.ToDouble(value))];
                Assert.Equal(wanted.Length, made.Length);
                Assert.All(wanted.Zip(made), pair => Assert.True(
                    pair.First is double left && pair.Second is double right
                        ? left.Equals(right) || Math.Abs(left - right) <= Tolerance * Math.Max(1, Math.Abs(left))
                        : pair.First.Equals(pair.Second),
                    $"{name}, row {i}: {pair.First} is not {pair.Second}"));
            }
        }
    }
}
