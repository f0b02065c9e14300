using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Alink.Evaluation;

/// <summary>Compares the set of labels predicted for each row with the set that is true of it.</summary>
/// <remarks>
/// The labels of a row are tokens of a text, one space between two; the empty text holds none. A label told twice counts once.
/// A share of nothing is 0, as in scikit-learn: the precision of a row without predicted labels, and the accuracy of one
/// without any, whose sets are equal all the same.
/// G. Tsoumakas, I. Katakis and I. Vlahavas, "Mining multi-label data", Data Mining and Knowledge Discovery Handbook, 2010.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("label", "war film", "love").With("prediction", "war", "love film");
/// var metrics = new MultilabelEvaluator().Evaluate(rows);
/// metrics.HammingLoss // => 0.333333
/// metrics.MicroRecall // => 0.666667
/// </code>
/// </example>
public sealed record MultilabelEvaluator : IOnePassEvaluator<LabelSetSums, MultilabelMetrics>
{
    /// <summary>The true labels of each row.</summary>
    public Column<string> Label { get; init; } = "label";

    /// <summary>The predicted labels of each row.</summary>
    public Column<string> Prediction { get; init; } = "prediction";

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public LabelSetSums Start(Schema schema)
    {
        schema.Reading(Label).Reading(Prediction).Reading(Weight);
        return new();
    }

