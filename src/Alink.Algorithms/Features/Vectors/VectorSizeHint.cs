namespace Alink.Features;

/// <summary>Says how long the vectors of a column are, before the first row of a stream has come; others are refused.</summary>
/// <example>
/// <code>
/// var schema = new Schema(new Field("features", DataType.Vector));
/// new VectorSizeHint { Size = 3 }.Transform(schema)["features"].VectorLength // => 3
/// </code>
/// </example>
public sealed record VectorSizeHint : RowTransformer
{
    /// <summary>The vectors.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>How many numbers each has, at least 1.</summary>
    public int Size { get; init => field = Require.AtLeast(1, value); } = 1;

    /// <summary>
    /// What becomes of a row whose vector is missing or of another length. Kept, it has no vector; where all vectors of the
    /// column are known to be of another length, that is an error unless such rows are skipped.
    /// </summary>
    public HandleInvalid HandleInvalid { get; init; }

    /// <inheritdoc/>
    /// <exception cref="SchemaException">The vectors are known to be of another length, and such rows are not skipped.</exception>
    public override Schema Transform(Schema input)
    {
        var field = HandleInvalid == HandleInvalid.Skip ? input.Field(Features) : input.FeatureField(Features, Size);
        return input.With(field with
        {
            VectorLength = Size,
            FeatureNames = field.FeatureNames.Length == Size ? field.FeatureNames : [],
            IsNullable = HandleInvalid == HandleInvalid.Keep,
        });
    }

    /// <inheritdoc/>
    public override Table Transform(Table input) =>
        Transform(input.Schema)[Features.Name] is var field && input.Data(Features.Name) is VectorColumn column
            && column.Validity.IsFull && column.Width == Size
            ? input.With(field, column)
            : RowTransform.Run(this, input);

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var field = Transform(row.Schema)[Features.Name];
        var input = row.Read(Features);
        var output = row.Write(field);
        return () =>
        {
            if (!input.IsMissing && input.Vector.Length == Size)
            {
                output.Set(input.Vector);
                return true;
            }

            output.SetMissing();
            return HandleInvalid switch
            {
                HandleInvalid.Skip => false,
                HandleInvalid.Keep => true,
                _ => throw (input.IsMissing ? row.Missing(input) : new RowException(
                    $"Column '{Features}' holds a vector of length {input.Vector.Length} in row {row.Row}; it must have {Size} numbers.")),
            };
        };
    }
}
