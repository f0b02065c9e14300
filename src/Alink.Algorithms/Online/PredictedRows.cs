namespace Alink.Online;

/// <summary>Rows that a classifier predicts one by one, each by a model of its own, which may know more classes than the one before.</summary>
/// <param name="settings">The classifier.</param>
/// <param name="batch">The rows.</param>
sealed class PredictedRows(IClassifier settings, Table batch)
{
    readonly List<Table> _pieces = [];
    readonly List<double> _probabilities = [];
    Levels? _labels;
    int _start;
    int _count;

    /// <summary>Predicts each row of a batch, and learns it then.</summary>
    /// <param name="settings">The classifier.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="model">The model for a row, and the row as it takes it; null while too little has been learnt.</param>
    /// <param name="learn">Learns a row.</param>
    public static Table Advance(
        IClassifier settings, Table batch, Func<int, (ClassifierModel? Model, Vector Row)> model, Action<int> learn)
    {
        var rows = new PredictedRows(settings, batch);
        double[] probabilities = [];
        for (var i = 0; i < batch.RowCount; i++)
        {
            var (now, row) = model(i);
            if (now is not null)
            {
                probabilities = probabilities.Length == now.Labels.Count ? probabilities : new double[now.Labels.Count];
                now.Probabilities(row, probabilities);
            }

            rows.Add(now?.Labels, probabilities);
            learn(i);
        }

        return rows.Build();
    }

    void Add(Levels? labels, ReadOnlySpan<double> probabilities)
    {
        if (!ReferenceEquals(labels, _labels) && !Equals(labels, _labels))
        {
            End();
        }

        (_labels, _count) = (labels, _count + 1);
        if (labels is not null)
        {
            _probabilities.AddRange(probabilities);
        }
    }

    Table Build()
    {
        End();
        if (_pieces.Count == 0)
        {
            return Table.Empty(settings.Transform(batch.Schema));
        }

        var (last, rows) = (_pieces[^1].Schema, Table.Concat(_pieces));
        foreach (var name in new[] { settings.Prediction.Name, settings.Probabilities.Name })
        {
            rows = rows.With(last[name] with { IsNullable = rows.Schema[name].IsNullable }, rows.Data(name));
        }

        return rows;
    }

    void End()
    {
        if (_count > 0)
        {
            var unpredicted = _labels is null ? _count : 0;
            _pieces.Add(settings.Predicted(batch.Slice(_start, _count), _labels, unpredicted, [.. _probabilities]));
            (_start, _count) = (_start + _count, 0);
            _probabilities.Clear();
        }
    }
}
