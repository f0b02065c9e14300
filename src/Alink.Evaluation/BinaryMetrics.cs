using System.Collections.Immutable;

namespace Alink.Evaluation;

/// <summary>A point of a curve.</summary>
/// <param name="X">From left to right.</param>
/// <param name="Y">From bottom to top.</param>
public readonly record struct CurvePoint(double X, double Y);

/// <summary>The weights of rows above and below a threshold.</summary>
/// <param name="Threshold">The score from which a row is taken for positive.</param>
/// <param name="TruePositives">Positive rows at or above it.</param>
/// <param name="FalsePositives">Negative rows at or above it.</param>
/// <param name="Positives">All positive rows.</param>
/// <param name="Negatives">All negative rows.</param>
public readonly record struct BinaryCounts(
    double Threshold, double TruePositives, double FalsePositives, double Positives, double Negatives)
{
    /// <summary>The share of the rows taken for positive that are; 1 where none is taken.</summary>
    public double Precision => TruePositives + FalsePositives == 0 ? 1 : TruePositives / (TruePositives + FalsePositives);

    /// <summary>The share of the positive rows that are taken for positive; 0 where there are none.</summary>
    public double Recall => Positives == 0 ? 0 : TruePositives / Positives;

    /// <summary>The share of the negative rows that are taken for positive; 0 where there are none.</summary>
    public double FalsePositiveRate => Negatives == 0 ? 0 : FalsePositives / Negatives;

    /// <summary>The share of the rows that are taken for what they are.</summary>
    public double Accuracy => (TruePositives + Negatives - FalsePositives) / (Positives + Negatives);

    /// <summary>The harmonic mean of precision and recall, recall counting β² times; 0 where both are.</summary>
    public double F(double beta = 1)
    {
        var squared = beta * beta;
        return Precision + Recall == 0 ? 0 : (1 + squared) * Precision * Recall / ((squared * Precision) + Recall);
    }

    /// <summary>Cohen's κ: how much of the agreement that chance does not explain is reached.</summary>
    public double Kappa
    {
        get
        {
            var all = Positives + Negatives;
            var taken = TruePositives + FalsePositives;
            var chance = ((taken * Positives) + ((all - taken) * Negatives)) / (all * all);
            return chance == 1 ? 0 : (Accuracy - chance) / (1 - chance);
        }
    }
}

