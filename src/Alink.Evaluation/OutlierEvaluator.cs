using System.Collections.Immutable;

namespace Alink.Evaluation;

/// <summary>Measures how well scores put outliers before other rows.</summary>
/// <remarks>
/// Of rows of one score that a cut would part, each counts with the share of them that is taken: what any order of them
/// measures on average. Keeps 24 bytes a row.
/// G. Campos et al., "On the evaluation of unsupervised outlier detection", Data Mining and Knowledge Discovery 30, 2016.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("label", 0, 1, 0, 1, 0).With("anomaly", 0.1, 0.9, 0.4, 0.3, 0.2);
/// var metrics = new OutlierEvaluator().Evaluate(rows);
/// metrics.PrecisionAt(1) // => 1
/// metrics.AtContamination.Recall // => 0.5
/// </code>
/// </example>
public sealed record OutlierEvaluator : IOnePassEvaluator<ScoredRows, OutlierMetrics>
{
    /// <summary>What each row is.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>The score of each row; the higher the stranger.</summary>
    public Column<double> Score { get; init; } = "anomaly";

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>The labels of outliers as text; none takes the last of two: the greater number, true, the later text.</summary>
    public ImmutableArray<string> Outliers { get; init => field = Require.Items(value); } = [];

    /// <summary>The share of the rows to take for outliers, in (0, 1); null takes as many as there are outliers.</summary>
    public double? Contamination
    {
        get;
        init => field = value is { } share
            ? Require.Between(double.Epsilon, double.BitDecrement(1), share) : null;
    }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public ScoredRows Start(Schema schema)
    {
        schema.Reading(Label).Reading(Score).Reading(Weight);
        return new(schema.Field(Label).Type);
    }

    /// <inheritdoc/>
    public ScoredRows Update(ScoredRows state, Table batch)
    {
        var weights = batch.Weights(Weight);
        return state.Add(batch.Targets(Score), batch.Classes(Label, weights, state.Classes), weights);
    }

    /// <inheritdoc/>
    public ScoredRows Merge(ScoredRows left, ScoredRows right) => left.Add(right);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There are no rows, or nothing says which labels are those of outliers.</exception>
    public OutlierMetrics Snapshot(ScoredRows state)
    {
        if (state.Values.Count == 0)
        {
            throw new TrainingException("There are no rows to evaluate.");
        }

        var names = state.Classes.Names;
        var outliers = Outliers.IsEmpty ? [Last(state)] : Outliers;
        if (names.Count > 1 && !names.Exists(outliers.Contains))
        {
            throw new TrainingException(
                $"Column '{Label}' holds no '{string.Join("', '", outliers)}'.{Nearest.Hint(outliers[0], names)}");
        }

        var binary = BinaryMetrics.Of(state, [.. names.Select(name => outliers.Contains(name))], new());
        var (positives, negatives) = (binary.AtThreshold.Positives, binary.AtThreshold.Negatives);
        return new(binary, Contamination ?? (positives / (positives + negatives)));
    }

    string Last(ScoredRows state) => Levels.Sorted(state.Type, state.Classes.Names) is { Count: 2 } labels
        ? labels.Names[1]
        : throw new TrainingException(
            $"Column '{Label}' does not hold two labels, but {string.Join(", ", state.Classes.Names.Take(5))}; say which are those of outliers.");
}

/// <summary>How well scores put outliers before other rows.</summary>
/// <param name="Binary">The curves and areas over all scores, outliers being the positive class.</param>
/// <param name="Contamination">The share of the rows that is taken for outliers, in [0, 1].</param>
[TypeFormatterSource]
public sealed record OutlierMetrics(BinaryMetrics Binary, double Contamination)
{
    /// <summary>The chance that an outlier scores above another row, ties counting half; NaN where there are only such or none.</summary>
    public double AreaUnderRoc => Binary.AreaUnderRoc;

    /// <summary>Σ (rise of recall) × precision over the scores; NaN where there are no outliers.</summary>
    public double AveragePrecision => Binary.AtThreshold.Positives == 0 ? double.NaN : Binary.AveragePrecision;

    /// <summary>The counts where the rows of highest score are taken for outliers, as many as the contamination says.</summary>
    /// <remarks>Where that is the share of outliers, precision, recall and F1 are one number: the R-precision.</remarks>
    public BinaryCounts AtContamination => Highest(Contamination * (Binary.AtThreshold.Positives + Binary.AtThreshold.Negatives));

    /// <summary>The share of outliers among the rows of highest score.</summary>
    /// <param name="k">How many rows, by their weight; above 0. More than there are takes all.</param>
    public double PrecisionAt(double k) => Highest(Require.Positive(k, nameof(k))).Precision;

    /// <summary>The share of the outliers that are among the rows of highest score.</summary>
    /// <param name="k">How many rows, by their weight; above 0. More than there are takes all.</param>
    public double RecallAt(double k) => Highest(Require.Positive(k, nameof(k))).Recall;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"AUC {AreaUnderRoc:F4}  AP {AveragePrecision:F4}  precision {AtContamination.Precision:F4}  recall {AtContamination.Recall:F4}  F1 {AtContamination.F():F4} at {Contamination:P1}");

    BinaryCounts Highest(double weight)
    {
        var before = Binary.Points[0] with { TruePositives = 0, FalsePositives = 0 };
        foreach (var point in Binary.Points)
        {
            var (taken, all) = (before.TruePositives + before.FalsePositives, point.TruePositives + point.FalsePositives);
            if (all >= weight)
            {
                var share = (weight - taken) / (all - taken);
                return point with
                {
                    TruePositives = before.TruePositives + (share * (point.TruePositives - before.TruePositives)),
                    FalsePositives = before.FalsePositives + (share * (point.FalsePositives - before.FalsePositives)),
                };
            }

            before = point;
        }

        return before;
    }
}
