using System.Collections.Immutable;
using System.Globalization;

namespace Alink.Evaluation;

/// <summary>Compares predicted classes with the true ones.</summary>
/// <example>
/// <code>
/// var rows = Table.Of("label", "a", "a", "b").With("prediction", "a", "b", "b");
/// var metrics = new MulticlassEvaluator { Probabilities = null }.Evaluate(rows);
/// metrics.Confusion[0, 1] // => 1
/// metrics.Recall(0) // => 0.5
/// </code>
/// </example>
public sealed record MulticlassEvaluator : IOnePassEvaluator<ClassPairs, MulticlassMetrics>, IRunningEvaluator<ClassPairs>
{
    const double Least = 1e-15;

    /// <summary>The true class.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>The predicted class.</summary>
    public Column<Category> Prediction { get; init; } = "prediction";

    /// <summary>The probability of each class, as a classifier writes it, for the log loss; null leaves that out.</summary>
    public Column<Vector>? Probabilities { get; init; } = "probabilities";

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <inheritdoc/>
    public ImmutableArray<string> Measures =>
        ["log loss", "accuracy", "kappa", "macro f1", "weighted f1", "weighted precision", "weighted recall"];

    /// <inheritdoc/>
    public ImmutableArray<string> Predictions =>
        Probabilities is { } column ? [Prediction.Name, column.Name] : [Prediction.Name];

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public ClassPairs Start(Schema schema) => new(
        schema.Reading(Prediction).Reading(Probabilities).Reading(Weight).Field(Label).Type, Probabilities is not null);