    /// <inheritdoc/>
    public LabelSetSums Update(LabelSetSums state, Table batch)
    {
        var labels = new NumberedTokens(batch, Label, state.Names);
        var predictions = new NumberedTokens(batch, Prediction, state.Names);
        var weights = batch.Weights(Weight);
        for (var i = 0; i < batch.RowCount; i++)
        {
            if (weights.IsEmpty || weights[i] > 0)
            {
                labels.Read(i);
                predictions.Read(i);
                state.Add(labels, predictions, weights.IsEmpty ? 1 : weights[i]);
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public LabelSetSums Merge(LabelSetSums left, LabelSetSums right) => left.Add(right);

    /// <inheritdoc/>
    public MultilabelMetrics Snapshot(LabelSetSums state) =>
        state.Weight > 0 ? state.Metrics() : throw new TrainingException("There are no rows to evaluate.");
}

/// <summary>Sums over rows of two sets of labels, and over the labels.</summary>
public sealed class LabelSetSums
{
    readonly List<LabelCounts> _counts = [];
    double _precision;
    double _recall;
    double _f1;
    double _accuracy;
    double _equal;

    /// <summary>The sum of the weights.</summary>
    public double Weight { get; private set; }

    internal Categories Names { get; } = new();

    internal void Add(NumberedTokens labels, NumberedTokens predictions, double weight)
    {
        Grow();
        var counts = CollectionsMarshal.AsSpan(_counts);
        var both = 0;
        foreach (var label in labels.Numbers)
        {
            counts[label].Actual += weight;
        }

        foreach (var prediction in predictions.Numbers)
        {
            counts[prediction].Predicted += weight;
            if (labels.IndexOf(prediction) >= 0)
            {
                counts[prediction].Both += weight;
                both++;
            }
        }

        Weight += weight;
        _precision += weight * Share(both, predictions.Count);
        _recall += weight * Share(both, labels.Count);
        _f1 += weight * Share(2 * both, labels.Count + predictions.Count);
        _accuracy += weight * Share(both, labels.Count + predictions.Count - both);
        _equal += both == labels.Count && both == predictions.Count ? weight : 0;
    }

    internal LabelSetSums Add(LabelSetSums other)
    {
        for (var theirs = 0; theirs < other._counts.Count; theirs++)
        {
            var ours = Names.Number(other.Names.Names[theirs]);
            Grow();
            ref var counts = ref CollectionsMarshal.AsSpan(_counts)[ours];
            counts.Actual += other._counts[theirs].Actual;
            counts.Predicted += other._counts[theirs].Predicted;
            counts.Both += other._counts[theirs].Both;
        }

        Weight += other.Weight;
        _precision += other._precision;
        _recall += other._recall;
        _f1 += other._f1;
        _accuracy += other._accuracy;
        _equal += other._equal;

        return this;
    }

    internal MultilabelMetrics Metrics()
    {
        var labels = Levels.Sorted(DataType.String, Names.Names);
        var counts = labels.Names.Select(name => _counts[Names.Number(name)]).ToArray();
        return new(
            labels, Weight, _precision / Weight, _recall / Weight, _f1 / Weight, _accuracy / Weight, _equal / Weight,
            [.. counts.Select(one => one.Actual)], [.. counts.Select(one => one.Predicted)], [.. counts.Select(one => one.Both)]);
    }

    internal static double Share(double part, double whole) => whole == 0 ? 0 : part / whole;

    void Grow()
    {
        while (_counts.Count < Names.Names.Count)
        {
            _counts.Add(default);
        }
    }

    struct LabelCounts
    {
        public double Actual;
        public double Predicted;
        public double Both;
    }
}

/// <summary>How predicted sets of labels agree with the true ones.</summary>
/// <param name="Labels">The labels of either, sorted, in the order of every array over labels.</param>
/// <param name="Weight">The sum of the weights: the number of rows where every weight is 1.</param>
/// <param name="Precision">The mean over rows of the share of the predicted labels that are true.</param>
/// <param name="Recall">The mean over rows of the share of the true labels that are predicted.</param>
/// <param name="F1">The mean over rows of 2 |both| / (|true| + |predicted|).</param>
/// <param name="Accuracy">The mean over rows of |both| / |either|, the Jaccard index.</param>
/// <param name="SubsetAccuracy">The share of the rows whose sets are equal.</param>
/// <param name="Actual">The weight of the rows of which each label is true; shape: labels.</param>
/// <param name="Predicted">The weight of the rows for which each label is predicted; shape: labels.</param>
/// <param name="Both">The weight of the rows where both hold; shape: labels.</param>
[TypeFormatterSource]
public sealed record MultilabelMetrics(
    Levels Labels, double Weight, double Precision, double Recall, double F1, double Accuracy, double SubsetAccuracy,
    ImmutableArray<double> Actual, ImmutableArray<double> Predicted, ImmutableArray<double> Both)
{
    /// <summary>The share of rows × labels where truth and prediction differ.</summary>
    public double HammingLoss => LabelSetSums.Share(Actual.Sum() + Predicted.Sum() - (2 * Both.Sum()), Weight * Labels.Count);

    /// <summary>The share of all predicted labels that are true.</summary>
    public double MicroPrecision => LabelSetSums.Share(Both.Sum(), Predicted.Sum());

    /// <summary>The share of all true labels that are predicted.</summary>
    public double MicroRecall => LabelSetSums.Share(Both.Sum(), Actual.Sum());

    /// <summary>The harmonic mean of <see cref="MicroPrecision"/> and <see cref="MicroRecall"/>.</summary>
    public double MicroF1 => LabelSetSums.Share(2 * Both.Sum(), Actual.Sum() + Predicted.Sum());

    /// <summary>The share of the rows a label is predicted for of which it is true; 0 where there are none.</summary>
    public double PrecisionOf(int label) => LabelSetSums.Share(Both[label], Predicted[label]);

    /// <summary>The share of the rows a label is true of for which it is predicted; 0 where there are none.</summary>
    public double RecallOf(int label) => LabelSetSums.Share(Both[label], Actual[label]);

    /// <summary>The harmonic mean of a label's precision and recall.</summary>
    public double F1Of(int label) => LabelSetSums.Share(2 * Both[label], Actual[label] + Predicted[label]);

    /// <summary>The mean of a number of the labels: <c>metrics.Macro(metrics.F1Of)</c>.</summary>
    public double Macro(Func<int, double> of) => LabelSetSums.Share(Enumerable.Range(0, Labels.Count).Sum(of), Labels.Count);

    /// <summary>The mean of a number of the labels, each counting as often as it is true.</summary>
    public double Weighted(Func<int, double> of) =>
        LabelSetSums.Share(Enumerable.Range(0, Labels.Count).Sum(label => Actual[label] * of(label)), Actual.Sum());

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"Hamming loss {HammingLoss:F4}  subset accuracy {SubsetAccuracy:F4}  F1 {F1:F4}  micro F1 {MicroF1:F4}");
}
