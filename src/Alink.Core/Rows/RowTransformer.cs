namespace Alink;

/// <summary>A transformer told by what it does to one row; what it does to a table follows.</summary>
public abstract record RowTransformer : ITransformer
{
    /// <inheritdoc/>
    public abstract Schema Transform(Schema input);

    /// <inheritdoc/>
    public abstract Func<bool> Bind(RowCells row);

    /// <inheritdoc/>
    public virtual Table Transform(Table input) => RowTransform.Run(this, input);
}

/// <summary>Runs bound steps over the rows of a table.</summary>
public static class RowTransform
{
    /// <summary>What a transformer makes of a table, row by row.</summary>
    public static Table Run(ITransformer transformer, Table input)
    {
        var schema = transformer.Transform(input.Schema);
        var row = new RowCells(input.Schema);
        var step = transformer.Bind(row);
        var inputs = row.Inputs.Select(cell => input.Data(cell.Name)).ToArray();
        var outputs = row.Outputs.Where(cell => schema.Has(cell.Name) && ReferenceEquals(row[cell.Name], cell)).ToArray();
        var builders = Array.ConvertAll(outputs, cell => ColumnBuilder.Of(schema[cell.Name], input.RowCount));
        int[]? kept = null;
        var count = 0;
        for (var i = 0; i < input.RowCount; i++)
        {
            row.Row = input.FirstRow + i;
            for (var c = 0; c < inputs.Length; c++)
            {
                inputs[c].Load(i, row.Inputs[c]);
            }

            if (!step())
            {
                kept ??= [.. Enumerable.Range(0, input.RowCount)];
                continue;
            }

            if (kept is not null)
            {
                kept[count] = i;
            }

            count++;
            for (var c = 0; c < outputs.Length; c++)
            {
                builders[c].Append(outputs[c]);
            }
        }

        var rows = kept is null ? input : input.Gather(kept.AsSpan(0, count));
        for (var c = 0; c < outputs.Length; c++)
        {
            rows = rows.With(schema[outputs[c].Name], builders[c].Build());
        }

        return rows.Schema.Equals(schema) ? rows : rows.Select([.. schema.Fields.Select(field => field.Name)]);
    }
}
