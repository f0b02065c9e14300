namespace Alink.Features;

/// <summary>Makes stages of a pipeline that compute a column from others by a lambda.</summary>
/// <remarks>
/// A lambda is code: neither model files nor pipeline files can hold such a stage, and both refuse it. Where a pipeline is
/// to be saved, columns are computed before it, by <see cref="Table.With{T}(Column{T}, Func{Row, T})"/>.
/// </remarks>
public static class ComputedColumn
{
    /// <summary>Computes a column from those that the properties of a record are named after.</summary>
    /// <example>
    /// <code>
    /// var rows = Table.Of("real", 3.0, 5.0).With("imaginary", 4, 12);
    /// var length = ComputedColumn.Of("length", (System.Numerics.Complex row) => row.Magnitude);
    /// length.Transform(rows).Values&lt;double&gt;("length")[1] // => 13
    /// </code>
    /// </example>
    /// <typeparam name="TRow">A class, struct or record whose properties, or constructor's parameters, are named after columns, as
    /// for <see cref="Table.To{T}"/>; a nullable one takes missing values, and any other refuses them.</typeparam>
    /// <typeparam name="T">What is computed: a number, boolean, text, moment or vector; null is a missing value.</typeparam>
    /// <param name="output">The column: added, or replaced in its place.</param>
    /// <param name="value">The value for a row. It must not keep the record, nor change anything else.</param>
    /// <exception cref="SchemaException">A property has no column, or does not take its values.</exception>
    /// <exception cref="RowException">A value is missing, and its property is not nullable.</exception>
    public static RowTransformer Of<TRow, T>(string output, Func<TRow, T> value) => new Computed<TRow, T>(output, value);

    sealed record Computed<TRow, T>(string Output, Func<TRow, T> Value) : RowTransformer
    {
        public override Schema Transform(Schema input)
        {
            RecordMap<TRow>.Columns(RecordMap<TRow>.Instance.Outputs, input);
            return input.With(RecordMap<Made<T>>.Instance.Schema.Fields[0] with { Name = Output });
        }

        public override Func<bool> Bind(RowCells row)
        {
            var field = Transform(row.Schema)[Output];
            var properties = RecordMap<TRow>.Instance.Outputs;
            var inputs = RecordMap<TRow>.Columns(properties, row.Schema).Select(column => Read(row, column)).ToArray();
            var fill = RecordMap<TRow>.Instance.Fill(properties);
            var load = RecordMap<Made<T>>.Instance.Load(RecordMap<Made<T>>.Instance.Inputs);
            Cell[] made = [row.Write(field)];
            var record = default(TRow)!;
            return () =>
            {
                fill(inputs, ref record);
                load(new Made<T>(Value(record)), made);
                return true;
            };
        }

        static Cell Read(RowCells row, Field column) => column.Type switch
        {
            DataType.String => row.Read<string>(column.Name),
            DataType.DateTimeOffset => row.Read<DateTimeOffset>(column.Name),
            DataType.Vector => row.Read<Vector>(column.Name),
            _ => row.Read<double>(column.Name),
        };
    }

    /// <summary>A value as a record of one column.</summary>
    readonly record struct Made<T>(T Value);
}
