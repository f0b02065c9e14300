using System.Collections.Immutable;

namespace Alink.Evaluation;

/// <summary>Orders the differences of predicted numbers from the true ones, and so measures what no sum can: medians and quantiles.</summary>
/// <remarks>Keeps 24 bytes a row; <see cref="RegressionEvaluator"/> measures means from sums alone.</remarks>
/// <example>
/// <code>
/// var rows = Table.Of("label", 1.0, 2.0, 3.0).With("prediction", 1.5, 2.0, 13.0);
/// new ResidualEvaluator().Evaluate(rows).MedianAbsoluteError // => 0.5
/// </code>
/// </example>
public sealed record ResidualEvaluator : IOnePassEvaluator<ResidualRows, ResidualMetrics>
{
    /// <summary>The true numbers.</summary>
    public Column<double> Label { get; init; } = "label";

    /// <summary>The predicted numbers.</summary>
    public Column<double> Prediction { get; init; } = "prediction";

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public ResidualRows Start(Schema schema)
    {
        schema.Reading(Label).Reading(Prediction).Reading(Weight);
        return new();
    }

    /// <inheritdoc/>
    public ResidualRows Update(ResidualRows state, Table batch) =>
        state.Add(batch.Targets(Label), batch.Targets(Prediction), batch.Weights(Weight));

    /// <inheritdoc/>
    public ResidualRows Merge(ResidualRows left, ResidualRows right)
    {
        left.Rows.AddRange(right.Rows);
        return left;
    }

    /// <inheritdoc/>
    public ResidualMetrics Snapshot(ResidualRows state) =>
        state.Rows.Count > 0 ? new([.. state.Rows.Order()]) : throw new TrainingException("There are no rows to evaluate.");
}

/// <summary>The rows that count.</summary>
public sealed class ResidualRows
{
    internal List<Residual> Rows { get; } = [];

    internal ResidualRows Add(ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions, ReadOnlySpan<double> weights)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            if (weights.IsEmpty || weights[i] > 0)
            {
                Rows.Add(new(labels[i], predictions[i], weights.IsEmpty ? 1 : weights[i]));
            }
        }

        return this;
    }
}

/// <summary>A true number and a predicted one; the order is that of their absolute differences.</summary>
/// <param name="Label">The true number.</param>
/// <param name="Prediction">The predicted one.</param>
/// <param name="Weight">How much it counts, above 0.</param>
public readonly record struct Residual(double Label, double Prediction, double Weight) : IComparable<Residual>
{
    /// <summary>The absolute difference.</summary>
    public double AbsoluteError => Math.Abs(Label - Prediction);

    /// <inheritdoc/>
    public int CompareTo(Residual other) =>
        (AbsoluteError, Label, Prediction, Weight).CompareTo((other.AbsoluteError, other.Label, other.Prediction, other.Weight));
}

/// <summary>How the differences of predicted numbers from the true ones are distributed.</summary>
/// <remarks>
/// What D² compares with is the best constant prediction: as R², 1 is perfect, and 0 no better than that.
/// T. Gneiting, "Making and evaluating point forecasts", Journal of the American Statistical Association 106, 2011.
/// </remarks>
/// <param name="Rows">The rows, by their absolute difference, the least first.</param>
[TypeFormatterSource]
public sealed record ResidualMetrics(ImmutableArray<Residual> Rows)
{
    /// <summary>The absolute difference that half of the rows do not exceed; midway between the two in the middle.</summary>
    public double MedianAbsoluteError => AbsoluteErrorQuantile(0.5);

    /// <summary>1 − absolute differences / absolute distances of the true numbers from their median; at most 1.</summary>
    public double D2AbsoluteError => D2Pinball(0.5);

    /// <summary>The mean of (log(1 + true) − log(1 + predicted))²; NaN where a number is −1 or less.</summary>
    public double MeanSquaredLogError => Mean(row => row.Label > -1 && row.Prediction > -1
        ? Square(Math.Log(1 + row.Label) - Math.Log(1 + row.Prediction)) : double.NaN);

