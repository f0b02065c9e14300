using System.Collections.Immutable;

namespace Alink;

/// <summary>Columns of equal length under a schema. Immutable: every change is a new
/// table that shares columns.</summary>
[TypeFormatterSource]
public sealed partial class Table : IDataset
{
    const int LaneRows = 16_384;
    const int MostLanes = 64;

    readonly ImmutableArray<ColumnData> _columns;

    /// <summary>A table of the given columns.</summary>
    /// <exception cref="SchemaException">The columns differ in type or in number from
    /// the schema, or in length.</exception>
    public Table(Schema schema, ImmutableArray<ColumnData> columns)
        : this(schema, columns, columns.IsEmpty ? 0 : columns[0].Length, firstRow: 0)
    {
        if (schema.Fields.Length != columns.Length)
        {
            throw new SchemaException($"There are {columns.Length} columns for a schema of {schema.Fields.Length}.");
        }

        for (var i = 0; i < columns.Length; i++)
        {
            Check(schema.Fields[i], columns[i], RowCount);
        }
    }

    Table(Schema schema, ImmutableArray<ColumnData> columns, int rowCount, long firstRow) =>
        (Schema, _columns, RowCount, FirstRow) = (schema, columns, rowCount, firstRow);

    /// <inheritdoc/>
    public Schema Schema { get; }

    /// <summary>How many rows.</summary>
    public int RowCount { get; }

    /// <summary>The number of the first row in the data that this table was cut from, for messages.</summary>
    public long FirstRow { get; }

    /// <summary>The bytes that the values take.</summary>
    public long Bytes => _columns.Sum(column => column.Bytes);

    /// <summary>A table of no rows.</summary>
    public static Table Empty(Schema schema) =>
        new(schema, [.. schema.Fields.Select(field => ColumnBuilder.Of(field).Build())]);

    /// <summary>A table of one column.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="values">One value for each row; null is a missing value.</param>
    public static Table Of<T>(Column<T> column, params T[] values) =>
        new Table(Schema.Empty, [], values.Length, firstRow: 0).With(column, values);

    /// <summary>The values of a column, one for each row.</summary>
    /// <exception cref="SchemaException">The column is missing, or of another type.</exception>
    public ColumnData<T> Values<T>(Column<T> column) =>
        Data(column.Name) is ColumnData<T> data ? data : throw SchemaException.WrongType<T>(Schema[column.Name]);

    /// <summary>The values of a column, whatever its type.</summary>
    /// <exception cref="SchemaException">The column is missing.</exception>
    public ColumnData Data(string column) => _columns[Schema.IndexOf(column)];

    /// <summary>The vectors of a column, for hot loops.</summary>
    /// <exception cref="SchemaException">The column is missing, or holds no vectors.</exception>
    public VectorBlock Block(Column<Vector> column) => ((VectorColumn)Values(column)).Block;

    /// <summary>This table with one more column at its end, or with the column of that
    /// name replaced in its place.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="values">One value for each row; null is a missing value.</param>
    /// <exception cref="SchemaException">There is not one value for each row.</exception>
    public Table With<T>(Column<T> column, params T[] values)
    {
        var data = ColumnOf(values);
        return With(new Field(column.Name, data.Type) { IsNullable = data.HasMissing }, data);
    }

    /// <summary>This table with one more column at its end, or with the column of that
    /// name replaced in its place.</summary>
    /// <exception cref="SchemaException">The column is not of the field's type, or has
    /// not one value for each row.</exception>
    public Table With(Field field, ColumnData data)
    {
        Check(field, data, RowCount);
        if (data is VectorColumn vectors && field.VectorLength is null)
        {
            field = field with { VectorLength = vectors.Width };
        }

        return new(
            Schema.With(field),
            Schema.Has(field.Name) ? _columns.SetItem(Schema.IndexOf(field.Name), data) : _columns.Add(data),
            RowCount,
            FirstRow);
    }

