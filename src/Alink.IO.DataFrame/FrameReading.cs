using Microsoft.Data.Analysis;

namespace Alink.IO;

/// <summary>Makes columns of those of data frames.</summary>
static class FrameReading
{
    /// <summary>A column of a data frame as one of a table.</summary>
    public static ColumnData Column(DataFrameColumn column)
    {
        if (column.Length > Array.MaxLength)
        {
            throw new SchemaException($"Column '{column.Name}' has {column.Length} rows; a table has at most {Array.MaxLength}.");
        }

        return column switch
        {
            PrimitiveDataFrameColumn<bool> values => Fixed<bool, bool>(values, value => value),
            PrimitiveDataFrameColumn<int> values => Fixed<int, int>(values, value => value),
            PrimitiveDataFrameColumn<long> values => Fixed<long, long>(values, value => value),
            PrimitiveDataFrameColumn<float> values => Fixed<float, float>(values, value => value),
            PrimitiveDataFrameColumn<double> values => Fixed<double, double>(values, value => value),
            PrimitiveDataFrameColumn<sbyte> values => Fixed<sbyte, int>(values, value => value),
            PrimitiveDataFrameColumn<byte> values => Fixed<byte, int>(values, value => value),
            PrimitiveDataFrameColumn<short> values => Fixed<short, int>(values, value => value),
            PrimitiveDataFrameColumn<ushort> values => Fixed<ushort, int>(values, value => value),
            PrimitiveDataFrameColumn<uint> values => Fixed<uint, long>(values, value => value),
            PrimitiveDataFrameColumn<ulong> values => Fixed<ulong, long>(values, value => value <= long.MaxValue ? (long)value : null),
            PrimitiveDataFrameColumn<decimal> values => Fixed<decimal, double>(values, value => (double)value),
            PrimitiveDataFrameColumn<DateTime> values => Fixed<DateTime, DateTimeOffset>(values, Moment),
            PrimitiveDataFrameColumn<DateTimeOffset> values => Fixed<DateTimeOffset, DateTimeOffset>(values, value => value),
            PrimitiveDataFrameColumn<char> values => StringColumn.Of([.. values.Select(value => value?.ToString())]),
            StringDataFrameColumn values => StringColumn.Of([.. values]),
            ArrowStringDataFrameColumn values => StringColumn.Of([.. values]),
            VBufferDataFrameColumn<double> values => Vectors(values, value => value),
            VBufferDataFrameColumn<float> values => Vectors(values, value => value),
            _ => throw new SchemaException(
                $"Column '{column.Name}' of the data frame holds {column.DataType.Name}; tables hold booleans, numbers, text, times and vectors of doubles or singles."),
        };
    }

    static FixedColumn<T> Fixed<TFrom, T>(PrimitiveDataFrameColumn<TFrom> column, Func<TFrom, T?> convert)
        where TFrom : unmanaged
        where T : unmanaged
    {
        var (values, row) = (new T[column.Length], 0);
        foreach (var buffer in column.GetReadOnlyDataBuffers())
        {
            foreach (var value in buffer.Span[..Math.Min(buffer.Length, values.Length - row)])
            {
                if (column.IsValid(row))
                {
                    values[row] = convert(value) ?? throw new RowException($"Column '{column.Name}', row {row}: {value} does not fit {DataTypes.Of(typeof(T))}.");
                }

                row++;
            }
        }

        return new(values, column.NullCount == 0 ? default : Validity.Where(values.Length, each => !column.IsValid(each)));
    }

    static DateTimeOffset? Moment(DateTime time) =>
        new DateTimeOffset(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc));

    static ColumnData Vectors<T>(VBufferDataFrameColumn<T> column, Func<T, double> number)
    {
        var builder = new VectorColumnBuilder((int)column.Length);
        foreach (var (row, vector) in column.Index())
        {
            if (vector.Length == 0)
            {
                builder.AppendMissing();
                continue;
            }

            if (builder.Width >= 0 && builder.Width != vector.Length)
            {
                throw new RowException($"Column '{column.Name}', row {row}: The vector has length {vector.Length}; those before it have {builder.Width}.");
            }

            var values = Array.ConvertAll(vector.GetValues().ToArray(), each => number(each));
            builder.Append(vector.IsDense ? values : Vector.Sparse(vector.Length, vector.GetIndices().ToArray(), values));
        }

        return builder.Build();
    }
}
