using Alink.Evaluation;

namespace Alink.Oracles.Algorithms;

[Runs("MulticlassClassificationEvaluator")]
sealed class MulticlassEvaluatorOracle : IOracle
{
    public void Run(Trial trial)
    {
        var metrics = new MulticlassEvaluator { Probabilities = null }.Evaluate(trial.Data.ToTable());
        var labels = Enumerable.Range(0, metrics.Labels.Count).ToArray();
        trial.Expected.Of("confusionMatrix", labels.Select(label => metrics.Confusion.Row(label).ToArray()));
        trial.Expected.Of("accuracy", metrics.Accuracy);
        trial.Expected.Of("hammingLoss", 1 - metrics.Accuracy);
        trial.Expected.Of("precisionByLabel", labels.Select(metrics.Precision));
        trial.Expected.Of("recallByLabel", labels.Select(metrics.Recall));
        trial.Expected.Of("falsePositiveRateByLabel", labels.Select(metrics.FalsePositiveRate));
        trial.Expected.Of("f1ByLabel", labels.Select(label => metrics.F(label)));
        trial.Expected.Of("f2ByLabel", labels.Select(label => metrics.F(label, beta: 2)));
        trial.Expected.Of("weightedPrecision", metrics.WeightedPrecision);
        trial.Expected.Of("weightedRecall", metrics.WeightedRecall);
        trial.Expected.Of("f1 (weightedFMeasure)", metrics.WeightedF1);
        trial.Expected.Of("weightedFalsePositiveRate", metrics.Weighted(metrics.FalsePositiveRate));
    }
}
