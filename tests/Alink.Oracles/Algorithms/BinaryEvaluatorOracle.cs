using Alink.Evaluation;

namespace Alink.Oracles.Algorithms;

/// <summary>Areas, and curves with and without bins.</summary>
[Runs("BinaryClassificationEvaluator")]
[Runs("BinaryClassificationMetrics")]
sealed class BinaryEvaluatorOracle : IOracle
{
    public void Run(Trial trial)
    {
        var rows = trial.Data.ToTable();
        var evaluator = new BinaryEvaluator
        {
            Score = "score",
            Weight = trial.Params.Column("weightCol"),
            Bins = (int)trial.Params.Number("numBins", 0),
        };
        var metrics = evaluator.Evaluate(rows);
        trial.Expected.Of("areaUnderROC", metrics.AreaUnderRoc);
        trial.Expected.Of("areaUnderPR", metrics.AreaUnderPrecisionRecall);
        trial.Expected.Of("thresholds", metrics.Points.Select(point => point.Threshold));
        trial.Expected.Of("roc", Curve(metrics.Roc));
        trial.Expected.Of("pr", Curve(metrics.PrecisionRecall));
        trial.Expected.Of("f1ByThreshold", metrics.Points.Select(point => point.F()));
        trial.Expected.Of("f2ByThreshold", metrics.Points.Select(point => point.F(beta: 2)));
        trial.Expected.Of($"roc numBins={evaluator.Bins} (sorted)", Curve(metrics.Roc));
        trial.Expected.Of("roc numBins=0 (sorted)", Curve((evaluator with { Bins = 0 }).Evaluate(rows).Roc));
    }

    static IEnumerable<double[]> Curve(IEnumerable<CurvePoint> points) =>
        points.Select(point => new[] { point.X, point.Y });
}
