using Parquet.Schema;

namespace Alink.IO;

/// <summary>One column of a table, and the leaves of a Parquet file that hold it.</summary>
/// <param name="Field">The column.</param>
/// <param name="Leaves">One leaf; for a sparse vector those of length, indices and values.</param>
sealed record ParquetColumn(Field Field, params DataField[] Leaves)
{
    const string Length = "length";
    const string Indices = "indices";
    const string Values = "values";

    /// <summary>Whether it is a sparse vector.</summary>
    public bool IsSparse => Leaves.Length == 3;

    /// <summary>The column that a field of a file makes.</summary>
    /// <exception cref="DataFormatException">No column can hold the field.</exception>
    public static ParquetColumn Of(string path, Parquet.Schema.Field field) => field switch
    {
        DataField leaf => new(new(field.Name, TypeOf(path, leaf)) { IsNullable = leaf.IsNullable }, leaf),
        ListField { Item: DataField item } when IsNumber(item.ClrType) =>
            new(new(field.Name, DataType.Vector) { IsNullable = field.IsNullable }, item),
        StructField group when Sparse(group) is { } leaves => new(new(field.Name, DataType.Vector) { IsNullable = true }, leaves),
        _ => throw new DataFormatException($"A column of {field.SchemaType} is not read.", path, column: field.Name),
    };

    /// <summary>The field of a file that holds a column.</summary>
    /// <param name="field">The column.</param>
    /// <param name="sparse">Whether it holds sparse vectors.</param>
    public static Parquet.Schema.Field ToFile(Field field, bool sparse) => field.Type switch
    {
        DataType.Boolean => new DataField(field.Name, typeof(bool), field.IsNullable),
        DataType.Int32 => new DataField(field.Name, typeof(int), field.IsNullable),
        DataType.Int64 => new DataField(field.Name, typeof(long), field.IsNullable),
        DataType.Single => new DataField(field.Name, typeof(float), field.IsNullable),
        DataType.Double => new DataField(field.Name, typeof(double), field.IsNullable),
        DataType.String => new DataField(field.Name, typeof(string), isNullable: true),
        DataType.DateTimeOffset => new DateTimeDataField(
            field.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, field.IsNullable),
        _ when sparse => new StructField(
            field.Name,
            new DataField<int>(Length),
            new ListField(Indices, new DataField<int>("element")),
            new ListField(Values, new DataField<double>("element"))),
        _ => new ListField(field.Name, new DataField<double>("element")),
    };

    static DataType TypeOf(string path, DataField leaf)
    {
        var type = leaf.ClrType;
        return type == typeof(bool) ? DataType.Boolean
            : type == typeof(int) || type == typeof(short) || type == typeof(sbyte) || type == typeof(byte) || type == typeof(ushort) ? DataType.Int32
            : type == typeof(long) || type == typeof(uint) ? DataType.Int64
            : type == typeof(float) ? DataType.Single
            : type == typeof(double) || type == typeof(decimal) ? DataType.Double
            : type == typeof(ReadOnlyMemory<char>) || type == typeof(string) ? DataType.String
            : type == typeof(DateTime) ? DataType.DateTimeOffset
            : throw new DataFormatException($"A column of {type.Name} is not read.", path, column: leaf.Path.ToString());
    }

    static bool IsNumber(Type type) => type == typeof(double) || type == typeof(float) || type == typeof(int) || type == typeof(long);

    static DataField[]? Sparse(StructField group) =>
        group.Fields is [
            DataField { Name: Length } length,
            ListField { Name: Indices, Item: DataField indices },
            ListField { Name: Values, Item: DataField values }]
        && length.ClrType == typeof(int) && indices.ClrType == typeof(int) && values.ClrType == typeof(double)
            ? [length, indices, values]
            : null;
}
