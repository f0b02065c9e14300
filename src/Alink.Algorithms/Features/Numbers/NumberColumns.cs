namespace Alink.Features;

/// <summary>Stages over columns of numbers or vectors that make each number by itself; a missing value stays missing.</summary>
static class NumberColumns
{
    /// <summary>The columns with those that are made: numbers become doubles, vectors stay as long as they are.</summary>
    /// <exception cref="SchemaException">A column is missing, or holds neither numbers nor vectors.</exception>
    public static Schema WithNumbers(this Schema input, IColumnwise stage) => stage.Columns.Zip(stage.OutputNames()).Aggregate(
        input,
        (schema, pair) => schema.With(input[pair.First].Type == DataType.Vector
            ? input[pair.First] with { Name = pair.Second }
            : new(pair.Second, DataType.Double) { IsNullable = input.Field<double>(pair.First).IsNullable }));

    /// <summary>The rows of a table as a stage makes them, column by column.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="options">Its columns.</param>
    /// <param name="input">The rows.</param>
    /// <param name="mapOf">What it makes of the numbers of each column.</param>
    public static Table Transform(ITransformer stage, IColumnwise options, Table input, Func<int, NumberMap> mapOf)
    {
        var (fields, outputs) = (stage.Transform(input.Schema), options.OutputNames());
        var made = input;
        for (var c = 0; c < outputs.Length; c++)
        {
            var data = input.Data(options.Columns[c]);
            ColumnData? column = data is VectorColumn vectors ? mapOf(c).Made(vectors)
                : new FixedColumn<double>(mapOf(c).Made(input.Numbers(options.Columns[c])), data.Validity);
            if (column is null)
            {
                return RowTransform.Run(stage, input);
            }

            made = made.With(fields[outputs[c]], column);
        }

        return made;
    }

    /// <summary>The step of a stage.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="options">Its columns.</param>
    /// <param name="row">The cells.</param>
    /// <param name="mapOf">What it makes of the numbers of each column.</param>
    public static Func<bool> Bind(IStage stage, IColumnwise options, RowCells row, Func<int, NumberMap> mapOf)
    {
        var fields = stage.Transform(row.Schema);
        var inputs = options.Columns.Select(name => row.Schema[name].Type == DataType.Vector
            ? row.Read<Vector>(name)
            : row.Read<double>(name)).ToArray();
        var outputs = options.OutputNames().Select(name => row.Write(fields[name])).ToArray();
        var steps = inputs.Select((input, c) => Step(row, mapOf(c), input, outputs[c])).ToArray();
        return () =>
        {
            foreach (var step in steps)
            {
                step();
            }

            return true;
        };
    }

    static Func<bool> Step(RowCells row, NumberMap map, Cell input, Cell output)
    {
        var vectors = map.Step(row, input, output);
        return () =>
        {
            if (input.IsMissing)
            {
                output.SetMissing();
                return true;
            }

            if (input.Type == DataType.Vector)
            {
                return vectors();
            }

            output.Set(map.Made(input.Number));
            return true;
        };
    }
}
