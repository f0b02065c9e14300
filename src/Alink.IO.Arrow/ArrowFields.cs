using Apache.Arrow;
using Apache.Arrow.Types;
using ArrowField = Apache.Arrow.Field;
using ArrowSchema = Apache.Arrow.Schema;

namespace Alink.IO;

/// <summary>The types of columns, in Arrow's words and in ours.</summary>
static class ArrowFields
{
    public const string Size = "size";
    public const string Indices = "indices";
    public const string Values = "values";

    static readonly ArrowField Number = new("item", DoubleType.Default, nullable: false);
    static readonly ArrowField Place = new("item", Int32Type.Default, nullable: false);

    static readonly TimestampType Moment = new(TimeUnit.Microsecond, "UTC");

    static readonly DictionaryType Dictionary = new(Int32Type.Default, StringType.Default, ordered: false);

    static readonly StructType Sparse = new(new[]
    {
        new ArrowField(Size, Int32Type.Default, nullable: false),
        new ArrowField(Indices, new ListType(Place), nullable: false),
        new ArrowField(Values, new ListType(Number), nullable: false),
    });

    /// <summary>The columns of rows; vectors are sparse where these rows have them so.</summary>
    /// <param name="rows">The rows, or the first of them.</param>
    /// <param name="inOneBatch">Whether text keeps its dictionary, which in a file would have to be that of every batch.</param>
    public static ArrowSchema Of(Table rows, bool inOneBatch) => new(
        rows.Schema.Fields.Select(field => new ArrowField(field.Name, TypeOf(rows.Data(field.Name), inOneBatch), field.IsNullable)),
        metadata: null);

    /// <summary>A column as ours; the length of vectors follows from the rows.</summary>
    public static Field Field(ArrowField field, ColumnData data) => new(field.Name, data.Type)
    {
        IsNullable = field.IsNullable,
        VectorLength = data is VectorColumn vectors && (vectors.Length > 0 || vectors.Width > 0) ? vectors.Width : null,
    };

    /// <summary>A batch of no rows.</summary>
    public static RecordBatch Empty(ArrowSchema schema) =>
        new(schema, schema.FieldsList.Select(field => ArrowArrayFactory.BuildArray(Empty(field.DataType))), 0);

    static ArrayData Empty(IArrowType type) => type switch
    {
        StructType fields => new(type, 0, 0, 0, [ArrowBuffer.Empty], [.. fields.Fields.Select(field => Empty(field.DataType))]),
        FixedSizeListType list => new(type, 0, 0, 0, [ArrowBuffer.Empty], [Empty(list.ValueDataType)]),
        ListType list => new(type, 0, 0, 0, [ArrowBuffer.Empty, new(new byte[4])], [Empty(list.ValueDataType)]),
        StringType => new(type, 0, 0, 0, [ArrowBuffer.Empty, new(new byte[4]), ArrowBuffer.Empty]),
        LargeStringType => new(type, 0, 0, 0, [ArrowBuffer.Empty, new(new byte[8]), ArrowBuffer.Empty]),
        DictionaryType dictionary => new(type, 0, 0, 0, [ArrowBuffer.Empty, ArrowBuffer.Empty], [], Empty(dictionary.ValueType)),
        _ => new(type, 0, 0, 0, [ArrowBuffer.Empty, ArrowBuffer.Empty]),
    };

    static ArrowType TypeOf(ColumnData data, bool inOneBatch) => data switch
    {
        FixedColumn<bool> => BooleanType.Default,
        FixedColumn<int> => Int32Type.Default,
        FixedColumn<long> => Int64Type.Default,
        FixedColumn<float> => FloatType.Default,
        FixedColumn<double> => DoubleType.Default,
        FixedColumn<DateTimeOffset> => Moment,
        StringColumn { Dictionary: not null } when inOneBatch => Dictionary,
        StringColumn => StringType.Default,
        VectorColumn { Length: 0, Width: 0 } => new ListType(Number),
        VectorColumn { IsDense: true } vectors => new FixedSizeListType(Number, vectors.Width),
        _ => Sparse,
    };
}
