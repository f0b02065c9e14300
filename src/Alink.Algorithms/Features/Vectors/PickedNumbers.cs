namespace Alink.Features;

/// <summary>Makes vectors of some of the numbers of others.</summary>
/// <param name="features">The column that they are picked from, for messages.</param>
/// <param name="places">Their places, in the order in which they come out; no two alike.</param>
sealed class PickedNumbers(Column<Vector> features, int[] places) : VectorMap
{
    readonly int _last = places.Append(-1).Max();
    readonly bool _areNeighbours = places.Select((place, k) => place - k).Distinct().Count() == 1;

    /// <summary>The places as they rise, and where each comes out.</summary>
    readonly int[] _rising = [.. places.Order()];
    readonly int[] _outputs = [.. Enumerable.Range(0, places.Length).OrderBy(k => places[k])];

    /// <summary>What has been picked of a sparse vector.</summary>
    readonly int[] _picked = new int[places.Length];
    readonly double[] _numbers = new double[places.Length];

    public override int OutputLength(int length) => _last < length ? places.Length : throw new SchemaException(
        $"Column '{features}' holds vectors of {length} numbers; there is no feature {_last}.");

    public override void Dense(ReadOnlySpan<double> vector, Span<double> output)
    {
        if (_areNeighbours)
        {
            vector.Slice(places[0], places.Length).CopyTo(output);
            return;
        }

        for (var k = 0; k < places.Length; k++)
        {
            output[k] = vector[places[k]];
        }
    }

    private protected override void DenseRows(ReadOnlySpan<double> vectors, int width, Span<double> made, int madeWidth)
    {
        if (_areNeighbours && madeWidth == width)
        {
            vectors.CopyTo(made);
            return;
        }

        base.DenseRows(vectors, width, made, madeWidth);
    }

    public override bool Sparse(Vector vector, Cell output)
    {
        var indices = vector.Indices;
        var values = vector.Values;
        var count = 0;
        for (var i = 0; i < indices.Length; i++)
        {
            if (_rising.AsSpan().BinarySearch(indices[i]) is >= 0 and var place)
            {
                _picked[count] = _outputs[place];
                _numbers[count++] = values[i];
            }
        }

        _picked.AsSpan(0, count).Sort(_numbers.AsSpan(0, count));
        for (var k = 0; k < count; k++)
        {
            output.Store(_picked[k], _numbers[k]);
        }

        return true;
    }
}
