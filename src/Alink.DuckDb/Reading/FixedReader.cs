using System.Runtime.InteropServices;
using static DuckDB.NET.Native.NativeMethods;

namespace Alink.DuckDb.Reading;

/// <summary>Reads numbers, booleans and moments.</summary>
/// <param name="name">The column.</param>
/// <param name="convert">What a value becomes; null for a value that does not fit. Without it a value is what it is.</param>
sealed unsafe class FixedReader<TFrom, T>(string name, Func<TFrom, T?>? convert = null) : ColumnReader(name)
    where TFrom : unmanaged
    where T : unmanaged
{
    readonly PresentRows _present = new();
    T[] _values = [];

    public override void Append(nint vector, int rows)
    {
        var start = _present.Count;
        var missing = _present.Append(Vectors.DuckDBVectorGetValidity(vector), rows);
        if (_values.Length < start + rows)
        {
            Array.Resize(ref _values, (int)Math.Min(Array.MaxLength, Math.Max(2L * _values.Length, start + rows)));
        }

        var from = new ReadOnlySpan<TFrom>(Vectors.DuckDBVectorGetData(vector), rows);
        var to = _values.AsSpan(start, rows);
        if (convert is null && !missing)
        {
            MemoryMarshal.Cast<TFrom, T>(from).CopyTo(to);
            return;
        }

        for (var i = 0; i < rows; i++)
        {
            if (_present[start + i])
            {
                to[i] = convert is null ? (T)(object)from[i]
                    : convert(from[i]) ?? throw Wrong(start + i, $"{from[i]} does not fit {DataTypes.Of(typeof(T))}; cast it in the query.");
            }
        }
    }

    public override ColumnData Build() => new FixedColumn<T>(_values.AsMemory(0, _present.Count), _present.Validity);
}
