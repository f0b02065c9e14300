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
        "RobustScaler", "Select", "Stacking", "StandardScaler", "StreamingKMeans", "StopWordsRemover", "StreamingPca", "StringIndexer", "TargetEncoder", "TfIdfVectorizer",
        "Tokenizer", "TruncatedSvd",
        "UnivariateFeatureSelector", "VarianceThreshold", "VectorAssembler", "VectorIndexer", "VectorSizeHint", "VectorSlicer",
        "VotingClassifier", "VotingRegressor", "Where", "Winsorizer", "WoeEncoder", "Word2Vec",
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
        ["Select"] =
        [
            .. new[]
            {
                "size as label, label as size, features as v, `when` as moment, text as words, 1 as one, 'a' as letter",
                "size + label as a, size - 5 as b, -size * 3 as c, size / label as d, weight / size as e, score / 0 as f, size + score as g",
                "size % 2 as a, mod(size, label - 1) as b, weight % 0.7 as c, div(weight, 0.3) as d, div(size, -1) as e, div(size * 7, label - 2) as f, score % -3 as g",
                "abs(weight) as a, abs(size) as b, sign(score) as c, sign(size) as d, ceil(weight) as e, floor(score) as f, round(weight) as g, "
                    + "round(score, 2) as h, round(size) as i, -weight as j",
                "sqrt(weight) as a, exp(score) as b, ln(weight) as c, log2(score) as d, log10(size) as e, sin(weight) as f, cos(weight) as g, "
                    + "tan(score) as h, tanh(score) as i, power(weight, 1.5) as j, pow(size, 2) as k",
                "score > 0.5 as a, not score > 0.5 as b, score is null as c, score is not null as d, weight is null as e, score = weight as f, "
                    + "score <> 2 as g, score is distinct from null as h, score is distinct from weight as i, (score > 0) is true as j",
                "score > 0 and size > 0 as a, score > 0 or size > 0 as b, not (score > 0 and size > 0) as c, null and size > 0 as d, "
                    + "score > 0 or null as e, (size > 0) = (label > 0) as f, weight between 1 and 2 as g, size not between label and 1 as h",
                "color = 'red' as a, 'blue' <> color as b, color in ('red', 'green') as c, size in (0, 2, label) as d, score in (1, null) as e",
                "case when size > 1 then 'big' when size = 1 then color else 'small' end as a, case size when 0 then score else 1 end as b, "
                    + "if(score > 0, size, label) as c, case when score > 0 then true end as d, color || '-' || text as e",
                "coalesce(score, weight) as a, ifnull(score, 0) as b, coalesce(score, null) as c, nullif(size, 1) as d, nullif(score, weight) as e, "
                    + "coalesce(score > 0, size > 0) as f",
                "greatest(size, label, 1) as a, least(score, weight) as b, greatest(weight, size, 0.5) as c, least(weight, 1) as d",
                "coalesce(1, size) as a, size is null as b, 2 * 3 as c, weight * 1000000000000 as d, size * 4000000000000000000 as e",
            }.Select(clause => (Func<Stage, Stage>)(stage => stage.With("Clause", clause))),
        ],
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
        ["Where"] =
        [
            .. new[] { "true", "score > 0 and weight < 2", "not (score > 0 or color in ('red', 'violet'))", "null", "coalesce(size > label, false)" }
                .Select(clause => (Func<Stage, Stage>)(stage => stage.With("Clause", clause))),
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
