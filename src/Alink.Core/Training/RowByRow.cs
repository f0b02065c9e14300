namespace Alink;

/// <summary>Online learning in its simplest form, one model for each row: what faster ways must agree with.</summary>
public static class RowByRow
{
    /// <inheritdoc cref="IOnlineEstimator{TState, TModel}.Advance"/>
    public static TState Advance<TState, TModel>(
        IOnlineEstimator<TState, TModel> estimator, TState state, Table batch, out Table output)
        where TModel : ITransformer
    {
        var schema = estimator.Transform(batch.Schema);
        var rows = new Table?[batch.RowCount];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = batch.Slice(i, 1);
            if (estimator.LearnsFirst)
            {
                state = estimator.Update(state, row);
                rows[i] = Predicted(estimator, state, row);
            }
            else
            {
                rows[i] = Predicted(estimator, state, row);
                state = estimator.Update(state, row);
            }
        }

        // The last model knows the length and the names of every vector that it adds, and the levels so far.
        schema = rows.LastOrDefault(row => row is not null)?.Schema ?? schema;
        output = rows.Length == 0
            ? Table.Empty(schema)
            : Under(schema, Table.Concat([.. rows.Select((row, i) => row ?? Unpredicted(batch.Slice(i, 1), schema))]));
        return state;
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

    static Table? Predicted<TState, TModel>(IOnlineEstimator<TState, TModel> estimator, TState state, Table row)
        where TModel : ITransformer
    {
        TModel model;
        try
        {
            model = estimator.Snapshot(state);
        }
        catch (TrainingException)
        {
            return null; // Too little has been learnt yet for a model, which is no error of this row.
        }

        return model.Transform(row);
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
