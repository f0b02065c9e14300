using System.Globalization;
using System.Text.Unicode;
using Apache.Arrow;
using Apache.Arrow.Types;
using ArrowField = Apache.Arrow.Field;

namespace Alink.IO;

/// <summary>Makes columns of Arrow's arrays.</summary>
static class ArrowReading
{
    delegate ReadOnlySpan<byte> Bytes(int row);

    /// <summary>An array as a column.</summary>
    public static ColumnData Column(ArrowField field, IArrowArray array) => array switch
    {
        BooleanArray values => Fixed(values, row => values.GetValue(row) is true),
        Int32Array values => Block(values),
        Int64Array values => Block(values),
        FloatArray values => Block(values),
        DoubleArray values => Block(values),
        Int8Array values => Fixed(values, row => (int)values.Values[row]),
        Int16Array values => Fixed(values, row => (int)values.Values[row]),
        UInt8Array values => Fixed(values, row => (int)values.Values[row]),
        UInt16Array values => Fixed(values, row => (int)values.Values[row]),
        UInt32Array values => Fixed(values, row => (long)values.Values[row]),
        UInt64Array values => Fixed(values, row => values.Values[row] <= long.MaxValue ? (long)values.Values[row]
            : throw Wrong(field, row, $"{values.Values[row]} is above {long.MaxValue}.")),
        HalfFloatArray values => Fixed(values, row => (float)values.Values[row]),
        Decimal128Array values => Fixed(values, row => double.Parse(values.GetString(row), CultureInfo.InvariantCulture)),
        TimestampArray values => Fixed(values, values.GetTimestampUnchecked),
        Date32Array values => Fixed(values, row => values.GetDateTimeOffset(row) ?? default),
        Date64Array values => Fixed(values, row => values.GetDateTimeOffset(row) ?? default),
        DictionaryArray { Dictionary: StringArray texts } codes => Coded(field, codes, Text(field, texts, row => texts.GetBytes(row))),
        StringArray texts => Text(field, texts, row => texts.GetBytes(row)),
        LargeStringArray texts => Text(field, texts, row => texts.GetBytes(row)),
        StringViewArray texts => Text(field, texts, row => texts.GetBytes(row)),
        FixedSizeListArray lists when lists.Data.DataType is FixedSizeListType type && NumbersOf(lists.Values) is { } numbers =>
            Dense(field, lists, numbers, type.ListSize, row => (lists.Offset + row) * type.ListSize, _ => type.ListSize),
        ListArray lists when NumbersOf(lists.Values) is { } numbers =>
            Dense(field, lists, numbers, WidthOf(lists), row => lists.ValueOffsets[row], lists.GetValueLength),
        StructArray parts when PartsOf(parts) is var (size, indices, values) => Sparse(field, parts, size, indices, values),
        _ => throw new SchemaException(
            $"Column '{field.Name}' is of Arrow's type {field.DataType.Name}; tables hold booleans, numbers, decimals, text, "
            + "timestamps, dates, lists of numbers, and structs of size, indices and values."),
    };

    static FixedColumn<T> Block<T>(PrimitiveArray<T> values)
        where T : unmanaged, IEquatable<T> => new(values.Values.ToArray(), Present(values));

    static FixedColumn<T> Fixed<T>(IArrowArray array, Func<int, T> value)
        where T : unmanaged
    {
        var values = new T[array.Length];
        for (var row = 0; row < values.Length; row++)
        {
            values[row] = array.IsNull(row) ? default : value(row);
        }

        return new(values, Present(array));
    }

    static StringColumn Text(ArrowField field, IArrowArray texts, Bytes bytes)
    {
        var builder = new StringColumnBuilder(texts.Length);
        for (var row = 0; row < texts.Length; row++)
        {
            if (texts.IsNull(row))
            {
                builder.AppendMissing();
            }
            else
            {
                builder.Append(Utf8.IsValid(bytes(row)) ? bytes(row) : throw Wrong(field, row, "The text is not valid UTF-8."));
            }
        }

        return (StringColumn)builder.Build();
    }

