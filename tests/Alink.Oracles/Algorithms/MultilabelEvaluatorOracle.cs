using System.Text.Json;
using Alink.Evaluation;

namespace Alink.Oracles.Algorithms;

/// <summary>Sets of labels in each row.</summary>
[Runs("MultilabelClassificationEvaluator")]
sealed class MultilabelEvaluatorOracle : IOracle
{
    public void Run(Trial trial)
    {
        var metrics = new MultilabelEvaluator().Evaluate(Rows(trial.Data));
        var labels = Enumerable.Range(0, metrics.Labels.Count).ToArray();
        trial.Expected.Of("precisionByLabel", labels.Select(metrics.PrecisionOf));
        trial.Expected.Of("recallByLabel", labels.Select(metrics.RecallOf));
        trial.Expected.Of("microPrecision", metrics.MicroPrecision);
        trial.Expected.Of("microRecall", metrics.MicroRecall);
        trial.Expected.Of("microF1Measure", metrics.MicroF1);
        trial.Expected.Of("precision", metrics.Precision);
        trial.Expected.Of("recall", metrics.Recall);
        trial.Expected.Of("f1Measure", metrics.F1);
        trial.Expected.Of("hammingLoss", metrics.HammingLoss);
        trial.Expected.Of("subsetAccuracy", metrics.SubsetAccuracy);
        trial.Expected.Of("accuracy", metrics.Accuracy);
    }

    /// <summary>The lists of predicted and of true items, as tokens.</summary>
    public static Table Rows(Facts data) =>
        Table.Of("prediction", Tokens(data["prediction"])).With("label", Tokens(data["label"]));

    static string[] Tokens(JsonElement rows) =>
        [.. rows.EnumerateArray().Select(row => string.Join(' ', row.EnumerateArray().Select(item => item.GetRawText())))];
}
