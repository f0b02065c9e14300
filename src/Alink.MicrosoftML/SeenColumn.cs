using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Alink.MicrosoftML;

/// <summary>One row's cells, by the places of their columns.</summary>
interface ICells
{
    /// <summary>The number of the row, for messages.</summary>
    long Row { get; }

    /// <summary>The cell of a column, with the value of the row.</summary>
    Cell Cell(int column);
}

/// <summary>A column as ML.NET sees it.</summary>
/// <param name="Field">The column, with the length of its vectors.</param>
/// <param name="Type">The type that ML.NET sees.</param>
/// <param name="Key">The values that its keys stand for; null where it is no key.</param>
sealed record SeenColumn(Field Field, DataViewType Type, Levels? Key)
{
    /// <summary>The columns of rows, as options ask; what takes a look at the rows is looked up.</summary>
    public static ImmutableArray<SeenColumn> All(IDataset rows, DataViewOptions options, Predicate<Field> isSingle)
    {
        foreach (var name in options.Keys)
        {
            rows.Schema.Reading<Category>(name);
        }

        foreach (var name in options.Singles)
        {
            rows.Schema.Reading<double>(name);
        }

        var lengths = new Lazy<Table?>(() => rows.ReadAll().FirstOrDefault());
        return [.. rows.Schema.Fields.Select(field => Of(
            field is { Type: DataType.Vector, VectorLength: null } && lengths.Value is { } first
                ? field with { VectorLength = ((VectorColumn)first.Data(field.Name)).Width }
                : field,
            options.Keys.Contains(field.Name) ? field.Levels is { } levels && levels.Type == field.Type ? levels : LevelsOf(rows, field) : null,
            isSingle(field)))];
    }

    /// <summary>A column.</summary>
    /// <param name="field">The column.</param>
    /// <param name="key">The values that its keys stand for; null where it is no key.</param>
    /// <param name="isSingle">Whether a number is narrowed.</param>
    public static SeenColumn Of(Field field, Levels? key, bool isSingle) => new(
        field,
        key is not null ? new KeyDataViewType(typeof(uint), Math.Max(1, key.Count)) : field.Type switch
        {
            DataType.Vector => new VectorDataViewType(NumberDataViewType.Single, field.VectorLength ?? 0),
            DataType.String => TextDataViewType.Instance,
            DataType.DateTimeOffset => DateTimeOffsetDataViewType.Instance,
            DataType.Single => NumberDataViewType.Single,
            _ when isSingle => NumberDataViewType.Single,
            DataType.Double => NumberDataViewType.Double,
            DataType.Boolean => field.IsNullable ? NumberDataViewType.Single : BooleanDataViewType.Instance,
            _ when field.IsNullable => NumberDataViewType.Double,
            DataType.Int32 => NumberDataViewType.Int32,
            _ => NumberDataViewType.Int64,
        },
        key);

    /// <summary>The columns in ML.NET's words, with the names of slots and the values of keys.</summary>
    public static DataViewSchema Schema(IEnumerable<SeenColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
        {
            builder.AddColumn(column.Field.Name, column.Type, column.Annotations());
        }

        return builder.ToSchema();
    }

    /// <summary>What reads the column of a row, as ML.NET asks for it.</summary>
    /// <exception cref="InvalidOperationException">The values are of another type.</exception>
    public ValueGetter<TValue> Getter<TValue>(ICells row, int column)
    {
        Delegate getter = Type switch
        {
            KeyDataViewType => Keys(row, column),
            VectorDataViewType => Vectors(row, column),
            TextDataViewType => (ValueGetter<ReadOnlyMemory<char>>)((ref value) =>
                value = row.Cell(column) is { IsMissing: false } cell ? cell.Text.AsMemory() : default),
            BooleanDataViewType => (ValueGetter<bool>)((ref value) => value = Present(row, column).Integer != 0),
            DateTimeOffsetDataViewType => (ValueGetter<DateTimeOffset>)((ref value) => value = Present(row, column).Time),
            _ when Type == NumberDataViewType.Single => (ValueGetter<float>)((ref value) =>
                value = row.Cell(column) is { IsMissing: false } cell ? (float)cell.Number : float.NaN),
            _ when Type == NumberDataViewType.Double => (ValueGetter<double>)((ref value) =>
                value = row.Cell(column) is { IsMissing: false } cell ? cell.Number : double.NaN),
            _ when Type == NumberDataViewType.Int32 => (ValueGetter<int>)((ref value) => value = (int)Present(row, column).Integer),
            _ => (ValueGetter<long>)((ref value) => value = Present(row, column).Integer),
        };
        return getter as ValueGetter<TValue>
            ?? throw new InvalidOperationException($"Column '{Field.Name}' holds {Type}, not {typeof(TValue).Name}.");
    }

