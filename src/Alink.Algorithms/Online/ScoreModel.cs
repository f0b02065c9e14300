using System.Collections.Immutable;
using Alink.Linear;

namespace Alink.Online;

/// <summary>The settings of a classifier that gives each class a score, which is no probability.</summary>
public interface IScoreClassifier : IEstimator
{
    /// <summary>The vectors to classify; all of one length.</summary>
    Column<Vector> Features { get; }

    /// <summary>The true class, read in training only: text, whole numbers or booleans.</summary>
    Column<Category> Label { get; }

    /// <summary>How much each row counts, at least 0, read in training only; null counts every row once.</summary>
    Column<double>? Weight { get; }

    /// <summary>Where the class goes, that of the highest score; it has the type of the label.</summary>
    Column<Category> Prediction { get; }

    /// <summary>Where the score of each class goes, in the order of the model's labels; of two classes, −m and m.</summary>
    Column<Vector> Scores { get; }

    /// <inheritdoc/>
    Schema IStage.Transform(Schema input) => input
        .Reading(Features).Reading(Weight)
        .With(new Field(Prediction.Name, input.Field(Label).Type))
        .With(new Field(Scores.Name, DataType.Vector));
}

/// <summary>A linear model that gives each class a score; the highest is predicted, of equal ones the last of two and else the first.</summary>
public abstract record ScoreModel : Model
{
    /// <summary>The classes, in the order of every array over classes.</summary>
    public abstract Levels Labels { get; init; }

    /// <summary>
    /// What each unit of a feature adds to a margin; shape: 1 × features for two classes, else classes × features.
    /// </summary>
    public abstract Matrix Coefficients { get; init; }

    /// <summary>The margins where every feature is 0; shape: 1 for two classes, else classes.</summary>
    public abstract ImmutableArray<double> Intercepts { get; init; }

    /// <summary>The settings it was trained under.</summary>
    protected abstract IScoreClassifier Settings { get; }

    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        input.FeatureField(Settings.Features, Coefficients.Columns);
        return input.With(PredictionField).With(ScoresField);
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var features = row.Read(Settings.Features);
        var prediction = row.Write(PredictionField);
        var scores = row.Write(ScoresField);
        return () =>
        {
            var s = scores.Dense(Labels.Count);
            Scores(row.Features(features, Coefficients.Columns), s);
            Labels.Set(prediction, Scoring.Decide(s));
            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        Transform(input.Schema);
        if (input.FeatureRows(Settings.Features, Coefficients.Columns) is not { } rows)
        {
            return base.Transform(input);
        }

        var (scores, classes) = (new double[checked(rows.Length * Labels.Count)], new int[rows.Length]);
        rows.Margins(Margins.LaneDot, Coefficients, Intercepts, scores);
        for (var i = 0; i < classes.Length; i++)
        {
            var own = scores.AsSpan(i * Labels.Count, Labels.Count);
            Scoring.Complete(own, Coefficients.Rows);
            classes[i] = Scoring.Decide(own);
        }

        return input
            .With(PredictionField, Labels.Column(classes))
            .With(ScoresField, new VectorColumn(rows.Length, Labels.Count, scores));
    }

    /// <summary>The class of one row, as its index in <see cref="Labels"/>.</summary>
    /// <exception cref="RowException">The row is of another length.</exception>
    public int Predict(Vector features)
    {
        Span<double> scores = Labels.Count <= 512 ? stackalloc double[Labels.Count] : new double[Labels.Count];
        Scores(Taken(features, Coefficients.Columns), scores);
        return Scoring.Decide(scores);
    }

    /// <summary>Writes the score of each class, in the order of <see cref="Labels"/>.</summary>
    /// <param name="features">One row of the model's length, which is not checked here.</param>
    /// <param name="scores">One place for each class.</param>
    public void Scores(Vector features, Span<double> scores)
    {
        features.MarginsOf(Coefficients, Intercepts, scores[(Labels.Count - Coefficients.Rows)..]);
        Scoring.Complete(scores, Coefficients.Rows);
    }

    Field PredictionField => Labels.Field(Settings.Prediction.Name);

    Field ScoresField => Labels.NumbersField(Settings.Scores.Name);
}

/// <summary>Scores of classes, and what follows from them.</summary>
static class Scoring
{
    /// <summary>Of two classes the first has the other's score, negated.</summary>
    public static void Complete(Span<double> scores, int margins)
    {
        if (margins == 1)
        {
            scores[0] = 0 - scores[1];
        }
    }

    /// <summary>The class of the highest score; of two, the last where they are equal.</summary>
    public static int Decide(ReadOnlySpan<double> scores)
    {
        if (scores.Length == 2)
        {
            return scores[1] >= scores[0] ? 1 : 0;
        }

        var best = 0;
        for (var c = 1; c < scores.Length; c++)
        {
            best = scores[c] > scores[best] ? c : best;
        }

        return best;
    }
}
