using System.Collections.Immutable;

namespace Alink;

/// <summary>The settings of a classifier.</summary>
public interface IClassifier : IEstimator
{
    /// <summary>The vectors to classify; all of one length.</summary>
    Column<Vector> Features { get; }

    /// <summary>The true class, read in training only: text, whole numbers or booleans.</summary>
    Column<Category> Label { get; }

    /// <summary>How much each row counts, at least 0, read in training only; null counts every row once.</summary>
    Column<double>? Weight { get; }

    /// <summary>Where the class goes; it has the type of the label.</summary>
    Column<Category> Prediction { get; }

    /// <summary>Where the probability of each class goes, in the order of the model's labels.</summary>
    Column<Vector> Probabilities { get; }

    /// <summary>
    /// The class with the highest ratio of probability to threshold is predicted; one number above 0 for each class (one
    /// may be 0), or empty for the most probable class.
    /// </summary>
    ImmutableArray<double> Thresholds { get; }

    /// <inheritdoc/>
    Schema IStage.Transform(Schema input) => input
        .Reading(Features).Reading(Weight)
        .With(new Field(Prediction.Name, input.Field(Label).Type))
        .With(new Field(Probabilities.Name, DataType.Vector));
}

/// <summary>A model that says how probable each class is.</summary>
/// <remarks>From <see cref="LogJoint"/> follow the class and the probabilities, of one row,
/// of a table, and of a stream.</remarks>
public abstract record ClassifierModel : Model
{
    /// <summary>The classes, in the order of every array over classes.</summary>
    public abstract Levels Labels { get; init; }

    /// <summary>How many numbers a vector has.</summary>
    protected abstract int Length { get; }

    /// <summary>The settings it was trained under.</summary>
    protected abstract IClassifier Settings { get; }

    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        input.FeatureField(Settings.Features, Length);
        return input.With(PredictionField).With(ProbabilitiesField);
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var features = row.Read(Settings.Features);
        var prediction = row.Write(PredictionField);
        var probabilities = row.Write(ProbabilitiesField);
        return () =>
        {
            var p = probabilities.Dense(Labels.Count);
            Probabilities(row.Features(features, Length), p);
            Labels.Set(prediction, Settings.Decide(p) is >= 0 and var place ? place : throw NoClass($" in row {row.Row}"));
            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        if (input.FeatureRows(Settings.Features, Length) is not { } rows)
        {
            return base.Transform(input);
        }

        var p = new double[checked(rows.Length * Labels.Count)];
        Probabilities(rows, p);
        return Settings.Decide(p, Labels, out var classes) is >= 0 and var row
            ? throw NoClass($" in row {input.FirstRow + row}")
            : input
                .With(PredictionField, Labels.Column(classes))
                .With(ProbabilitiesField, new VectorColumn(rows.Length, Labels.Count, p));
    }

    /// <summary>The class of one row, as its index in <see cref="Labels"/>.</summary>
    /// <exception cref="RowException">The row is of another length, or holds NaN, of which no class follows.</exception>
    public int Predict(Vector features)
    {
        Span<double> p = Labels.Count <= 512 ? stackalloc double[Labels.Count] : new double[Labels.Count];
        Probabilities(Taken(features, Length), p);
        return Settings.Decide(p) is >= 0 and var place ? place : throw NoClass("");
    }

    /// <summary>The probability of each class, in the order of <see cref="Labels"/>; they add to 1.</summary>
    /// <exception cref="RowException">The row is of another length.</exception>
    public double[] Probabilities(Vector features)
    {
        var p = new double[Labels.Count];
        Probabilities(Taken(features, Length), p);
        return p;
    }

    /// <summary>Writes the probability of each class, in the order of <see cref="Labels"/>; they add to 1.</summary>
    /// <param name="features">One row of the model's length, which is not checked here.</param>
    /// <param name="p">One place for each class.</param>
    public virtual void Probabilities(Vector features, Span<double> p)
    {
        p.Clear();
        LogJoint(features, p);
        Normalize(p);
    }