    Cell Present(ICells row, int column) => row.Cell(column) is { IsMissing: false } cell ? cell : throw new RowException(
        $"Column '{Field.Name}' has no value in row {row.Row}, and ML.NET has no missing value of {Type}.");

    ValueGetter<uint> Keys(ICells row, int column)
    {
        var categories = new Categories(Key!);
        return (ref value) => value = (uint)(categories.Number(row.Cell(column)) + 1);
    }

    ValueGetter<VBuffer<float>> Vectors(ICells row, int column) => (ref value) =>
    {
        var cell = row.Cell(column);
        var width = Field.VectorLength ?? (cell.IsMissing ? 0 : cell.Vector.Length);
        if (cell.IsMissing)
        {
            var missing = VBufferEditor.Create(ref value, width);
            missing.Values.Fill(float.NaN);
            value = missing.Commit();
            return;
        }

        var vector = cell.Vector;
        if (vector.Length != width)
        {
            throw new RowException($"Column '{Field.Name}' holds a vector of length {vector.Length} in row {row.Row}; the view takes length {width}.");
        }

        var numbers = vector.Values;
        var editor = VBufferEditor.Create(ref value, width, vector.IsDense ? null : numbers.Length);
        var narrowed = editor.Values;
        for (var j = 0; j < numbers.Length; j++)
        {
            narrowed[j] = (float)numbers[j];
        }

        vector.Indices.CopyTo(editor.Indices);
        value = editor.Commit();
    };

    DataViewSchema.Annotations? Annotations()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        if (Type is VectorDataViewType && Field.FeatureNames is { IsEmpty: false } names && names.Length == Field.VectorLength)
        {
            Add(builder, MadeColumn.SlotNames, TextDataViewType.Instance, [.. names.Select(name => name.AsMemory())]);
        }

        if (Key is { Count: > 0 })
        {
            var numbers = Key.Type == DataType.String ? null : Key.Column([.. Enumerable.Range(0, Key.Count)]);
            switch (numbers)
            {
                case FixedColumn<bool> values:
                    Add(builder, MadeColumn.KeyValues, BooleanDataViewType.Instance, values.ToArray());
                    break;
                case FixedColumn<int> values:
                    Add(builder, MadeColumn.KeyValues, NumberDataViewType.Int32, values.ToArray());
                    break;
                case FixedColumn<long> values:
                    Add(builder, MadeColumn.KeyValues, NumberDataViewType.Int64, values.ToArray());
                    break;
                case FixedColumn<float> values:
                    Add(builder, MadeColumn.KeyValues, NumberDataViewType.Single, values.ToArray());
                    break;
                case FixedColumn<double> values:
                    Add(builder, MadeColumn.KeyValues, NumberDataViewType.Double, values.ToArray());
                    break;
                default:
                    Add(builder, MadeColumn.KeyValues, TextDataViewType.Instance, [.. Key.Names.Select(name => name.AsMemory())]);
                    break;
            }
        }

        return builder.ToAnnotations();
    }

    static void Add<T>(DataViewSchema.Annotations.Builder builder, string name, PrimitiveDataViewType type, T[] values) =>
        builder.Add(name, new VectorDataViewType(type, values.Length), (ref VBuffer<T> value) => value = new(values.Length, values));

    /// <summary>The different values of a column, in order.</summary>
    static Levels LevelsOf(IDataset rows, Field field)
    {
        var categories = new Categories();
        foreach (var batch in rows.ReadAll())
        {
            categories.Encode(batch.Data(field.Name), new int[batch.RowCount]);
        }

        return Levels.Sorted(field.Type, categories.Names);
    }
}
