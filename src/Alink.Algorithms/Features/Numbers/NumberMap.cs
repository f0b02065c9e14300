namespace Alink.Features;

/// <summary>What becomes of each number, by itself.</summary>
interface INumberMap
{
    /// <summary>What becomes of a number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="feature">Its place in the vector.</param>
    double Of(double number, int feature);
}

/// <summary>Makes vectors, or columns of numbers, number by number.</summary>
abstract class NumberMap : VectorMap
{
    /// <summary>What becomes of a number that is the one feature of its row.</summary>
    public abstract double Made(double number);

    /// <summary>What becomes of the numbers of a column, each of which is the one feature of its row.</summary>
    public abstract double[] Made(ReadOnlySpan<double> column);
}

/// <summary>Makes vectors number by number; a sparse vector stays sparse where every 0 stays 0.</summary>
/// <typeparam name="TMap">A struct, so that its method is compiled into the loops.</typeparam>
sealed class NumberMap<TMap> : NumberMap
    where TMap : struct, INumberMap
{
    readonly TMap _map;
    readonly Func<bool> _isZeroKept;

    /// <param name="map">What becomes of a number.</param>
    /// <param name="length">How many numbers each vector has; null where all are treated alike.</param>
    public NumberMap(TMap map, int? length = null)
    {
        var isZeroKept = true;
        for (var j = 0; j < (length ?? 1) && isZeroKept; j++)
        {
            isZeroKept = map.Of(0, j) == 0;
        }

        (_map, Length, _isZeroKept) = (map, length, () => isZeroKept);
    }

    /// <summary>A map that changes from row to row.</summary>
    /// <param name="map">What becomes of a number.</param>
    /// <param name="length">How many numbers each vector has.</param>
    /// <param name="isZeroKept">Whether every 0 stays 0 now.</param>
    public NumberMap(TMap map, int length, Func<bool> isZeroKept) => (_map, Length, _isZeroKept) = (map, length, isZeroKept);

    public override void Dense(ReadOnlySpan<double> vector, Span<double> output)
    {
        output = output[..vector.Length];
        for (var j = 0; j < vector.Length; j++)
        {
            output[j] = _map.Of(vector[j], j);
        }
    }

    public override double Made(double number) => _map.Of(number, 0);

    public override double[] Made(ReadOnlySpan<double> column)
    {
        var made = new double[column.Length];
        for (var i = 0; i < made.Length; i++)
        {
            made[i] = _map.Of(column[i], 0);
        }

        return made;
    }

    public override bool Sparse(Vector vector, Cell output)
    {
        if (!_isZeroKept())
        {
            return false;
        }

        var values = vector.Values;
        var indices = vector.Indices;
        for (var k = 0; k < indices.Length; k++)
        {
            output.Store(indices[k], _map.Of(values[k], indices[k]));
        }

        return true;
    }

    private protected override VectorColumn? MadeSparse(VectorColumn column)
    {
        if (!_isZeroKept())
        {
            return null;
        }

        var block = column.Block;
        var (first, end) = (block.Offsets[0], block.Offsets[^1]);
        var offsets = block.Offsets.ToArray();
        var indices = block.Indices[first..end].ToArray();
        var values = new double[indices.Length];
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = _map.Of(block.Values[first + k], indices[k]);
        }

        for (var row = 0; first > 0 && row < offsets.Length; row++)
        {
            offsets[row] -= first;
        }

        return new(column.Width, offsets, indices, values);
    }
}
