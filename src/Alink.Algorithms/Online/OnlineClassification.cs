namespace Alink.Online;

/// <summary>What a classifier that learns row by row says of a batch.</summary>
static class OnlineClassification
{
    delegate int Decision(ReadOnlySpan<double> values);

    /// <summary>The rows with class and probabilities, as one model for each row would make them.</summary>
    /// <param name="settings">The classifier.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">The classes; null while they are not known.</param>
    /// <param name="unpredicted">How many rows came before there was a model.</param>
    /// <param name="probabilities">The probability of each class for each row; shape: rows × classes.</param>
    public static Table Predicted(
        this IClassifier settings, Table rows, Levels? labels, int unpredicted, double[] probabilities) => Predicted(
        settings, rows, settings.Prediction.Name, settings.Probabilities.Name, labels, unpredicted, probabilities,
        settings.Decide);

    /// <summary>The rows with class and scores, as one model for each row would make them.</summary>
    /// <param name="settings">The classifier.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">The classes; null while they are not known.</param>
    /// <param name="unpredicted">How many rows came before there was a model.</param>
    /// <param name="margins">The margins of each row; shape: rows × margins.</param>
    public static Table Scored(
        this IScoreClassifier settings, Table rows, Levels? labels, int unpredicted, double[] margins)
    {
        var scores = margins;
        if (labels is { Count: 2 })
        {
            scores = new double[2 * rows.RowCount];
            for (var i = 0; i < rows.RowCount; i++)
            {
                scores[(2 * i) + 1] = margins[i];
                Scoring.Complete(scores.AsSpan(2 * i, 2), margins: 1);
            }
        }

        return Predicted(
            settings, rows, settings.Prediction.Name, settings.Scores.Name, labels, unpredicted, scores, Scoring.Decide);
    }

    static Table Predicted(
        IStage settings, Table rows, string prediction, string values, Levels? labels, int unpredicted, double[] numbers,
        Decision decide)
    {
        if (labels is null || unpredicted == rows.RowCount)
        {
            return Unpredicted(settings, rows, prediction, values);
        }

        var (isNullable, count) = (unpredicted > 0, labels.Count);
        var classes = ColumnBuilder.Of(labels.Type, rows.RowCount);
        var cells = new Cell[count];
        for (var c = 0; c < count; c++)
        {
            labels.Set(cells[c] = new("", labels.Type), c);
        }

        for (var row = 0; row < rows.RowCount; row++)
        {
            if (row < unpredicted)
            {
                classes.AppendMissing();
            }
            else
            {
                classes.Append(cells[decide(numbers.AsSpan(row * count, count))]);
            }
        }

        var missing = Validity.Where(rows.RowCount, row => row < unpredicted);
        return rows
            .With(labels.Field(prediction) with { IsNullable = isNullable }, classes.Build())
            .With(labels.NumbersField(values) with { IsNullable = isNullable }, new VectorColumn(rows.RowCount, count, numbers, missing));
    }

    /// <summary>The rows with no class and no numbers, since too little has been learnt yet.</summary>
    static Table Unpredicted(IStage settings, Table rows, params ReadOnlySpan<string> columns)
    {
        var schema = settings.Transform(rows.Schema);
        foreach (var name in columns)
        {
            var field = schema[name] with { IsNullable = rows.RowCount > 0 };
            var missing = ColumnBuilder.Of(field, rows.RowCount);
            for (var row = 0; row < rows.RowCount; row++)
            {
                missing.AppendMissing();
            }

            rows = rows.With(field, missing.Build());
        }

        return rows;
    }
}
