using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Alink.DuckDb.Reading;

/// <summary>Reads lists of numbers, all of one length, as dense vectors.</summary>
sealed class ListReader : ColumnReader
{
    readonly VectorColumnBuilder _vectors = new();
    readonly Lists _lists;

    ListReader(string name, Lists lists)
        : base(name) => _lists = lists;

    /// <summary>A reader of lists or arrays; null where they do not hold numbers.</summary>
    public static ListReader? Find(string name, DuckDBLogicalType type) => Lists.Find(name, type) is { } lists ? new(name, lists) : null;

    public override void Append(nint vector, int rows)
    {
        var first = _vectors.Length;
        _lists.Read(vector, rows);
        for (var i = 0; i < rows; i++)
        {
            if (_lists.IsMissing(i))
            {
                _vectors.AppendMissing();
                continue;
            }

            var numbers = _lists.Numbers(i, out var hasAll);
            if (!hasAll)
            {
                throw Wrong(first + i, "A number of the list is NULL.");
            }

            if (_vectors.Width >= 0 && numbers.Length != _vectors.Width)
            {
                throw Wrong(first + i, $"It has {numbers.Length} numbers; those before it have {_vectors.Width}.");
            }

            numbers.CopyTo(_vectors.Dense(numbers.Length));
        }
    }

    public override ColumnData Build() => _vectors.Build();
}

/// <summary>Reads structs of size, indices and values as sparse vectors.</summary>
sealed class SparseReader : ColumnReader
{
    readonly VectorColumnBuilder _vectors = new();
    readonly Lists _indices;
    readonly Lists _values;

    SparseReader(string name, Lists indices, Lists values)
        : base(name) => (_indices, _values) = (indices, values);

    /// <summary>A reader of structs; null where their parts are others.</summary>
    public static SparseReader? Find(string name, DuckDBLogicalType type)
    {
        if (LogicalType.DuckDBStructTypeChildCount(type) != Native.Parts.Length
            || Native.Parts.Index().Any(part => LogicalType.DuckDBStructTypeChildName(type, part.Index) != part.Item))
        {
            return null;
        }

        using var size = LogicalType.DuckDBStructTypeChildType(type, 0);
        using var indices = LogicalType.DuckDBStructTypeChildType(type, 1);
        using var values = LogicalType.DuckDBStructTypeChildType(type, 2);
        return LogicalType.DuckDBGetTypeId(size) == DuckDBType.Integer && Lists.Find(name, indices) is { } places && Lists.Find(name, values) is { } numbers
            ? new(name, places, numbers) : null;
    }

    public override unsafe void Append(nint vector, int rows)
    {
        var first = _vectors.Length;
        var sizes = Vectors.DuckDBStructVectorGetChild(vector, 0);
        _indices.Read(Vectors.DuckDBStructVectorGetChild(vector, 1), rows);
        _values.Read(Vectors.DuckDBStructVectorGetChild(vector, 2), rows);
        var lengths = new ReadOnlySpan<int>(Vectors.DuckDBVectorGetData(sizes), rows);
        var present = Vectors.DuckDBVectorGetValidity(vector);
        var sized = Vectors.DuckDBVectorGetValidity(sizes);
        for (var i = 0; i < rows; i++)
        {
            if (PresentRows.IsMissing(present, i))
            {
                _vectors.AppendMissing();
                continue;
            }

            if (PresentRows.IsMissing(sized, i) || _indices.IsMissing(i) || _values.IsMissing(i))
            {
                throw Wrong(first + i, "A part of the vector is NULL.");
            }

            var places = _indices.Numbers(i, out var hasPlaces);
            var numbers = _values.Numbers(i, out var hasNumbers);
            if (!hasPlaces || !hasNumbers)
            {
                throw Wrong(first + i, "A number of the vector is NULL.");
            }

            try
            {
                _vectors.Append(Vector.Sparse(lengths[i], Array.ConvertAll(places.ToArray(), place => checked((int)place)), numbers.ToArray()));
            }
            catch (Exception exception) when (exception is ArgumentException or SchemaException or OverflowException)
            {
                throw Wrong(first + i, exception.Message);
            }
        }
    }

    public override ColumnData Build() => _vectors.Build();
}
