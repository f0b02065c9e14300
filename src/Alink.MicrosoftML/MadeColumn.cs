using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Alink.MicrosoftML;

/// <summary>A column that ML.NET makes, as one of ours.</summary>
/// <param name="Source">ML.NET's column.</param>
/// <param name="Field">Ours.</param>
/// <param name="Key">The values that its keys stand for; null where they stand for none, or it is no key.</param>
sealed record MadeColumn(DataViewSchema.Column Source, Field Field, Levels? Key)
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";

    /// <summary>ML.NET's column of a name.</summary>
    /// <exception cref="SchemaException">The column is missing.</exception>
    public static DataViewSchema.Column Find(DataViewSchema schema, string name) => schema.GetColumnOrNull(name) ?? throw new SchemaException(
        $"There is no column '{name}'. The columns are: {string.Join(", ", schema.Select(column => $"{column.Name}: {column.Type}"))}.");

    /// <summary>A column of ours.</summary>
    /// <exception cref="SchemaException">Tables have no such type.</exception>
    public static MadeColumn Of(DataViewSchema.Column column)
    {
        var key = column.Type is KeyDataViewType ? LevelsOf(column) : null;
        return new(column, new(column.Name, TypeOf(column, key))
        {
            IsNullable = column.Type is KeyDataViewType,
            Levels = key,
            VectorLength = column.Type is VectorDataViewType { IsKnownSize: true } vector ? vector.Size : null,
            FeatureNames = NamesOf(column),
        }, key);
    }

    /// <summary>A cell for the column's values; for the places of its levels where it has them.</summary>
    public Cell Cell() => new(Field.Name, Key is null ? Field.Type : DataType.Int32);

    /// <summary>What collects the cell of each row.</summary>
    public ColumnBuilder Builder(int rows) => Key is null ? ColumnBuilder.Of(Field, rows) : new FixedColumnBuilder<int>(rows);

    /// <summary>The column of what was collected.</summary>
    public ColumnData Data(ColumnData collected)
    {
        if (Key is null)
        {
            return collected;
        }

        var places = (FixedColumn<int>)collected;
        var rows = new int[places.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = places.IsMissing(row) ? -1 : places[row];
        }

        return Key.Column([.. Enumerable.Range(0, Key.Count)]).Gather(rows);
    }

    /// <summary>What puts the value of ML.NET's row into a cell: of a key with values, the place of its level.</summary>
    public Action Reader(DataViewRow row, Cell cell) => Source.Type switch
    {
        KeyDataViewType when Source.Type.RawType == typeof(byte) => Keys<byte>(row, cell, value => value),
        KeyDataViewType when Source.Type.RawType == typeof(ushort) => Keys<ushort>(row, cell, value => value),
        KeyDataViewType when Source.Type.RawType == typeof(ulong) => Keys<ulong>(row, cell, value => checked((long)value)),
        KeyDataViewType => Keys<uint>(row, cell, value => value),
        VectorDataViewType vector => Vectors(vector.ItemType.RawType, row, cell),
        TextDataViewType => Read<ReadOnlyMemory<char>>(row, value => cell.Set(value.ToString())),
        BooleanDataViewType => Read<bool>(row, value => cell.Set(value)),
        DateTimeOffsetDataViewType => Read<DateTimeOffset>(row, value => cell.Set(value)),
        DateTimeDataViewType => Read<DateTime>(row, value => cell.Set(new DateTimeOffset(DateTime.SpecifyKind(value, DateTimeKind.Utc)))),
        { RawType: var raw } when raw == typeof(float) => Read<float>(row, value => cell.Set(value)),
        { RawType: var raw } when raw == typeof(double) => Read<double>(row, value => cell.Set(value)),
        { RawType: var raw } when raw == typeof(int) => Read<int>(row, value => cell.Set((long)value)),
        { RawType: var raw } when raw == typeof(long) => Read<long>(row, value => cell.Set(value)),
        { RawType: var raw } when raw == typeof(sbyte) => Read<sbyte>(row, value => cell.Set((long)value)),
        { RawType: var raw } when raw == typeof(byte) => Read<byte>(row, value => cell.Set((long)value)),
        { RawType: var raw } when raw == typeof(short) => Read<short>(row, value => cell.Set((long)value)),
        { RawType: var raw } when raw == typeof(ushort) => Read<ushort>(row, value => cell.Set((long)value)),
        { RawType: var raw } when raw == typeof(uint) => Read<uint>(row, value => cell.Set((long)value)),
        _ => Read<ulong>(row, value => cell.Set(checked((long)value))),
    };

    /// <summary>What puts the value of ML.NET's row into a cell of the column.</summary>
    public Action Writer(DataViewRow row, Cell cell)
    {
        if (Key is null)
        {
            return Reader(row, cell);
        }

        var place = Cell();
        var read = Reader(row, place);
        return () =>
        {
            read();
            if (place.IsMissing)
            {
                cell.SetMissing();
            }
            else
            {
                Key.Set(cell, (int)place.Integer);
            }
        };
    }

    /// <summary>The type of a column that ML.NET promises; a key's is that of its values.</summary>
    /// <exception cref="SchemaException">Tables have no such type.</exception>
    public static DataType TypeOf(SchemaShape.Column column)
    {
        var values = column.IsKey
            ? column.Annotations.FirstOrDefault(one => one.Name == KeyValues).ItemType ?? NumberDataViewType.Int64
            : column.ItemType;
        return column.Kind == SchemaShape.Column.VectorKind.Scalar ? TypeOf(column.Name, values)
            : TypeOf(column.Name, new VectorDataViewType((PrimitiveDataViewType)values));
    }

    static DataType TypeOf(DataViewSchema.Column column, Levels? key) =>
        column.Type is KeyDataViewType ? key?.Type ?? DataType.Int64 : TypeOf(column.Name, column.Type);

    static DataType TypeOf(string column, DataViewType type) => type switch
    {
        VectorDataViewType { ItemType: NumberDataViewType { RawType: var raw } }
            when raw == typeof(float) || raw == typeof(double) || raw == typeof(int) || raw == typeof(byte) => DataType.Vector,
        VectorDataViewType { ItemType: BooleanDataViewType } => DataType.Vector,
        TextDataViewType => DataType.String,
        BooleanDataViewType => DataType.Boolean,
        DateTimeOffsetDataViewType or DateTimeDataViewType => DataType.DateTimeOffset,
        NumberDataViewType { RawType: var raw } => raw == typeof(float) ? DataType.Single
            : raw == typeof(double) ? DataType.Double
            : raw == typeof(long) || raw == typeof(uint) || raw == typeof(ulong) ? DataType.Int64
            : DataType.Int32,
        _ => throw new SchemaException(
            $"Column '{column}' is of ML.NET's type {type}; tables hold booleans, numbers, text, moments, keys, and vectors of numbers."),
    };

    Action Read<T>(DataViewRow row, Action<T> set)
    {
        var (getter, value) = (row.GetGetter<T>(Source), default(T)!);
        return () =>
        {
            getter(ref value);
            set(value);
        };
    }

    Action Keys<T>(DataViewRow row, Cell cell, Func<T, long> widen) => Read<T>(row, value =>
    {
        if (widen(value) is > 0 and var key)
        {
            cell.Set(Key is null ? key : key - 1);
        }
        else
        {
            cell.SetMissing();
        }
    });

    Action Vectors(Type item, DataViewRow row, Cell cell) =>
        item == typeof(float) ? Vectors<float>(row, cell, value => value)
        : item == typeof(double) ? Vectors<double>(row, cell, value => value)
        : item == typeof(int) ? Vectors<int>(row, cell, value => value)
        : item == typeof(byte) ? Vectors<byte>(row, cell, value => value)
        : Vectors<bool>(row, cell, value => value ? 1 : 0);

    Action Vectors<T>(DataViewRow row, Cell cell, Func<T, double> widen) => Read<VBuffer<T>>(row, buffer =>
    {
        var values = buffer.GetValues();
        if (buffer.IsDense)
        {
            var numbers = cell.Dense(buffer.Length);
            for (var j = 0; j < numbers.Length; j++)
            {
                numbers[j] = widen(values[j]);
            }

            return;
        }

        var indices = buffer.GetIndices();
        cell.BeginSparse(buffer.Length);
        for (var j = 0; j < values.Length; j++)
        {
            cell.Store(indices[j], widen(values[j]));
        }

        cell.EndSparse();
    });

    static ImmutableArray<string> NamesOf(DataViewSchema.Column column)
    {
        if (column.Type is not VectorDataViewType || !column.HasSlotNames())
        {
            return [];
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    /// <summary>The values that keys stand for; null where nobody says.</summary>
    /// <exception cref="SchemaException">They are of a type that tables have not, or one stands twice.</exception>
    static Levels? LevelsOf(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(KeyValues)?.Type is not VectorDataViewType { ItemType: var item })
        {
            return null;
        }

        return item.RawType == typeof(ReadOnlyMemory<char>) ? Values<ReadOnlyMemory<char>>(DataType.String, value => value.ToString())
            : item.RawType == typeof(bool) ? Values<bool>(DataType.Boolean, value => value ? "true" : "false")
            : item.RawType == typeof(int) ? Values<int>(DataType.Int32, value => Shown(value))
            : item.RawType == typeof(long) ? Values<long>(DataType.Int64, value => Shown(value))
            : item.RawType == typeof(uint) ? Values<uint>(DataType.Int64, value => Shown(value))
            : item.RawType == typeof(float) ? Values<float>(DataType.Single, value => Shown(value))
            : item.RawType == typeof(double) ? Values<double>(DataType.Double, value => Shown(value))
            : throw new SchemaException($"The keys of column '{column.Name}' stand for values of ML.NET's type {item}, which tables have not.");

        Levels Values<T>(DataType type, Func<T, string> name)
        {
            VBuffer<T> values = default;
            column.Annotations.GetValue(KeyValues, ref values);
            var names = values.DenseValues().Select(name).ToImmutableArray();
            return names.GroupBy(one => one).FirstOrDefault(same => same.Count() > 1) is { Key: var twice }
                ? throw new SchemaException($"Two keys of column '{column.Name}' stand for '{twice}'.")
                : new(type, names);
        }

        static string Shown(IFormattable value) => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
    }
}
