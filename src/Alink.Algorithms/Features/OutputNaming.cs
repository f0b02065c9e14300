using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>A stage that makes one column out of each of several.</summary>
interface IColumnwise
{
    /// <summary>The columns that are read.</summary>
    ImmutableArray<string> Columns { get; }

    /// <summary>Where each goes; none for names that follow.</summary>
    ImmutableArray<string> Outputs { get; }

    /// <summary>What follows a column's name where no output is given.</summary>
    string Suffix { get; }
}

/// <summary>The names of columns that follow from those read.</summary>
static class OutputNaming
{
    /// <summary>Where each of the columns goes: <c>Outputs</c>, or by default its name with the stage's suffix.</summary>
    /// <exception cref="SchemaException">There are not as many outputs as columns.</exception>
    public static ImmutableArray<string> OutputNames(this IColumnwise stage) =>
        stage.Outputs.IsEmpty ? [.. stage.Columns.Select(name => name + stage.Suffix)]
        : stage.Outputs.Length == stage.Columns.Length ? stage.Outputs
        : throw new SchemaException(
            $"{stage.GetType().Name} has {stage.Columns.Length} Columns and {stage.Outputs.Length} Outputs; there must be as many.");

    /// <summary>The schema, once a stage is known to have one setting for all columns, or one for each.</summary>
    /// <param name="input">The columns.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="columns">Those that it reads.</param>
    /// <param name="option">What is set.</param>
    /// <param name="count">How many there are.</param>
    /// <exception cref="SchemaException">There are neither one nor as many as columns.</exception>
    public static Schema HavingForEach(
        this Schema input, IStage stage, ImmutableArray<string> columns, string option, int count) =>
        count == 1 || count == columns.Length ? input
        : throw new SchemaException($"{stage.GetType().Name} has {columns.Length} Columns and {count} {option}; "
            + "there must be one for all, or one for each.");

    /// <summary>The columns with those that are filled in: numbers become doubles, vectors stay.</summary>
    public static Schema OutputFields(this Imputer options, Schema input) => options.Columns.Zip(options.OutputNames()).Aggregate(
        input, (schema, pair) => schema.With(FilledIn(input, pair.First) with { Name = pair.Second, IsNullable = false }));

    /// <summary>The columns with one of vectors as long as those of another, whose numbers keep their names.</summary>
    /// <param name="input">The columns.</param>
    /// <param name="features">The column of vectors that is read.</param>
    /// <param name="output">Where the vectors go.</param>
    /// <param name="length">How long they are.</param>
    /// <exception cref="SchemaException">The column is missing, holds no vectors, or vectors of another length.</exception>
    public static Schema WithFeatures(this Schema input, Column<Vector> features, Column<Vector> output, int length) =>
        input.With(input.FeatureField(features, length) with { Name = output.Name, VectorLength = length });

    static Field FilledIn(Schema input, string column) => input[column].Type == DataType.Vector
        ? input[column]
        : new(input.Field<double>(column).Name, DataType.Double);
}
