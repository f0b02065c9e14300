using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using ArrowField = Apache.Arrow.Field;

namespace Alink.IO;

/// <summary>Makes Arrow's arrays of columns.</summary>
static class ArrowWriting
{
    /// <summary>A column as an array of the field's type.</summary>
    public static IArrowArray Array(ArrowField field, ColumnData data)
    {
        if (!field.IsNullable && data.HasMissing)
        {
            throw new SchemaException($"Column '{field.Name}' holds a missing value, and its field says that it never does.");
        }

        return ArrowArrayFactory.BuildArray(Of(field.DataType, data));
    }

    static ArrayData Of(IArrowType type, ColumnData data) => data switch
    {
        FixedColumn<bool> values => Flat(type, data, Bits(values.Length, row => values[row])),
        FixedColumn<int> values => Flat(type, data, Bytes(values.Values)),
        FixedColumn<long> values => Flat(type, data, Bytes(values.Values)),
        FixedColumn<float> values => Flat(type, data, Bytes(values.Values)),
        FixedColumn<double> values => Flat(type, data, Bytes(values.Values)),
        FixedColumn<DateTimeOffset> values => Flat(type, data, Bytes<long>(System.Array.ConvertAll(values.ToArray(), Microseconds))),
        StringColumn { Dictionary: { } texts } codes when type is DictionaryType dictionary => new(
            type, data.Length, Missing(data), 0, [Present(data), Bytes(codes.Codes)], [], Of(dictionary.ValueType, texts)),
        StringColumn texts => Text(type, texts),
        VectorColumn vectors when type is FixedSizeListType list => new(
            type, data.Length, Missing(data), 0, [Present(data)], [Numbers(list.ValueDataType, Dense(vectors, list.ListSize))]),
        VectorColumn when type is ListType list => new( // Of no rows: nothing tells how long their vectors were.
            type, 0, 0, 0, [ArrowBuffer.Empty, new(new byte[sizeof(int)])], [Numbers(list.ValueDataType, [])]),
        _ => Sparse((StructType)type, (VectorColumn)data),
    };

    static ArrayData Flat(IArrowType type, ColumnData data, ArrowBuffer values) =>
        new(type, data.Length, Missing(data), 0, [Present(data), values]);

    static ArrayData Numbers(IArrowType type, ReadOnlySpan<double> values) =>
        new(type, values.Length, 0, 0, [ArrowBuffer.Empty, Bytes(values)]);

    static ArrayData Text(IArrowType type, StringColumn texts)
    {
        var offsets = new int[texts.Length + 1];
        for (var row = 0; row < texts.Length; row++)
        {
            offsets[row + 1] = checked(offsets[row] + (texts.IsMissing(row) ? 0 : texts.Utf8(row).Length));
        }

        var bytes = new byte[offsets[^1]];
        for (var row = 0; row < texts.Length; row++)
        {
            texts.Utf8(row)[..(offsets[row + 1] - offsets[row])].CopyTo(bytes.AsSpan(offsets[row]));
        }

        return new(type, texts.Length, Missing(texts), 0, [Present(texts), Bytes<int>(offsets), new(bytes)]);
    }

    static ArrayData Sparse(StructType type, VectorColumn vectors)
    {
        var rows = vectors.Block;
        var offsets = new int[vectors.Length + 1];
        List<int> indices = [];
        List<double> values = [];
        for (var row = 0; row < vectors.Length; row++)
        {
            if (!vectors.IsMissing(row))
            {
                indices.AddRange(rows.IsDense ? [.. Enumerable.Range(0, rows.Width)] : rows.IndicesOf(row));
                values.AddRange(rows.ValuesOf(row));
            }

            offsets[row + 1] = values.Count;
        }

        var sizes = new int[vectors.Length];
        System.Array.Fill(sizes, vectors.Width);
        var size = new ArrayData(type.Fields[0].DataType, sizes.Length, 0, 0, [ArrowBuffer.Empty, Bytes<int>(sizes)]);
        return new(type, vectors.Length, Missing(vectors), 0, [Present(vectors)],
        [
            size,
            List(type.Fields[1].DataType, new(Int32Type.Default, indices.Count, 0, 0, [ArrowBuffer.Empty, Bytes<int>(indices.ToArray())])),
            List(type.Fields[2].DataType, Numbers(DoubleType.Default, values.ToArray())),
        ]);

        ArrayData List(IArrowType list, ArrayData items) =>
            new(list, vectors.Length, 0, 0, [ArrowBuffer.Empty, Bytes<int>(offsets)], [items]);
    }

    static double[] Dense(VectorColumn vectors, int width)
    {
        if (vectors.Length > 0 && vectors.Width != width)
        {
            throw new RowException($"The vectors have length {vectors.Width}; those before them have length {width}.");
        }

        var numbers = new double[vectors.Length * width];
        for (var row = 0; row < vectors.Length; row++)
        {
            if (!vectors.IsMissing(row))
            {
                vectors[row].CopyTo(numbers.AsSpan(row * width, width));
            }
        }

        return numbers;
    }

    static long Microseconds(DateTimeOffset moment) =>
        (long)Math.Floor((moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / (decimal)TimeSpan.TicksPerMicrosecond);

    static int Missing(ColumnData data) => data.Validity.IsFull ? 0 : Enumerable.Range(0, data.Length).Count(data.IsMissing);

    static ArrowBuffer Present(ColumnData data) =>
        data.Validity.IsFull ? ArrowBuffer.Empty : Bits(data.Length, row => !data.IsMissing(row));

    static ArrowBuffer Bits(int count, Func<int, bool> isSet)
    {
        var bits = new byte[(count + 7) / 8];
        for (var i = 0; i < count; i++)
        {
            bits[i / 8] |= (byte)(isSet(i) ? 1 << (i % 8) : 0);
        }

        return new(bits);
    }

    static ArrowBuffer Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => new(MemoryMarshal.AsBytes(values).ToArray());
}
