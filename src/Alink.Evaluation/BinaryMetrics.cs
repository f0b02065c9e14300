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
    /// <summary>Positive rows below the threshold.</summary>
    public double FalseNegatives => Positives - TruePositives;

    /// <summary>Negative rows below the threshold.</summary>
    public double TrueNegatives => Negatives - FalsePositives;

    /// <summary>All rows.</summary>
    public double Total => Positives + Negatives;

    /// <summary>The share of the rows taken for positive that are; 1 where none is taken.</summary>
    public double Precision => TruePositives + FalsePositives == 0 ? 1 : TruePositives / (TruePositives + FalsePositives);

    /// <summary>The share of the positive rows that are taken for positive, also called sensitivity; 0 where there are none.</summary>
    public double Recall => Positives == 0 ? 0 : TruePositives / Positives;

    /// <summary>The share of the negative rows that are taken for positive; 0 where there are none.</summary>
    public double FalsePositiveRate => Negatives == 0 ? 0 : FalsePositives / Negatives;

    /// <summary>The share of the positive rows that are taken for negative; 0 where there are none.</summary>
    public double FalseNegativeRate => Positives == 0 ? 0 : FalseNegatives / Positives;

    /// <summary>The share of the negative rows that are taken for negative; 0 where there are none.</summary>
    public double Specificity => Negatives == 0 ? 0 : TrueNegatives / Negatives;

    /// <summary>The share of all rows that are taken for positive.</summary>
    public double Taken => (TruePositives + FalsePositives) / (Positives + Negatives);

    /// <summary>How many times as many of the rows taken are positive as of all rows; NaN where none is.</summary>
    public double Lift => Precision / (Positives / (Positives + Negatives));

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

/// <summary>The rows whose scores lie in one bin.</summary>
/// <param name="Score">Their mean score.</param>
/// <param name="PositiveShare">The share of them that is positive.</param>
/// <param name="Weight">The sum of their weights.</param>
public readonly record struct CalibrationBin(double Score, double PositiveShare, double Weight);

