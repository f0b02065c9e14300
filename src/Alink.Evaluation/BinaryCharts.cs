namespace Alink.Evaluation;

/// <summary>The curves of two classes as charts.</summary>
public static class BinaryCharts
{
    /// <summary>Recall over false positive rate, beside the diagonal of chance.</summary>
    /// <example>
    /// <code>
    /// var rows = Table.Of("label", 1, 0, 1).With("score", 0.9, 0.6, 0.4);
    /// var metrics = new BinaryEvaluator { Score = "score" }.Evaluate(rows);
    /// metrics.RocChart().ToSvg().Contains("AUC 0.5") // => True
    /// </code>
    /// </example>
    public static Chart RocChart(this BinaryMetrics metrics) => new(
        FormattableString.Invariant($"ROC, AUC {metrics.AreaUnderRoc:0.####}"), "false positive rate", "recall",
        [new("scores", metrics.Roc), Diagonal("chance")]);

    /// <summary>Precision over recall, beside the precision of chance.</summary>
    public static Chart PrecisionRecallChart(this BinaryMetrics metrics)
    {
        var share = metrics.AtThreshold.Positives / (metrics.AtThreshold.Positives + metrics.AtThreshold.Negatives);
        return new(
            FormattableString.Invariant($"Precision and recall, area {metrics.AreaUnderPrecisionRecall:0.####}"), "recall", "precision",
            [new("scores", metrics.PrecisionRecall), new("chance", [new(0, share), new(1, share)])]);
    }

    /// <summary>Recall over the share of the rows that are taken: the Lorenz curve of scores.</summary>
    public static Chart GainChart(this BinaryMetrics metrics) =>
        new("Gain", "share of the rows", "recall", [new("scores", metrics.Gain), Diagonal("chance")]);

    /// <summary>Lift over the share of the rows that are taken, beside 1.</summary>
    public static Chart LiftChart(this BinaryMetrics metrics) =>
        new("Lift", "share of the rows", "lift", [new("scores", metrics.Lift), new("chance", [new(0, 1), new(1, 1)])]);

    /// <summary>Recall and false positive rate over the share of the rows that are taken; their greatest distance is KS.</summary>
    public static Chart KolmogorovSmirnovChart(this BinaryMetrics metrics) => new(
        FormattableString.Invariant($"KS {metrics.KolmogorovSmirnov:0.####}"), "share of the rows", "share of the class",
        [
            new("positive", metrics.Gain),
            new("negative", [new(0, 0), .. metrics.Points.Select(point => new CurvePoint(point.Taken, point.FalsePositiveRate))]),
        ]);

    /// <summary>The share of positive rows over their mean score, in bins of one width, beside the diagonal.</summary>
    /// <inheritdoc cref="BinaryMetrics.Calibration"/>
    public static Chart CalibrationChart(this BinaryMetrics metrics, int bins = 10) => new(
        "Calibration", "mean score", "share of positive rows",
        [
            new("scores", [.. metrics.Calibration(bins).Select(bin => new CurvePoint(bin.Score, bin.PositiveShare))]),
            Diagonal("calibrated"),
        ]);

    static ChartLine Diagonal(string name) => new(name, [new(0, 0), new(1, 1)]);
}
