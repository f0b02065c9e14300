using Alink.Numerics;

namespace Alink.Classification;

/// <summary>The gradient of a mini-batch under way: for each coordinate the mean over the rows that it occurs in.</summary>
/// <param name="coordinates">How many coordinates there are.</param>
sealed class FtrlBatch(int coordinates)
{
    readonly double[] _gradient = new double[coordinates];
    readonly int[] _rows = new int[coordinates];
    readonly List<int> _touched = [];

    /// <summary>How many rows wait for their step.</summary>
    public int Pending { get; private set; }

    /// <summary>Adds what a row says of one coordinate.</summary>
    public void Add(int coordinate, double g)
    {
        if (_rows[coordinate]++ == 0)
        {
            _touched.Add(coordinate);
        }

        _gradient[coordinate] += g;
    }

    /// <summary>Counts a row once all its entries are added.</summary>
    public void EndRow() => Pending++;

    /// <summary>The weight of a coordinate once the rows that wait have made their step.</summary>
    public double Weight(FtrlProximal step, ReadOnlySpan<double> coordinates, int coordinate)
    {
        var (z, n) = (coordinates[2 * coordinate], coordinates[(2 * coordinate) + 1]);
        Step(step, coordinate, ref z, ref n);
        return step.Weight(z, n);
    }

    /// <summary>Makes the step of the rows that wait, in place or in a copy.</summary>
    public void Apply(FtrlProximal step, Span<double> coordinates)
    {
        foreach (var coordinate in _touched)
        {
            Step(step, coordinate, ref coordinates[2 * coordinate], ref coordinates[(2 * coordinate) + 1]);
        }
    }

    /// <summary>Forgets the rows, once they have made their step.</summary>
    public void Clear()
    {
        foreach (var coordinate in _touched)
        {
            (_gradient[coordinate], _rows[coordinate]) = (0, 0);
        }

        _touched.Clear();
        Pending = 0;
    }

    void Step(FtrlProximal step, int coordinate, ref double z, ref double n)
    {
        if (_rows[coordinate] > 0)
        {
            step.LearnOne(_gradient[coordinate] / _rows[coordinate], step.Weight(z, n), ref z, ref n);
        }
    }
}
