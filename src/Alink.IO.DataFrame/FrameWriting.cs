using System.Runtime.InteropServices;
using Microsoft.Data.Analysis;
using Microsoft.ML.Data;

namespace Alink.IO;

/// <summary>Makes columns of data frames.</summary>
static class FrameWriting
{
    /// <summary>A column of a data frame.</summary>
    public static DataFrameColumn Column(string name, ColumnData data) => data switch
    {
        FixedColumn<bool> values => new BooleanDataFrameColumn(name, Bytes(values.Values), Present(data), data.Length, Missing(data)),
        FixedColumn<int> values => new Int32DataFrameColumn(name, Bytes(values.Values), Present(data), data.Length, Missing(data)),
        FixedColumn<long> values => new Int64DataFrameColumn(name, Bytes(values.Values), Present(data), data.Length, Missing(data)),
        FixedColumn<float> values => new SingleDataFrameColumn(name, Bytes(values.Values), Present(data), data.Length, Missing(data)),
        FixedColumn<double> values => new DoubleDataFrameColumn(name, Bytes(values.Values), Present(data), data.Length, Missing(data)),
        FixedColumn<DateTimeOffset> values => new DateTimeDataFrameColumn(
            name, values.Values.ToArray().Select((moment, row) => data.IsMissing(row) ? default(DateTime?) : moment.UtcDateTime)),
        StringColumn texts => new StringDataFrameColumn(name, Enumerable.Range(0, texts.Length).Select(row => texts[row])),
        _ => Vectors(name, (VectorColumn)data),
    };

    static VBufferDataFrameColumn<double> Vectors(string name, VectorColumn vectors) => new(name, Enumerable.Range(0, vectors.Length).Select(row =>
        vectors.IsMissing(row) ? default
        : vectors.IsDense ? new VBuffer<double>(vectors.Width, vectors[row].Values.ToArray())
        : new VBuffer<double>(vectors.Width, vectors[row].Values.Length, vectors[row].Values.ToArray(), vectors[row].Indices.ToArray())));

    static int Missing(ColumnData data) => data.Validity.IsFull ? 0 : Enumerable.Range(0, data.Length).Count(data.IsMissing);

    static byte[] Present(ColumnData data)
    {
        var bits = new byte[(data.Length + 7) / 8];
        for (var row = 0; row < data.Length; row++)
        {
            bits[row / 8] |= (byte)(data.IsMissing(row) ? 0 : 1 << (row % 8));
        }

        return bits;
    }

    static byte[] Bytes<T>(ReadOnlySpan<T> values)
        where T : unmanaged => MemoryMarshal.AsBytes(values).ToArray();
}