    /// <summary>The absolute difference that a share of the rows does not exceed.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double AbsoluteErrorQuantile(double share) => Quantile(Rows, row => row.AbsoluteError, Require.Between(0, 1, share, nameof(share)));

    /// <summary>The mean of level · (true − predicted) where that is above 0, and of (level − 1) times it below: least for the quantile.</summary>
    /// <param name="level">The quantile that is predicted, from 0 to 1; 0.5 gives half the mean absolute error.</param>
    public double PinballLoss(double level) => Pinball(level, row => row.Prediction);

    /// <summary>1 − pinball loss / that of the best constant; at most 1.</summary>
    /// <param name="level">The quantile that is predicted, from 0 to 1.</param>
    public double D2Pinball(double level)
    {
        var constant = Quantile([.. Rows.OrderBy(row => row.Label)], row => row.Label, Require.Between(0, 1, level, nameof(level)));
        return 1 - (PinballLoss(level) / Pinball(level, _ => constant));
    }

    /// <summary>The mean deviance of Tweedie's distributions: 0 normal (squared differences), 1 Poisson, 2 gamma, 3 inverse Gaussian.</summary>
    /// <remarks>B. Jørgensen, "Exponential dispersion models", Journal of the Royal Statistical Society B 49, 1987.</remarks>
    /// <param name="power">The power of the mean that the variance is, at most 0 or at least 1.</param>
    /// <returns>At least 0; NaN where the distribution has not such numbers: from 1 on a label below 0, from 2 on one of 0, and but for 0 a prediction of 0 or less.</returns>
    public double TweedieDeviance(double power) => Deviance(power, row => row.Prediction);

    /// <summary>1 − deviance / that of predicting the mean; at most 1.</summary>
    /// <param name="power">The power of the mean that the variance is, at most 0 or at least 1.</param>
    public double D2Tweedie(double power)
    {
        var mean = Mean(row => row.Label);
        return 1 - (TweedieDeviance(power) / Deviance(power, _ => mean));
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"median absolute error {MedianAbsoluteError:G6}  90 % within {AbsoluteErrorQuantile(0.9):G6}  D² {D2AbsoluteError:F4}");

    double Mean(Func<Residual, double> of) => Rows.Sum(row => row.Weight * of(row)) / Rows.Sum(row => row.Weight);

    double Pinball(double level, Func<Residual, double> predicted)
    {
        Require.Between(0, 1, level, nameof(level));
        return Mean(row => Math.Max(level * (row.Label - predicted(row)), (level - 1) * (row.Label - predicted(row))));
    }

    double Deviance(double power, Func<Residual, double> predicted) => power is <= 0 or >= 1
        ? 2 * Mean(row => HalfDeviance(power, row.Label, predicted(row)))
        : throw new ArgumentOutOfRangeException(nameof(power), power, $"power must be at most 0 or at least 1; it was {power}.");

    static double HalfDeviance(double p, double y, double mean) =>
        p == 0 ? Square(y - mean) / 2
        : mean <= 0 || (p >= 1 && y < 0) || (p >= 2 && y == 0) ? double.NaN
        : p == 1 ? (y == 0 ? 0 : y * Math.Log(y / mean)) - y + mean
        : p == 2 ? Math.Log(mean / y) + (y / mean) - 1
        : (Math.Pow(Math.Max(y, 0), 2 - p) / ((1 - p) * (2 - p))) - (y * Math.Pow(mean, 1 - p) / (1 - p)) + (Math.Pow(mean, 2 - p) / (2 - p));

    /// <summary>The number that a share of the rows does not exceed; midway to the next one where it is just that share.</summary>
    static double Quantile(ImmutableArray<Residual> sorted, Func<Residual, double> of, double share)
    {
        var wanted = share * sorted.Sum(row => row.Weight);
        var (i, below) = (0, sorted[0].Weight);
        while (below < wanted && i < sorted.Length - 1)
        {
            below += sorted[++i].Weight;
        }

        return below == wanted && i < sorted.Length - 1 ? (of(sorted[i]) + of(sorted[i + 1])) / 2 : of(sorted[i]);
    }

    static double Square(double x) => x * x;
}