    /// <summary>Writes the probabilities of each row, those that <see cref="Probabilities(Vector, Span{double})"/> gives to the bit.</summary>
    /// <param name="rows">Rows of the model's length, none missing.</param>
    /// <param name="p">One place for each row and class, zeros on entry; shape: rows × classes.</param>
    protected virtual void Probabilities(VectorColumn rows, Span<double> p)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            Probabilities(rows[i], p.Slice(i * Labels.Count, Labels.Count));
        }
    }

    /// <summary>Writes log p(class, features) for each class, up to one constant for all of them.</summary>
    /// <param name="features">One row of the model's length.</param>
    /// <param name="logJoint">One place for each class, zero on entry.</param>
    protected abstract void LogJoint(Vector features, Span<double> logJoint);

    /// <summary>Makes the log-joints of a row's classes their probabilities.</summary>
    protected static void Normalize(Span<double> p)
    {
        var highest = double.NegativeInfinity; // Taken off first, so that no exponential overflows.
        foreach (var logarithm in p)
        {
            highest = Math.Max(highest, logarithm);
        }

        var sum = 0.0;
        for (var c = 0; c < p.Length; c++)
        {
            // Equal infinities share the certainty; their difference would be NaN.
            p[c] = p[c] == highest ? 1 : Math.Exp(p[c] - highest);
            sum += p[c];
        }

        for (var c = 0; c < p.Length; c++)
        {
            p[c] /= sum;
        }
    }

    RowException NoClass(string row) =>
        new($"Column '{Settings.Features}' holds a number that is not finite{row}, of which no class follows.");

    Field PredictionField => Labels.Field(Settings.Prediction.Name);

    Field ProbabilitiesField => Labels.NumbersField(Settings.Probabilities.Name);
}

/// <summary>What every classifier checks and decides.</summary>
public static class Classifiers
{
    /// <summary>The class that probabilities speak for; the first where some are equal, and −1
    /// where they are no numbers.</summary>
    /// <param name="settings">The settings with the thresholds.</param>
    /// <param name="p">The probability of each class.</param>
    public static int Decide(this IClassifier settings, ReadOnlySpan<double> p)
    {
        var thresholds = settings.Thresholds;
        var (best, ratio) = (-1, double.NegativeInfinity);
        for (var c = 0; c < p.Length; c++)
        {
            var against = thresholds.IsDefaultOrEmpty ? p[c]
                : thresholds[c] == 0 ? (p[c] > 0 ? double.PositiveInfinity : 0)
                : p[c] / thresholds[c];
            if (against > ratio)
            {
                (best, ratio) = (c, against);
            }
        }

        return best;
    }

    /// <summary>The class of each row; <see cref="Decide(IClassifier, ReadOnlySpan{double})"/> tells how.</summary>
    /// <param name="settings">The settings with the thresholds.</param>
    /// <param name="p">The probabilities; shape: rows × classes.</param>
    /// <param name="labels">The classes.</param>
    /// <param name="classes">The index of each row's class; shape: rows.</param>
    /// <returns>The first row that no class follows from, or −1.</returns>
    public static int Decide(this IClassifier settings, ReadOnlySpan<double> p, Levels labels, out int[] classes)
    {
        classes = new int[p.Length / Math.Max(1, labels.Count)];
        if (labels.Count == 2 && settings.Thresholds.IsDefaultOrEmpty)
        {
            for (var i = 0; i < classes.Length; i++)
            {
                // Without a branch that chance would take.
                var (first, last) = (p[2 * i], p[(2 * i) + 1]);
                classes[i] = double.IsNaN(first + last) ? settings.Decide(p.Slice(2 * i, 2)) : last > first ? 1 : 0;
            }

            return Array.IndexOf(classes, -1);
        }

        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = settings.Decide(p.Slice(i * labels.Count, labels.Count));
        }

        return Array.IndexOf(classes, -1);
    }

    /// <summary>Checks the thresholds against the classes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is not one for each class, one is below 0 or NaN, or more
    /// than one is 0.</exception>
    public static void CheckThresholds(this IClassifier settings, Levels labels)
    {
        var thresholds = settings.Thresholds;
        if (thresholds.IsDefaultOrEmpty)
        {
            return;
        }

        var wrong = thresholds.Length != labels.Count
            ? $"one number for each of the {labels.Count} classes; there were {thresholds.Length}."
            : thresholds.FirstOrDefault(threshold => !(threshold >= 0)) is not 0 and var below
            ? $"numbers of at least 0; one was {below}."
            : thresholds.Count(threshold => threshold == 0) > 1
            ? "at most one 0."
            : null;
        if (wrong is not null)
        {
            throw new ArgumentOutOfRangeException(
                nameof(settings.Thresholds), $"{nameof(settings.Thresholds)} must hold {wrong}");
        }
    }
}
