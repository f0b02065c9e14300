using System.Text.Unicode;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Alink.DuckDb;

/// <summary>Writes values of columns into DuckDB's vectors.</summary>
static unsafe class VectorWriter
{
    const int LongestInline = 12;

    /// <summary>Writes some rows of a column into a vector of its type; a vector of structs takes sparse vectors.</summary>
    public static void Write(nint vector, ColumnData column, int start, int count)
    {
        switch (column)
        {
            case FixedColumn<bool> values:
                Block(vector, values, start, count);
                break;
            case FixedColumn<int> values:
                Block(vector, values, start, count);
                break;
            case FixedColumn<long> values:
                Block(vector, values, start, count);
                break;
            case FixedColumn<float> values:
                Block(vector, values, start, count);
                break;
            case FixedColumn<double> values:
                Block(vector, values, start, count);
                break;
            case FixedColumn<DateTimeOffset> values:
                Moments(Data<long>(vector, count), values.Values.Slice(start, count));
                break;
            case StringColumn texts:
                Texts(vector, texts, start, count);
                break;
            case VectorColumn vectors when IsStruct(vector):
                Sparse(vector, vectors, start, count);
                break;
            case VectorColumn vectors:
                Dense(vector, vectors, start, count);
                break;
        }

        Missing(vector, column, start, count);
    }

    static void Block<T>(nint vector, FixedColumn<T> column, int start, int count)
        where T : unmanaged => column.Values.Slice(start, count).CopyTo(Data<T>(vector, count));

    static void Moments(Span<long> microseconds, ReadOnlySpan<DateTimeOffset> moments)
    {
        for (var i = 0; i < moments.Length; i++)
        {
            microseconds[i] = Native.Microseconds(moments[i]);
        }
    }

    static void Texts(nint vector, StringColumn texts, int start, int count)
    {
        var places = (byte*)Vectors.DuckDBVectorGetData(vector);
        for (var i = 0; i < count; i++)
        {
            var text = texts.IsMissing(start + i) ? default : texts.Utf8(start + i);
            if (!Utf8.IsValid(text))
            {
                throw new RowException("A text is not valid UTF-8.");
            }

            if (text.Length > LongestInline)
            {
                fixed (byte* bytes = text)
                {
                    Vectors.DuckDBUnsafeVectorAssignStringElementLength(vector, (ulong)i, bytes, text.Length);
                }

                continue;
            }

            // Short texts stand where the others have their pointer.
            var place = new Span<byte>(places + (i * sizeof(DuckDBString)), sizeof(DuckDBString));
            place.Clear();
            place[0] = (byte)text.Length;
            text.CopyTo(place[sizeof(int)..]);
        }
    }

    static void Dense(nint vector, VectorColumn vectors, int start, int count)
    {
        var width = vectors.Width;
        var rows = vectors.Block;
        Lists(Data<DuckDBListEntry>(vector, count), width);
        var numbers = Child<double>(vector, count * width);
        if (rows.IsDense)
        {
            rows.Values.Slice(start * width, numbers.Length).CopyTo(numbers);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            vectors[start + i].CopyTo(numbers.Slice(i * width, width));
        }
    }

    static void Sparse(nint vector, VectorColumn vectors, int start, int count)
    {
        var (size, indices, values) =
            (Vectors.DuckDBStructVectorGetChild(vector, 0), Vectors.DuckDBStructVectorGetChild(vector, 1), Vectors.DuckDBStructVectorGetChild(vector, 2));
        var rows = vectors.Block;
        var placeEntries = Data<DuckDBListEntry>(indices, count);
        var numberEntries = Data<DuckDBListEntry>(values, count);
        var stored = 0;
        for (var i = 0; i < count; i++)
        {
            var length = rows.ValuesOf(start + i).Length;
            placeEntries[i] = numberEntries[i] = new((ulong)stored, (ulong)length);
            stored += length;
        }

        var places = Child<int>(indices, stored);
        var numbers = Child<double>(values, stored);
        for (var i = 0; i < count; i++)
        {
            var first = (int)numberEntries[i].Offset;
            var row = rows.ValuesOf(start + i);
            row.CopyTo(numbers[first..]);
            rows.IndicesOf(start + i).CopyTo(places[first..]);
            for (var j = 0; rows.IsDense && j < row.Length; j++)
            {
                places[first + j] = j;
            }
        }

        Data<int>(size, count).Fill(vectors.Width);
        foreach (var part in (ReadOnlySpan<nint>)[size, indices, values])
        {
            Missing(part, vectors, start, count);
        }
    }

    static void Missing(nint vector, ColumnData column, int start, int count)
    {
        if (column.Validity.IsFull)
        {
            return;
        }

        Vectors.DuckDBVectorEnsureValidityWritable(vector);
        var present = Vectors.DuckDBVectorGetValidity(vector);
        for (var i = 0; i < count; i++)
        {
            if (column.IsMissing(start + i))
            {
                present[i >> 6] &= ~(1UL << i);
            }
        }
    }

    static void Lists(Span<DuckDBListEntry> entries, int width)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new((ulong)i * (ulong)width, (ulong)width);
        }
    }

    static bool IsStruct(nint vector)
    {
        using var type = Vectors.DuckDBVectorGetColumnType(vector);
        return LogicalType.DuckDBGetTypeId(type) == DuckDBType.Struct;
    }

    static Span<T> Data<T>(nint vector, int count) => new(Vectors.DuckDBVectorGetData(vector), count);

    /// <summary>The items of all lists of a vector.</summary>
    static Span<T> Child<T>(nint vector, int count)
    {
        _ = Vectors.DuckDBListVectorReserve(vector, (ulong)count);
        _ = Vectors.DuckDBListVectorSetSize(vector, (ulong)count);
        return Data<T>(Vectors.DuckDBListVectorGetChild(vector), count);
    }
}
