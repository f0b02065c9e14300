using System.Buffers;

namespace Alink.Online;

/// <summary>Every number of a vector in a row, zeros included: those of a sparse one in a buffer, until it is let
/// go.</summary>
readonly ref struct DenseNumbers
{
    readonly double[]? _rented;

    public DenseNumbers(Vector vector)
    {
        if (vector.IsDense)
        {
            Values = vector.Values;
            return;
        }

        _rented = ArrayPool<double>.Shared.Rent(vector.Length);
        vector.CopyTo(_rented);
        Values = _rented.AsSpan(0, vector.Length);
    }

    public ReadOnlySpan<double> Values { get; }

    /// <summary>Every number of a row; a sparse one is written to a buffer of the length of the rows.</summary>
    public static ReadOnlySpan<double> Of(VectorBlock rows, int row, double[] buffer)
    {
        if (rows.IsDense)
        {
            return rows.ValuesOf(row);
        }

        Array.Clear(buffer);
        var indices = rows.IndicesOf(row);
        var values = rows.ValuesOf(row);
        for (var k = 0; k < indices.Length; k++)
        {
            buffer[indices[k]] = values[k];
        }

        return buffer;
    }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<double>.Shared.Return(_rented);
        }
    }
}
