using System.Collections.Immutable;

namespace Alink.Evaluation;

/// <summary>Measures how well scores tell a positive class from a negative one.</summary>
/// <remarks>
/// Exact: rows are ordered by score, rows of one score make one point of a curve, and areas are trapezoids. The
/// precision-recall curve begins at recall 0 with the precision of the highest score, as in Spark. Keeps 24 bytes a row.
/// On a stream, scores in one bin count as equal for the areas: bins whose width is at most 1/8192 of the score, or of its
/// distance from 1 where that is less. So millions of rows take no more memory than the bins; all else is exact.
/// T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27, 2006.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of("label", 1, 1, 0).With&lt;Vector&gt;("probabilities", [0.1, 0.9], [0.6, 0.4], [0.7, 0.3]);
/// new BinaryEvaluator().Evaluate(rows).AreaUnderRoc // => 1
/// </code>
/// </example>
public sealed record BinaryEvaluator : IEvaluator<BinaryMetrics>, IRunningEvaluator<BinaryTally>
{
    /// <summary>The true class: one of two.</summary>
    public Column<Category> Label { get; init; } = "label";

    /// <summary>The probability of each class, as a classifier writes it; the positive one's is the score.</summary>
    public Column<Vector> Probabilities { get; init; } = "probabilities";

    /// <summary>Any number that is higher for the positive class, instead of probabilities; null reads those.</summary>
    public Column<double>? Score { get; init; }

    /// <summary>How much each row counts, at least 0; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>The positive class as text; null takes the last one: the greater number, true, the later text.</summary>
    public string? Positive { get; init; }

    /// <summary>About how many points the curves have; 0 for one for each different score.</summary>
    public int Bins { get; init => field = Require.AtLeast(0, value); }

    /// <summary>The score from which a row is taken for positive; not NaN.</summary>
    public double Threshold { get; init => field = Require.Between(double.NegativeInfinity, double.PositiveInfinity, value); } = 0.5;

    /// <inheritdoc/>
    public async ValueTask<BinaryMetrics> EvaluateAsync(IDataset rows, TrainingContext context)
    {
        Check(rows.Schema);
        var scored = await rows.AggregateAsync(new Scores(this), context).ConfigureAwait(false);
        var labels = Levels.Sorted(rows.Schema.Field(Label).Type, scored.Classes.Names);
        if (scored.Values.Count == 0 || labels.Count > 2)
        {
            throw new TrainingException(labels.Count > 2
                ? $"Column '{Label}' holds {labels.Count} classes ({labels}); a binary evaluation takes two."
                : "There are no rows to evaluate.");
        }

        var positive = Positive ?? (labels.Count == 2 ? labels.Names[1]
            : throw new TrainingException($"Column '{Label}' holds the class '{labels}' alone; say which is Positive."));
        if (labels.Count == 2 && labels.IndexOf(positive) < 0)
        {
            throw new TrainingException($"Column '{Label}' holds no class '{positive}'.{Nearest.Hint(positive, labels.Names)}");
        }

        return BinaryMetrics.Of(scored, [.. scored.Classes.Names.Select(name => name == positive)], this);
    }

    /// <inheritdoc/>
    public ImmutableArray<string> Measures =>
        ["auc", "pr auc", "ks", "log loss", "accuracy", "precision", "recall", "f1", "kappa"];

    /// <inheritdoc/>
    public ImmutableArray<string> Predictions => [Score?.Name ?? Probabilities.Name];

    /// <inheritdoc/>
    /// <exception cref="SchemaException">A column is missing or of the wrong type.</exception>
    public BinaryTally Start(Schema schema)
    {
        Check(schema);
        return new(schema.Field(Label).Type);
    }

    /// <inheritdoc/>
    public BinaryTally Update(BinaryTally state, Table batch)
    {
        var weights = batch.Weights(Weight);
        var classes = batch.Classes(Label, weights, state.Classes);
        state.RefuseMore(Label.Name);
        var scores = ScoresOf(batch);
        for (var i = 0; i < scores.Length; i++)
        {
            state.Add(scores[i], classes[i], weights.IsEmpty ? 1 : weights[i], Threshold);
        }

        return state;
    }

    /// <inheritdoc/>
    public BinaryTally Merge(BinaryTally left, BinaryTally right) => left.Add(right);

    /// <inheritdoc/>
    /// <remarks>Not a number while one class alone has come, and <see cref="Positive"/> does not say which it is.</remarks>
    public void Measure(BinaryTally state, Span<double> measures)
    {
        measures.Fill(double.NaN);
        if (state.Metrics(this) is { } m)
        {
            double[] values =
            [
                m.AreaUnderRoc, m.AreaUnderPrecisionRecall, m.KolmogorovSmirnov, m.LogLoss, m.Accuracy, m.Precision, m.Recall,
                m.F1, m.AtThreshold.Kappa,
            ];
            values.CopyTo(measures);
        }
    }

    void Check(Schema schema)
    {
        schema.Reading(Label).Reading(Weight).Reading(Score);
        if (Score is null)
        {
            schema.Reading(Probabilities);
        }
    }

    /// <summary>The score of each row.</summary>
    ReadOnlySpan<double> ScoresOf(Table batch)
    {
        if (Score is { } column)
        {
            return batch.Targets(column);
        }

        var probabilities = batch.Features(Probabilities);
        var levels = batch.Schema.Field(Probabilities).FeatureNames;
        var place = Positive is { } positive ? levels.IndexOf(positive) : probabilities.Width - 1;
        if (probabilities.Rows > 0 && place < 0)
        {
            throw new TrainingException(Positive is null ? $"The vectors of column '{Probabilities}' have no numbers."
                : levels.IsEmpty ? $"Column '{Probabilities}' does not name the class of each number, so that '{Positive}' cannot be found; give the scores instead."
                : $"Column '{Probabilities}' has no number for the class '{Positive}'.{Nearest.Hint(Positive, levels)}");
        }

        var scores = new double[probabilities.Rows];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = probabilities[i, place];
        }

        return scores;
    }

    sealed record Scores(BinaryEvaluator Options) : IAggregator<ScoredRows>
    {
        public ScoredRows Start(Schema schema) => new(schema.Field(Options.Label).Type);

        public ScoredRows Update(ScoredRows state, Table batch)
        {
            var weights = batch.Weights(Options.Weight);
            return state.Add(Options.ScoresOf(batch), batch.Classes(Options.Label, weights, state.Classes), weights);
        }

        public ScoredRows Merge(ScoredRows left, ScoredRows right)
        {
            left.Add(right);
            return left;
        }
    }
}