    /// <summary>The given columns, in the order given.</summary>
    /// <exception cref="SchemaException">A column is missing, or named twice.</exception>
    public Table Select(params ImmutableArray<string> columns) => new(
        new Schema([.. columns.Select(name => Schema[name])]), [.. columns.Select(Data)], RowCount, FirstRow);

    /// <summary>The rows from <paramref name="start"/> on. Copies nothing.</summary>
    public Table Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)start + length, RowCount, nameof(length));
        return start == 0 && length == RowCount ? this
            : new(Schema, [.. _columns.Select(column => column.Slice(start, length))], length, FirstRow + start);
    }

    /// <summary>The given rows, in the order given; one may come several times.</summary>
    public Table Gather(ReadOnlySpan<int> rows)
    {
        var columns = ImmutableArray.CreateBuilder<ColumnData>(_columns.Length);
        foreach (var column in _columns)
        {
            columns.Add(column.Gather(rows));
        }

        return new(Schema, columns.MoveToImmutable(), rows.Length, firstRow: 0);
    }

    /// <summary>This table in pieces of at most <paramref name="rows"/> rows, in order.</summary>
    public IEnumerable<Table> Batches(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        for (var start = 0; start < RowCount; start += rows)
        {
            yield return Slice(start, Math.Min(rows, RowCount - start));
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A lane holds 16,384 rows, or twice, four times ... as many once there would be above 64 lanes. So it never depends on
    /// the machine, and where a lane ends never depends on the rows after it: rows that come one by one fill the same lanes.
    /// </remarks>
    public int Lanes => (int)(((long)RowCount + RowsOfALane - 1) / RowsOfALane);

    /// <inheritdoc/>
    public IEnumerable<Table> Read(int lane, CancellationToken cancellation = default)
    {
        var start = lane * RowsOfALane;
        return Slice(start, Math.Min(RowsOfALane, RowCount - start)).Batches(LaneRows);
    }

    int RowsOfALane
    {
        get
        {
            var rows = LaneRows;
            while ((long)rows * MostLanes < RowCount)
            {
                rows *= 2;
            }

            return rows;
        }
    }

    static void Check(Field field, ColumnData data, int rows)
    {
        if (data.Type != field.Type)
        {
            throw new SchemaException($"Column '{field.Name}' is said to hold {field.Type}, and holds {data.Type}.");
        }

        if (data.Length != rows)
        {
            throw new SchemaException($"{data.Length} values of '{field.Name}' for {rows} rows.");
        }

        if (data is VectorColumn vectors && field.VectorLength is { } length && vectors.Width != length)
        {
            throw new SchemaException($"Column '{field.Name}' is said to hold vectors of length {length}, and they have {vectors.Width}.");
        }
    }

    static ColumnData ColumnOf<T>(T[] values) => values switch
    {
        bool[] booleans => new FixedColumn<bool>(booleans),
        int[] whole => new FixedColumn<int>(whole),
        long[] whole => new FixedColumn<long>(whole),
        float[] numbers => new FixedColumn<float>(numbers),
        double[] numbers => new FixedColumn<double>(numbers),
        DateTimeOffset[] moments => new FixedColumn<DateTimeOffset>(moments),
        string?[] texts => StringColumn.Of(texts),
        Vector[] vectors => VectorColumn.Of(vectors),
        bool?[] booleans => Nullable(booleans),
        int?[] whole => Nullable(whole),
        long?[] whole => Nullable(whole),
        float?[] numbers => Nullable(numbers),
        double?[] numbers => Nullable(numbers),
        DateTimeOffset?[] moments => Nullable(moments),
        _ => throw new SchemaException($"A column cannot hold {typeof(T).Name}."),
    };

    static FixedColumn<T> Nullable<T>(T?[] values)
        where T : unmanaged => new(
            Array.ConvertAll(values, value => value.GetValueOrDefault()),
            Validity.Where(values.Length, row => values[row] is null));
}