    static StringColumn Coded(ArrowField field, DictionaryArray array, StringColumn dictionary)
    {
        // A text that the dictionary itself misses is a missing value of the rows.
        var places = array.EnumeratePhysicalIndices().ToArray();
        var isMissing = (int row) => array.IsNull(row) || dictionary.IsMissing(Place(row));
        var missing = Validity.Where(places.Length, row => isMissing(row));
        var codes = places.Select((_, row) => isMissing(row) ? 0 : Place(row)).ToArray();
        return codes.Length > 0 && dictionary.Length == 0 ? StringColumn.Of(new string?[codes.Length]) : new(codes, dictionary, missing);

        int Place(int row) => (uint)places[row] < (uint)dictionary.Length ? places[row]
            : throw Wrong(field, row, $"Its place in the dictionary is {places[row]}, and that has {dictionary.Length} texts.");
    }

    static VectorColumn Dense(
        ArrowField field, IArrowArray lists, IReadOnlyList<double> numbers, int width, Func<int, int> start, Func<int, int> length)
    {
        var values = new double[checked(lists.Length * width)];
        for (var row = 0; row < lists.Length; row++)
        {
            if (lists.IsNull(row))
            {
                continue;
            }

            if (length(row) != width)
            {
                throw Wrong(field, row, $"It has {length(row)} numbers; those before it have {width}.");
            }

            for (var j = 0; j < width; j++)
            {
                values[(row * width) + j] = numbers[start(row) + j];
            }
        }

        return new(lists.Length, width, values, Present(lists));
    }

    static VectorColumn Sparse(ArrowField field, StructArray parts, Int32Array size, ListArray indices, ListArray values)
    {
        var (places, numbers) = ((Int32Array)indices.Values, NumbersOf(values.Values)!);
        var builder = new VectorColumnBuilder(parts.Length);
        for (var row = 0; row < parts.Length; row++)
        {
            if (parts.IsNull(row))
            {
                builder.AppendMissing();
                continue;
            }

            var (count, first) = (indices.GetValueLength(row), values.ValueOffsets[row]);
            try
            {
                builder.Append(values.GetValueLength(row) != count
                    ? throw new ArgumentException($"It has {count} indices and {values.GetValueLength(row)} values.")
                    : Vector.Sparse(
                        size.Values[row], places.Values.Slice(indices.ValueOffsets[row], count).ToArray(),
                        Enumerable.Range(first, count).Select(place => numbers[place]).ToArray()));
            }
            catch (Exception exception) when (exception is ArgumentException or SchemaException)
            {
                throw Wrong(field, row, exception.Message);
            }
        }

        return (VectorColumn)builder.Build();
    }

    /// <summary>The numbers of lists; null where they hold anything else.</summary>
    static IReadOnlyList<double>? NumbersOf(IArrowArray array) => array switch
    {
        { NullCount: > 0 } => null,
        DoubleArray values => values.Values.ToArray(),
        FloatArray values => System.Array.ConvertAll(values.Values.ToArray(), value => (double)value),
        _ => null,
    };

    static (Int32Array Size, ListArray Indices, ListArray Values)? PartsOf(StructArray array)
    {
        var names = ((StructType)array.Data.DataType).Fields.Select(field => field.Name).ToList();
        return names.Count == 3
            && Part(ArrowFields.Size) is Int32Array { NullCount: 0 } size
            && Part(ArrowFields.Indices) is ListArray { NullCount: 0, Values: Int32Array { NullCount: 0 } } indices
            && Part(ArrowFields.Values) is ListArray { NullCount: 0 } values && NumbersOf(values.Values) is not null
                ? (size, indices, values) : null;

        IArrowArray? Part(string name) => names.IndexOf(name) is >= 0 and var place ? array.Fields[place] : null;
    }

    static int WidthOf(ListArray lists)
    {
        var row = 0;
        for (; row < lists.Length && lists.IsNull(row); row++)
        {
        }

        return row < lists.Length ? lists.GetValueLength(row) : 0;
    }

    static Validity Present(IArrowArray array) => array.NullCount == 0 ? default : Validity.Where(array.Length, array.IsNull);

    static RowException Wrong(ArrowField field, int row, string message) => new($"Column '{field.Name}', row {row}: {message}");
}
