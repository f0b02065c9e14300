using System.Collections.Immutable;
using Alink.Classification;
using Alink.Clustering;
using Alink.Ensembles;
using Alink.Features;
using Alink.Regression;
using Alink.Trees;

namespace Alink.Laws;

/// <summary>Stages that an ONNX model can be, under several options.</summary>
static class OnnxStages
{
    /// <summary>Stages that an ONNX model can be; losing one is a loss.</summary>
    public static readonly string[] Exported =
    [
        "Adwin", "Binarizer", "Bucketizer", "CalibratedClassifier", "Clip", "CountEncoder", "CountVectorizer", "CrossFeatures", "CyclicalEncoder", "DateParts", "Ddm",
        "DiscreteCosineTransform", "ElementwiseProduct", "Ftrl", "GaussianNaiveBayes", "HalfSpaceTrees", "HoeffdingTree", "Imputer",
        "Idf", "IndexToString", "Interaction", "IsotonicRegression", "KBinsDiscretizer", "KMeans", "KSigma", "LinearRegression", "LogTransform",
        "LogisticRegression", "MaxAbsScaler", "MinHashLsh", "MinMaxScaler", "MixedNaiveBayes", "MultiHotEncoder", "NGram", "NaiveBayes", "Normalizer", "OneHotEncoder", "OneVsRest",
        "OnlineFactorizationMachine", "OnlineFactorizationMachineRegression", "OnlineLinearRegression", "OnlineLinearSvm",
        "OnlineLogisticRegression", "OptimalBinning", "PageHinkley", "PassiveAggressive", "PassiveAggressiveRegression", "Pca",
        "PolynomialExpansion", "PowerTransformer", "QuantileDiscretizer", "RFormula", "RandomProjectionLsh", "RareLevels", "RecursiveFeatureElimination",
        "RobustScaler", "Stacking", "StandardScaler", "StreamingKMeans", "StopWordsRemover", "StreamingPca", "StringIndexer", "TargetEncoder", "TfIdfVectorizer",
        "Tokenizer", "TruncatedSvd",
        "UnivariateFeatureSelector", "VarianceThreshold", "VectorAssembler", "VectorIndexer", "VectorSizeHint", "VectorSlicer",
        "VotingClassifier", "VotingRegressor", "Winsorizer", "WoeEncoder", "Word2Vec",
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
        ["CountVectorizer"] =
        [
            stage => stage.With("Binary", true),
            stage => stage.With("MinTermFrequency", 2.0),
            stage => stage.With("MinTermFrequency", 0.3).With("VocabularySize", 4),
        ],
        ["CrossFeatures"] = [stage => stage.With("Columns", ImmutableArray.Create("text", "id", "text", "label"))],
        ["CyclicalEncoder"] = [stage => stage.With("Periods", ImmutableArray.Create(3, 0.7))],
        ["DateParts"] =
        [
            stage => stage.With("Parts", Enum.GetValues<DatePart>().ToImmutableArray()),
            stage => stage.With("Parts", Enum.GetValues<DatePart>().ToImmutableArray()).With("Utc", true),
        ],
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
        ["MultiHotEncoder"] =
        [
            stage => stage.With("Columns", ImmutableArray.Create("text", "color")).With("Delimiter", "u"),
            stage => stage.With("Columns", ImmutableArray.Create("text")).With("Delimiter", " ").With("HandleInvalid", HandleInvalid.Keep),
        ],
        ["NGram"] = [stage => stage.With("N", 3).With("Shortest", 1), stage => stage.With("N", 1), stage => stage.With("N", 3)],
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
        ["StopWordsRemover"] =
        [
            stage => stage.With("CaseSensitive", true).With("Words", ImmutableArray.Create("RUN", "a_b")),
            stage => stage.With("Words", ImmutableArray.Create("KELVIN", "naïve", "研究")),
            stage => stage.With("Language", Text.StopWordLanguage.Turkish).With("Words", ImmutableArray.Create("fıx", "iz")),
            stage => stage.With("Language", Text.StopWordLanguage.None),
        ],
        ["TargetEncoder"] = [stage => stage.With("Label", (Column<Category>)"size").With("Target", TargetKind.Multiclass)],
        ["TfIdfVectorizer"] =
        [
            stage => stage.With("Sublinear", true),
            stage => stage.With("Binary", true).With("Normalize", false),
            stage => stage.With("MinTermFrequency", 2.0).With("Formula", Text.IdfFormula.Smoothed),
        ],
        ["Tokenizer"] = [stage => stage.With("Lowercase", false)],
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

    /// <summary>The stages under their defaults, and under options that change what they compute.</summary>
    public static readonly Dictionary<string, Stage> Variants = Exported.Select(name => Stage.All[name]).SelectMany(Under).ToDictionary(stage => stage.Name);

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
}
