namespace Alink.Online;

/// <summary>What a classifier that learns row by row says of a batch.</summary>
static class OnlineClassification
{
    /// <summary>The rows with class and probabilities, as one model for each row would make them.</summary>
    /// <param name="settings">The classifier.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="labels">The classes; null while they are not known.</param>
    /// <param name="unpredicted">How many rows came before there was a model.</param>
    /// <param name="probabilities">The probability of each class for each row; shape: rows × classes.</param>
    public static Table Predicted(
        this IClassifier settings, Table rows, Levels? labels, int unpredicted, double[] probabilities)
    {
        if (labels is null || unpredicted == rows.RowCount)
        {
            return Unpredicted(settings, rows);
        }

        var missing = Validity.Where(rows.RowCount, row => row < unpredicted);
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
                classes.Append(cells[settings.Decide(probabilities.AsSpan(row * count, count))]);
            }
        }

        var prediction = new Field(settings.Prediction.Name, labels.Type) { Levels = labels, IsNullable = isNullable };
        var probability = new Field(settings.Probabilities.Name, DataType.Vector)
        {
            VectorLength = count,
            FeatureNames = labels.Names,
            IsNullable = isNullable,
        };
        return rows.With(prediction, classes.Build())
            .With(probability, new VectorColumn(rows.RowCount, count, probabilities, missing));
    }

    /// <summary>The rows with no class and no probabilities, since too little has been learnt yet.</summary>
    static Table Unpredicted(IClassifier settings, Table rows)
    {
        var schema = settings.Transform(rows.Schema);
        foreach (var name in new[] { settings.Prediction.Name, settings.Probabilities.Name })
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
