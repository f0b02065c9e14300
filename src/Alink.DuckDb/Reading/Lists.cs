using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Alink.DuckDb.Reading;

/// <summary>The lists or arrays of numbers that a vector holds, as doubles.</summary>
/// <param name="name">The column.</param>
/// <param name="item">The type of a number.</param>
/// <param name="length">How many numbers each array has; null for lists, which tell.</param>
sealed unsafe class Lists(string name, DuckDBLogicalType item, int? length)
{
    ColumnData _items = new FixedColumn<double>(default);
    ReadOnlyMemory<double> _numbers;
    DuckDBListEntry* _entries;
    ulong* _present;

    /// <summary>What reads a type; null where it is neither lists nor arrays of numbers.</summary>
    public static Lists? Find(string name, DuckDBLogicalType type)
    {
        var isList = LogicalType.DuckDBGetTypeId(type) == DuckDBType.List;
        if (!isList && LogicalType.DuckDBGetTypeId(type) != DuckDBType.Array)
        {
            return null;
        }

        var item = isList ? LogicalType.DuckDBListTypeChildType(type) : LogicalType.DuckDBArrayTypeChildType(type);
        return LogicalType.DuckDBGetTypeId(item) is DuckDBType.Double or DuckDBType.Float or DuckDBType.Decimal
            or (>= DuckDBType.TinyInt and <= DuckDBType.UnsignedBigInt) or DuckDBType.HugeInt or DuckDBType.UnsignedHugeInt
            ? new(name, item, isList ? null : (int)LogicalType.DuckDBArrayVectorGetSize(type)) : null;
    }

    /// <summary>Takes the next vector, as long as DuckDB keeps it.</summary>
    public void Read(nint vector, int rows)
    {
        _present = Vectors.DuckDBVectorGetValidity(vector);
        _entries = (DuckDBListEntry*)Vectors.DuckDBVectorGetData(vector);
        var reader = ColumnReader.Of(name, item);
        reader.Append(
            length is null ? Vectors.DuckDBListVectorGetChild(vector) : Vectors.DuckDBArrayVectorGetChild(vector),
            length is { } each ? rows * each : (int)Vectors.DuckDBListVectorGetSize(vector));
        _items = reader.Build();
        _numbers = _items switch
        {
            FixedColumn<double> values => values.Memory,
            FixedColumn<float> values => Array.ConvertAll(values.ToArray(), value => (double)value),
            FixedColumn<int> values => Array.ConvertAll(values.ToArray(), value => (double)value),
            var values => Array.ConvertAll(((FixedColumn<long>)values).ToArray(), value => (double)value),
        };
    }

    /// <summary>Whether a row holds no list.</summary>
    public bool IsMissing(int row) => PresentRows.IsMissing(_present, row);

    /// <summary>The numbers of a row.</summary>
    /// <param name="row">A row that holds a list.</param>
    /// <param name="hasAll">Whether none of the numbers is NULL.</param>
    public ReadOnlySpan<double> Numbers(int row, out bool hasAll)
    {
        var (first, count) = length is { } each ? (row * each, each) : ((int)_entries[row].Offset, (int)_entries[row].Length);
        hasAll = true;
        for (var i = first; !_items.Validity.IsFull && i < first + count; i++)
        {
            hasAll &= !_items.IsMissing(i);
        }

        return _numbers.Span.Slice(first, count);
    }
}