    /// <inheritdoc/>
    public ClassPairs Update(ClassPairs state, Table batch)
    {
        var weights = batch.Weights(Weight);
        var labels = batch.Classes(Label, weights, state.Classes);
        var predictions = batch.Classes(Prediction, weights, state.Classes);
        for (var i = 0; i < labels.Length; i++)
        {
            state.Add(labels[i], predictions[i], weights.IsEmpty ? 1 : weights[i]);
        }

        if (Probabilities is { } column)
        {
            var names = batch.Schema.Field(column).FeatureNames;
            var probabilities = batch.Features(column);
            if (names.IsEmpty && labels.Length > 0)
            {
                throw new TrainingException($"Column '{column}' does not name the class of each number.");
            }

            for (var i = 0; i < labels.Length; i++)
            {
                if (labels[i] >= 0)
                {
                    var place = names.IndexOf(state.Classes.Names[labels[i]]);
                    var p = place < 0 ? 0 : probabilities[i, place];
                    state.LogLoss -= (weights.IsEmpty ? 1 : weights[i]) * Math.Log(Math.Max(Least, p));
                }
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public ClassPairs Merge(ClassPairs left, ClassPairs right)
    {
        foreach (var ((label, prediction), weight) in right.Counts)
        {
            left.Add(left.Classes.Number(right.Classes.Names[label]), left.Classes.Number(right.Classes.Names[prediction]), weight);
        }

        left.LogLoss += right.LogLoss;
        return left;
    }

    /// <inheritdoc/>
    public MulticlassMetrics Snapshot(ClassPairs state) =>
        state.Metrics() ?? throw new TrainingException("There are no rows to evaluate.");

    /// <inheritdoc/>
    public void Measure(ClassPairs state, Span<double> measures)
    {
        measures.Fill(double.NaN);
        if (state.Metrics() is { } m)
        {
            double[] values =
                [m.LogLoss, m.Accuracy, m.Kappa, m.MacroF1, m.WeightedF1, m.WeightedPrecision, m.WeightedRecall];
            values.CopyTo(measures);
        }
    }
}

/// <summary>The weight of the rows of each true and predicted class.</summary>
public sealed class ClassPairs
{
    const int MostClasses = 10_000;

    readonly DataType _type;
    readonly bool _hasLoss;

    internal ClassPairs(DataType type, bool hasLoss) => (_type, _hasLoss) = (type, hasLoss);

    internal Categories Classes { get; } = new();

    internal Dictionary<(int Label, int Prediction), double> Counts { get; } = [];

    internal double LogLoss { get; set; }

    /// <summary>What has been measured; null where there were no rows.</summary>
    internal MulticlassMetrics? Metrics()
    {
        if (Counts.Count == 0)
        {
            return null;
        }

        if (Classes.Names.Count > MostClasses)
        {
            throw new TrainingException($"There are {Classes.Names.Count} classes; a table of all pairs is made of {MostClasses} at most.");
        }

        var labels = Levels.Sorted(_type, Classes.Names);
        var places = Classes.Names.ConvertAll(labels.IndexOf);
        var confusion = new double[labels.Count * labels.Count];
        foreach (var ((label, prediction), weight) in Counts)
        {
            confusion[(places[label] * labels.Count) + places[prediction]] += weight;
        }

        return new(
            labels, new(labels.Count, labels.Count, [.. confusion]), _hasLoss ? LogLoss / Counts.Values.Sum() : double.NaN);
    }

    internal void Add(int label, int prediction, double weight)
    {
        if (weight > 0)
        {
            Counts[(label, prediction)] = Counts.GetValueOrDefault((label, prediction)) + weight;
        }
    }
}

/// <summary>How predicted classes agree with the true ones.</summary>
/// <param name="Labels">The classes, in the order of every array over classes.</param>
/// <param name="Confusion">The weight of the rows of each true and predicted class; shape: true × predicted.</param>
/// <param name="LogLoss">The mean of −log of the probability of the true class, cut off at 1e-15; NaN where no probabilities were read.</param>
[TypeFormatterSource]
public sealed record MulticlassMetrics(Levels Labels, Matrix Confusion, double LogLoss)
{
    /// <summary>The weight of all rows.</summary>
    public double Total => Classes.Sum(Actual);

    /// <summary>The share of the rows whose class is predicted; precision, recall and F1 over all classes at once (micro) are that too.</summary>
    public double Accuracy => Classes.Sum(c => Confusion[c, c]) / Total;

    /// <summary>Cohen's κ: how much of the agreement that chance does not explain is reached.</summary>
    public double Kappa
    {
        get
        {
            var chance = Classes.Sum(c => Actual(c) * Predicted(c)) / (Total * Total);
            return chance == 1 ? 0 : (Accuracy - chance) / (1 - chance);
        }
    }

    /// <summary>Matthews' correlation of true and predicted classes, in [−1, 1]; 0 where either is always the same.</summary>
    /// <remarks>J. Gorodkin, "Comparing two K-category assignments by a K-category correlation coefficient", 2004.</remarks>
    public double Matthews
    {
        get
        {
            var right = Classes.Sum(c => Confusion[c, c]) * Total;
            var chance = Classes.Sum(c => Actual(c) * Predicted(c));
            var actual = (Total * Total) - Classes.Sum(c => Actual(c) * Actual(c));
            var predicted = (Total * Total) - Classes.Sum(c => Predicted(c) * Predicted(c));
            return actual == 0 || predicted == 0 ? 0 : (right - chance) / Math.Sqrt(actual * predicted);
        }
    }

    /// <summary>The mean recall of the classes that have rows.</summary>
    public double BalancedAccuracy => Classes.Sum(Recall) / Classes.Count(c => Actual(c) > 0);

    /// <summary>The mean of the classes' precision.</summary>
    public double MacroPrecision => Macro(Precision);

    /// <summary>The mean of the classes' recall.</summary>
    public double MacroRecall => Macro(Recall);

    /// <summary>The mean of the classes' F1.</summary>
    public double MacroF1 => Macro(c => F(c));

    /// <summary>The mean of the classes' F1, each counting as its rows do.</summary>
    public double WeightedF1 => Weighted(c => F(c));

    /// <summary>The mean of the classes' precision, each counting as its rows do.</summary>
    public double WeightedPrecision => Weighted(Precision);

    /// <summary>The mean of the classes' recall, each counting as its rows do; it equals the accuracy.</summary>
    public double WeightedRecall => Weighted(Recall);

    /// <summary>The counts of all classes, each against all others, in one: what Alink calls micro.</summary>
    public BinaryCounts Micro => new(
        double.NaN, Accuracy * Total, Total - (Accuracy * Total), Total, Total * (Labels.Count - 1));

    IEnumerable<int> Classes => Enumerable.Range(0, Labels.Count);

    /// <summary>The weight of the rows of a class.</summary>
    public double Actual(int label) => Classes.Sum(prediction => Confusion[label, prediction]);

    /// <summary>The weight of the rows taken for a class.</summary>
    public double Predicted(int label) => Classes.Sum(actual => Confusion[actual, label]);

    /// <summary>The counts of a class against all others: <c>metrics.Macro(c => metrics.Counts(c).Specificity)</c> is the mean specificity of the classes.</summary>
    /// <returns>Counts that tell of no threshold, and whose precision is 1 where none is taken for the class.</returns>
    public BinaryCounts Counts(int label) => new(
        double.NaN, Confusion[label, label], Predicted(label) - Confusion[label, label], Actual(label), Total - Actual(label));

    /// <summary>The share of the rows taken for a class that are of it; 0 where none is taken.</summary>
    public double Precision(int label) => Predicted(label) == 0 ? 0 : Confusion[label, label] / Predicted(label);

    /// <summary>The share of the rows of a class that are taken for it; 0 where there are none.</summary>
    public double Recall(int label) => Actual(label) == 0 ? 0 : Confusion[label, label] / Actual(label);

    /// <summary>The share of the rows of other classes that are taken for a class; 0 where there are none.</summary>
    public double FalsePositiveRate(int label) =>
        Total == Actual(label) ? 0 : (Predicted(label) - Confusion[label, label]) / (Total - Actual(label));

    /// <summary>The harmonic mean of precision and recall, recall counting β² times; 0 where both are.</summary>
    public double F(int label, double beta = 1)
    {
        var (precision, recall, squared) = (Precision(label), Recall(label), beta * beta);
        return precision + recall == 0 ? 0 : (1 + squared) * precision * recall / ((squared * precision) + recall);
    }

    /// <summary>The mean of a number of the classes.</summary>
    public double Macro(Func<int, double> of) => Classes.Sum(of) / Labels.Count;

    /// <summary>The mean of a number of the classes, each counting as its rows do.</summary>
    public double Weighted(Func<int, double> of) => Classes.Sum(c => Actual(c) * of(c)) / Total;

    /// <summary>The confusion matrix as a table: a row for each true class, a column for each predicted one.</summary>
    public Table ToTable() => Labels.Names.Select((name, prediction) => (name, prediction)).Aggregate(
        Table.Of("true \\ predicted", [.. Labels.Names]),
        (table, column) => table.With(column.name, [.. Classes.Select(label => Confusion[label, column.prediction])]));

    /// <summary>Precision, recall, F1 and the weight of the rows of each class, as a table.</summary>
    public Table Report() => Table.Of("class", [.. Labels.Names])
        .With("precision", [.. Classes.Select(Precision)])
        .With("recall", [.. Classes.Select(Recall)])
        .With("f1", [.. Classes.Select(c => F(c))])
        .With("weight", [.. Classes.Select(Actual)]);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"accuracy {Accuracy:F4}  macro F1 {MacroF1:F4}  κ {Kappa:F4}{(double.IsNaN(LogLoss) ? "" : $"  log loss {LogLoss.ToString("F4", CultureInfo.InvariantCulture)}")}");
}
