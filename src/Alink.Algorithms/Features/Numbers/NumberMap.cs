using System.Runtime.Intrinsics;

namespace Alink.Features;

/// <summary>What becomes of each number, by itself.</summary>
interface INumberMap
{
    /// <summary>What becomes of a number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="feature">Its place in the vector.</param>
    double Of(double number, int feature);
}

/// <summary>What becomes of eight numbers at a time, with the bits that each has by itself.</summary>
interface IEightNumbers
{
    /// <summary>What becomes of eight numbers.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="feature">The place of the first in the vector; in a column, whose numbers are all treated alike, 0.</param>
    Vector512<double> Of(Vector512<double> numbers, int feature);
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
    const int Eight = 8;

    readonly TMap _map;
    readonly IEightNumbers? _eight;
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

        (_map, _eight, Length, _isZeroKept) = (map, map as IEightNumbers, length, () => isZeroKept);
    }

    /// <summary>A map that changes from row to row.</summary>
    /// <param name="map">What becomes of a number.</param>
    /// <param name="length">How many numbers each vector has.</param>
    /// <param name="isZeroKept">Whether every 0 stays 0 now.</param>
    public NumberMap(TMap map, int length, Func<bool> isZeroKept) => (_map, Length, _isZeroKept) = (map, length, isZeroKept);

    public override void Dense(ReadOnlySpan<double> vector, Span<double> output) =>
        DenseRows(vector, vector.Length, output, vector.Length);

    private protected override void DenseRows(ReadOnlySpan<double> vectors, int width, Span<double> made, int madeWidth)
    {
        var map = _map;
        for (var first = 0; first < vectors.Length; first += width)
        {
            var vector = vectors.Slice(first, width);
            var output = made.Slice(first, width);
            if (_eight is not null && width >= Eight)
            {
                EightByEight(_eight, vector, output, isColumn: false);
                continue;
            }

            for (var j = 0; j < vector.Length; j++)
            {
                output[j] = map.Of(vector[j], j);
            }
        }
    }

    public override double Made(double number) => _map.Of(number, 0);

    public override double[] Made(ReadOnlySpan<double> column)
    {
        var map = _map;
        var made = GC.AllocateUninitializedArray<double>(column.Length);
        if (_eight is not null && column.Length >= Eight)
        {
            EightByEight(_eight, column, made, isColumn: true);
            return made;
        }

        for (var i = 0; i < made.Length; i++)
        {
            made[i] = map.Of(column[i], 0);
        }

        return made;
    }

    /// <summary>At least eight numbers; those before the last are made twice where they are not eights.</summary>
    static void EightByEight(IEightNumbers eight, ReadOnlySpan<double> numbers, Span<double> made, bool isColumn)
    {
        for (var next = 0; next < numbers.Length; next += Eight)
        {
            var first = Math.Min(next, numbers.Length - Eight);
            eight.Of(Vector512.Create(numbers[first..]), isColumn ? 0 : first).CopyTo(made[first..]);
        }
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