/// <summary>How well scores tell two classes apart.</summary>
/// <param name="AreaUnderRoc">The chance that a positive row scores above a negative one, ties counting half; NaN where a class is absent.</param>
/// <param name="AreaUnderPrecisionRecall">The area under precision over recall.</param>
/// <param name="KolmogorovSmirnov">The greatest difference between recall and false positive rate, in [0, 1]; NaN where a class is absent.</param>
/// <param name="LogLoss">The mean of −log of the probability of the true class, cut off at 1e-15; NaN where scores are not in [0, 1].</param>
/// <param name="Brier">The mean of (score − 1)² of positive rows and score² of negative ones; NaN where scores are not in [0, 1].</param>
/// <param name="AtThreshold">The counts at the evaluator's threshold.</param>
/// <param name="Points">The counts at each score, the highest first.</param>
[TypeFormatterSource]
public sealed record BinaryMetrics(
    double AreaUnderRoc, double AreaUnderPrecisionRecall, double KolmogorovSmirnov, double LogLoss,
    double Brier, BinaryCounts AtThreshold, ImmutableArray<BinaryCounts> Points)
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

    /// <summary>The share of the negative rows that are taken for negative.</summary>
    public double Specificity => AtThreshold.Specificity;

    /// <summary>The harmonic mean of precision and recall.</summary>
    public double F1 => AtThreshold.F();

    /// <summary>Cohen's κ: how much of the agreement that chance does not explain is reached.</summary>
    public double Kappa => AtThreshold.Kappa;

    /// <summary>Recall over false positive rate, from (0, 0) to (1, 1).</summary>
    public ImmutableArray<CurvePoint> Roc =>
        [new(0, 0), .. Points.Select(point => new CurvePoint(point.FalsePositiveRate, point.Recall)), new(1, 1)];

    /// <summary>Precision over recall, from recall 0 with the precision of the highest score.</summary>
    public ImmutableArray<CurvePoint> PrecisionRecall =>
        [new(0, Points[0].Precision), .. Points.Select(point => new CurvePoint(point.Recall, point.Precision))];

    /// <summary>Σ (rise of recall) × precision over the scores: the area under steps, as scikit-learn's average precision.</summary>
    public double AveragePrecision => Points
        .Select((point, i) => (point.Recall - (i == 0 ? 0 : Points[i - 1].Recall)) * point.Precision).Sum();

    /// <summary>Recall over the share of the rows that are taken, from (0, 0) to (1, 1).</summary>
    public ImmutableArray<CurvePoint> Gain => [new(0, 0), .. Points.Select(point => new CurvePoint(point.Taken, point.Recall))];

    /// <summary>Lift over the share of the rows that are taken.</summary>
    public ImmutableArray<CurvePoint> Lift => [.. Points.Select(point => new CurvePoint(point.Taken, point.Lift))];

    /// <summary>The counts at any threshold; with bins, those at the next point above.</summary>
    public BinaryCounts At(double threshold)
    {
        var (least, most) = (0, Points.Length);
        while (least < most)
        {
            var middle = (least + most) / 2;
            (least, most) = Points[middle].Threshold >= threshold ? (middle + 1, most) : (least, middle);
        }

        return least == 0 ? Points[0] with { Threshold = threshold, TruePositives = 0, FalsePositives = 0 }
            : Points[least - 1] with { Threshold = threshold };
    }

    /// <summary>Whether rows of a score are as often positive as it says, in bins of one width; empty bins are left out. Where
    /// the curves have a point for several scores, the least of them stands for all.</summary>
    /// <param name="bins">How many bins [0, 1] is cut into, each without its lower end, but the first, and with its upper one; at least 1.</param>
    /// <exception cref="InvalidOperationException">Scores are not in [0, 1].</exception>
    public ImmutableArray<CalibrationBin> Calibration(int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (double.IsNaN(Brier))
        {
            throw new InvalidOperationException("Scores are calibrated in [0, 1] alone.");
        }

        var (weights, positives, scores) = (new double[bins], new double[bins], new double[bins]);
        var before = default(BinaryCounts);
        foreach (var point in Points)
        {
            var bin = Math.Max(0, (int)Math.Ceiling(point.Threshold * bins) - 1);
            var found = point.TruePositives - before.TruePositives;
            var weight = found + point.FalsePositives - before.FalsePositives;
            weights[bin] += weight;
            positives[bin] += found;
            scores[bin] += weight * point.Threshold;
            before = point;
        }

        return [.. from bin in Enumerable.Range(0, bins)
                   where weights[bin] > 0
                   select new CalibrationBin(scores[bin] / weights[bin], positives[bin] / weights[bin], weights[bin])];
    }

    /// <summary>The mean distance of scores from the share of positive rows, each bin of <see cref="Calibration"/> counting as its rows do.</summary>
    public double CalibrationError(int bins = 10)
    {
        var all = Calibration(bins);
        return all.Sum(bin => bin.Weight * Math.Abs(bin.Score - bin.PositiveShare)) / all.Sum(bin => bin.Weight);
    }

    /// <summary>A row for each threshold: what is taken for positive from there on, and how good that is.</summary>
    public Table ToTable() => Column("threshold", point => point.Threshold)
        .Beside(Column("taken", point => point.Taken))
        .Beside(Column("true positives", point => point.TruePositives))
        .Beside(Column("false positives", point => point.FalsePositives))
        .Beside(Column("precision", point => point.Precision))
        .Beside(Column("recall", point => point.Recall))
        .Beside(Column("specificity", point => point.Specificity))
        .Beside(Column("false positive rate", point => point.FalsePositiveRate))
        .Beside(Column("f1", point => point.F()))
        .Beside(Column("accuracy", point => point.Accuracy))
        .Beside(Column("kappa", point => point.Kappa))
        .Beside(Column("lift", point => point.Lift));

    Table Column(string name, Func<BinaryCounts, double> of) => Table.Of(name, [.. Points.Select(of)]);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"AUC {AreaUnderRoc:F4}  PR {AreaUnderPrecisionRecall:F4}  KS {KolmogorovSmirnov:F4}  log loss {LogLoss:F4}  accuracy {Accuracy:F4}  F1 {F1:F4}");

    /// <param name="rows">At least one.</param>
    /// <param name="isPositive">Whether a class is a positive one, by its number.</param>
    /// <param name="options">The threshold, and how many points are kept.</param>
    internal static BinaryMetrics Of(ScoredRows rows, bool[] isPositive, BinaryEvaluator options)
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

        var (logLoss, brier) = LossesOf(rows, isPositive);
        return Of(Binned(points.ToImmutable(), options.Bins), chosen, logLoss, brier);

        void Count(int row, ref double ofPositives, ref double ofNegatives)
        {
            ref var sum = ref isPositive[rows.Numbers[row]] ? ref ofPositives : ref ofNegatives;
            sum += rows.Weights[row];
        }
    }

    /// <param name="points">The counts at each score, the highest first.</param>
    /// <param name="chosen">The counts at the threshold.</param>
    /// <param name="logLoss">The mean log loss.</param>
    /// <param name="brier">The mean squared loss.</param>
    internal static BinaryMetrics Of(ImmutableArray<BinaryCounts> points, BinaryCounts chosen, double logLoss, double brier)
    {
        var metrics = new BinaryMetrics(double.NaN, double.NaN, double.NaN, logLoss, brier, chosen, points);
        return chosen.Positives == 0 ? metrics : metrics with
        {
            AreaUnderRoc = chosen.Negatives == 0 ? double.NaN : Area(metrics.Roc),
            KolmogorovSmirnov = chosen.Negatives == 0 ? double.NaN : points.Max(point => Math.Abs(point.Recall - point.FalsePositiveRate)),
            AreaUnderPrecisionRecall = Area(metrics.PrecisionRecall),
        };
    }

    /// <summary>Of each run of points the last, which has the rows of all, so that about <paramref name="bins"/> stay.</summary>
    static ImmutableArray<BinaryCounts> Binned(ImmutableArray<BinaryCounts> points, int bins)
    {
        var run = bins == 0 ? 1 : points.Length / bins;
        return run < 2 ? points : [.. points.Chunk(run).Select(chunk => chunk[^1])];
    }

    static (double LogLoss, double Brier) LossesOf(ScoredRows rows, bool[] isPositive)
    {
        var (logs, squares, weights) = (0.0, 0.0, 0.0);
        for (var i = 0; i < rows.Values.Count; i++)
        {
            var score = rows.Values[i];
            if (!(score >= 0 && score <= 1))
            {
                return (double.NaN, double.NaN);
            }

            var right = isPositive[rows.Numbers[i]] ? score : 1 - score;
            logs -= rows.Weights[i] * Math.Log(Math.Max(Least, right));
            squares += rows.Weights[i] * (1 - right) * (1 - right);
            weights += rows.Weights[i];
        }

        return (logs / weights, squares / weights);
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
