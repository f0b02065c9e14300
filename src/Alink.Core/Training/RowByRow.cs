namespace Alink;

/// <summary>Online learning in its simplest form, one model for each row, what faster ways must agree with; or for each row that changes it.</summary>
public static class RowByRow
{
    /// <inheritdoc cref="IOnlineEstimator{TState, TModel}.Advance"/>
    public static TState Advance<TState, TModel>(
        IOnlineEstimator<TState, TModel> estimator, TState state, Table batch, out Table output)
        where TModel : ITransformer
    {
        var pieces = new List<(Table Rows, Table? Made)>();
        for (var i = 0; i < batch.RowCount; i++)
        {
            var row = batch.Slice(i, 1);
            if (estimator.LearnsFirst)
            {
                state = estimator.Update(state, row);
                pieces.Add((row, ModelOf(estimator, state)?.Transform(row)));
            }
            else
            {
                pieces.Add((row, ModelOf(estimator, state)?.Transform(row)));
                state = estimator.Update(state, row);
            }
        }

        output = Joined(estimator.Transform(batch.Schema), pieces);
        return state;
    }

    /// <summary>The same where rows that leave the model as it is share one, of an estimator that
    /// <see cref="IOnlineEstimator{TState, TModel}.LearnsFirst"/>.</summary>
    /// <param name="estimator">What learns.</param>
    /// <param name="state">What it has learnt.</param>
    /// <param name="batch">The rows.</param>
    /// <param name="essence">Numbers of a state that are others wherever its model is another.</param>
    /// <param name="output">The rows, passed on.</param>
    public static TState Advance<TState, TModel>(
        IOnlineEstimator<TState, TModel> estimator, TState state, Table batch, Func<TState, double[]> essence, out Table output)
        where TModel : ITransformer
    {
        var pieces = new List<(Table Rows, Table? Made)>();
        var (first, known, model) = (0, Array.Empty<double>(), default(ITransformer));
        for (var i = 0; i < batch.RowCount; i++)
        {
            state = estimator.Update(state, batch.Slice(i, 1));
            var now = essence(state);
            if (i == 0 || !now.AsSpan().SequenceEqual(known))
            {
                Pass(batch.Slice(first, i - first));
                (first, known, model) = (i, now, ModelOf(estimator, state));
            }
        }

        Pass(batch.Slice(first, batch.RowCount - first));
        output = Joined(estimator.Transform(batch.Schema), pieces);
        return state;

        void Pass(Table rows)
        {
            if (rows.RowCount > 0)
            {
                pieces.Add((rows, model?.Transform(rows)));
            }
        }
    }

    static Table Joined(Schema schema, List<(Table Rows, Table? Made)> pieces)
    {
        // The last model knows the length and the names of every vector that it adds, and the levels so far.
        schema = pieces.LastOrDefault(piece => piece.Made is not null).Made?.Schema ?? schema;
        return pieces.Count == 0
            ? Table.Empty(schema)
            : Under(schema, Table.Concat([.. pieces.Select(piece => piece.Made ?? Unpredicted(piece.Rows, schema))]));
    }

    /// <summary>Rows that models made one after the other, under the columns of the
    /// last, as far as it names all.</summary>
    static Table Under(Schema schema, Table rows) => schema.Fields.Aggregate(rows, (table, field) =>
    {
        var joined = table.Schema[field.Name];
        return table.With(
            joined.FeatureNames.Length > field.FeatureNames.Length ? joined : field with { IsNullable = joined.IsNullable },
            table.Data(field.Name));
    });

    /// <summary>The model of a state; null where too little has been learnt yet for one, which is no error of a row.</summary>
    static ITransformer? ModelOf<TState, TModel>(IOnlineEstimator<TState, TModel> estimator, TState state)
        where TModel : ITransformer
    {
        try
        {
            return estimator.Snapshot(state);
        }
        catch (TrainingException)
        {
            return null;
        }
    }

    /// <summary>The rows with no value in each column that a model would add.</summary>
    static Table Unpredicted(Table rows, Schema schema)
    {
        foreach (var field in schema.Fields.Where(field => !rows.Schema.Has(field.Name) || rows.Schema[field.Name].Type != field.Type))
        {
            var missing = ColumnBuilder.Of(field, rows.RowCount);
            for (var i = 0; i < rows.RowCount; i++)
            {
                missing.AppendMissing();
            }

            rows = rows.With(field with { IsNullable = true }, missing.Build());
        }

        return rows;
    }
}