/// <summary>How well scores tell two classes apart.</summary>
/// <param name="AreaUnderRoc">The chance that a positive row scores above a negative one, ties counting half; NaN where a class is absent.</param>
/// <param name="AreaUnderPrecisionRecall">The area under precision over recall.</param>
/// <param name="KolmogorovSmirnov">The greatest difference between recall and false positive rate, in [0, 1].</param>
/// <param name="LogLoss">The mean of −log of the probability of the true class, cut off at 1e-15; NaN where scores are not in [0, 1].</param>
/// <param name="AtThreshold">The counts at the evaluator's threshold.</param>
/// <param name="Points">The counts at each score, the highest first.</param>
public sealed record BinaryMetrics(
    double AreaUnderRoc, double AreaUnderPrecisionRecall, double KolmogorovSmirnov, double LogLoss,
    BinaryCounts AtThreshold, ImmutableArray<BinaryCounts> Points)
{
    const double Least = 1e-15;

    /// <summary>Twice the area under the ROC curve, less 1.</summary>
    public double Gini => (2 * AreaUnderRoc) - 1;

    /// <summary>The share of the rows that are taken for what they are.</summary>
    public double Accuracy => AtThreshold.Accuracy;

    /// <summary>The share of the rows taken for positive that are.</summary>
    public double Precision => AtThreshold.Precision;

    /// <summary>The share of the positive rows that are taken for positive.</summary>
    public double Recall => AtThreshold.Recall;

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1 => AtThreshold.F();

    /// <summary>Recall over false positive rate, from (0, 0) to (1, 1).</summary>
    public ImmutableArray<CurvePoint> Roc =>
        [new(0, 0), .. Points.Select(point => new CurvePoint(point.FalsePositiveRate, point.Recall)), new(1, 1)];

    /// <summary>Precision over recall, from recall 0 with the precision of the highest score.</summary>
    public ImmutableArray<CurvePoint> PrecisionRecall =>
        [new(0, Points[0].Precision), .. Points.Select(point => new CurvePoint(point.Recall, point.Precision))];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"AUC {AreaUnderRoc:F4}  PR {AreaUnderPrecisionRecall:F4}  KS {KolmogorovSmirnov:F4}  log loss {LogLoss:F4}  accuracy {Accuracy:F4}  F1 {F1:F4}");

    internal static BinaryMetrics Of(ScoredRows rows, int positive, BinaryEvaluator options)
    {
        var order = Enumerable.Range(0, rows.Values.Count).ToArray();
        Array.Sort([.. rows.Values.Select(score => -score)], order);
        var (positives, negatives) = (0.0, 0.0);
        foreach (var row in order)
        {
            Count(row, ref positives, ref negatives);
        }

        var points = ImmutableArray.CreateBuilder<BinaryCounts>();
        var (taken, wronglyTaken, chosen) = (0.0, 0.0, new BinaryCounts(options.Threshold, 0, 0, positives, negatives));
        for (var i = 0; i < order.Length;)
        {
            var score = rows.Values[order[i]];
            for (; i < order.Length && rows.Values[order[i]] == score; i++)
            {
                Count(order[i], ref taken, ref wronglyTaken);
            }

            points.Add(new(score, taken, wronglyTaken, positives, negatives));
            chosen = score >= options.Threshold ? points[^1] with { Threshold = options.Threshold } : chosen;
        }

        return Of(Binned(points.ToImmutable(), options.Bins), chosen, LogLossOf(rows, positive, options));

        void Count(int row, ref double ofPositives, ref double ofNegatives)
        {
            ref var sum = ref rows.Numbers[row] == positive ? ref ofPositives : ref ofNegatives;
            sum += rows.Weights[row];
        }
    }

    /// <param name="points">The counts at each score, the highest first.</param>
    /// <param name="chosen">The counts at the threshold.</param>
    /// <param name="logLoss">The mean log loss.</param>
    internal static BinaryMetrics Of(ImmutableArray<BinaryCounts> points, BinaryCounts chosen, double logLoss)
    {
        var metrics = new BinaryMetrics(
            0, 0, points.Max(point => Math.Abs(point.Recall - point.FalsePositiveRate)), logLoss, chosen, points);
        return metrics with
        {
            AreaUnderRoc = chosen.Positives == 0 || chosen.Negatives == 0 ? double.NaN : Area(metrics.Roc),
            AreaUnderPrecisionRecall = chosen.Positives == 0 ? double.NaN : Area(metrics.PrecisionRecall),
        };
    }

    /// <summary>Of each run of points the last, so that about <paramref name="bins"/> stay.</summary>
    static ImmutableArray<BinaryCounts> Binned(ImmutableArray<BinaryCounts> points, int bins)
    {
        var run = bins == 0 ? 1 : points.Length / bins;
        return run < 2 ? points : [.. points.Chunk(run).Select(chunk => chunk[^1] with { Threshold = chunk[0].Threshold })];
    }

    static double LogLossOf(ScoredRows rows, int positive, BinaryEvaluator options)
    {
        var (sum, weights) = (0.0, 0.0);
        for (var i = 0; i < rows.Values.Count; i++)
        {
            var score = rows.Values[i];
            if (!(score >= 0 && score <= 1))
            {
                return double.NaN;
            }

            sum -= rows.Weights[i] * Math.Log(Math.Max(Least, rows.Numbers[i] == positive ? score : 1 - score));
            weights += rows.Weights[i];
        }

        return sum / weights;
    }

    static double Area(ImmutableArray<CurvePoint> curve)
    {
        var area = 0.0;
        for (var i = 1; i < curve.Length; i++)
        {
            area += (curve[i].X - curve[i - 1].X) * (curve[i].Y + curve[i - 1].Y) / 2;
        }

        return area;
    }
}
