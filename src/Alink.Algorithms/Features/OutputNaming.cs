using System.Collections.Immutable;

namespace Alink.Features;

/// <summary>The names of columns that follow from those read.</summary>
static class OutputNaming
{
    public static ImmutableArray<string> OutputNames(this StringIndexer options) =>
        Names(options.Columns, options.Outputs, "_index", nameof(StringIndexer));

    public static ImmutableArray<string> OutputNames(this OneHotEncoder options) =>
        Names(options.Columns, options.Outputs, "_onehot", nameof(OneHotEncoder));

    public static ImmutableArray<string> OutputNames(this Imputer options) =>
        Names(options.Columns, options.Outputs, "", nameof(Imputer));

    public static ImmutableArray<string> OutputNames(this QuantileDiscretizer options) =>
        Names(options.Columns, options.Outputs, "_bucket", nameof(QuantileDiscretizer));

    /// <summary>The columns with those that are filled in: numbers become doubles, vectors stay.</summary>
    public static Schema OutputFields(this Imputer options, Schema input) => options.Columns.Zip(options.OutputNames()).Aggregate(
        input, (schema, pair) => schema.With(FilledIn(input, pair.First) with { Name = pair.Second, IsNullable = false }));

    static Field FilledIn(Schema input, string column) => input[column].Type == DataType.Vector
        ? input[column]
        : new(input.Field<double>(column).Name, DataType.Double);

    static ImmutableArray<string> Names(ImmutableArray<string> columns, ImmutableArray<string> outputs, string suffix, string stage) =>
        outputs.IsEmpty ? [.. columns.Select(name => name + suffix)]
        : outputs.Length == columns.Length ? outputs
        : throw new SchemaException($"{stage} has {columns.Length} Columns and {outputs.Length} Outputs; there must be as many.");
}
