namespace Alink;

/// <summary>A place among the steps of a row where one step is bound after another, as a model follows the one before
/// it.</summary>
/// <remarks>
/// The first step decides what the steps after it read. One that takes its place writes the same cells, so that nobody
/// else notices.
/// </remarks>
public sealed class RowSlot
{
    readonly RowCells _row;
    readonly RowCells.Standing _before;
    RowCells.Standing? _after;
    Cell[] _written = [];

    internal RowSlot(RowCells row) => (_row, _before) = (row, row.Stand());

    /// <summary>Binds a transformer: the first one, or one in the place of the last.</summary>
    /// <returns>The steps, for the thread that owns the row: run in order, until one returns false.</returns>
    /// <exception cref="SchemaException">It reads a column that the first one did
    /// not, or makes other columns.</exception>
    public Func<bool>[] Bind(ITransformer transformer)
    {
        if (_after is not { } after)
        {
            var first = StepsOf(transformer);
            _after = _row.Stand();
            _written = [.. _row.Outputs.Skip(_before.Written)];
            return first;
        }

        var now = _row.Stand();
        _row.GoTo(_before, _written);
        try
        {
            var steps = StepsOf(transformer);
            if (_row.Inputs.Count > now.Read)
            {
                throw new SchemaException(
                    $"The model reads the column '{_row.Inputs[now.Read].Name}', which the one in whose place it comes did not.");
            }

            return Writing(steps, after);
        }
        finally
        {
            _row.Return(now);
        }
    }

    /// <summary>Those of a pipeline one by one, which saves whoever runs them a call.</summary>
    Func<bool>[] StepsOf(ITransformer transformer) => transformer is PipelineModel pipeline
        ? [.. pipeline.Steps.Select(step => step.Bind(_row))]
        : [transformer.Bind(_row)];

    /// <summary>The steps, and one more where they write other cells than those that are read after them.</summary>
    Func<bool>[] Writing(Func<bool>[] steps, RowCells.Standing after)
    {
        var made = _row.Stand();
        var differs = made.Schema.Fields.FirstOrDefault(field =>
                !after.Schema.Has(field.Name) || after.Schema[field.Name].Type != field.Type)
            ?? after.Schema.Fields.FirstOrDefault(field => !made.Schema.Has(field.Name));
        if (differs is not null)
        {
            throw new SchemaException(
                $"The model makes other columns than the one in whose place it comes: '{differs}' is only on one side.");
        }

        var moved = after.Cells.Where(pair => !ReferenceEquals(made.Cells[pair.Key], pair.Value))
            .Select(pair => (From: made.Cells[pair.Key], To: pair.Value)).ToArray();
        return moved.Length == 0 ? steps : [.. steps, Move];

        bool Move()
        {
            foreach (var (from, to) in moved)
            {
                to.Set(from);
            }

            return true;
        }
    }
}
