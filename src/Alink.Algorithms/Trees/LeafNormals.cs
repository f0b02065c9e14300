using System.Runtime.Intrinsics;
using Alink.Numerics;
using Alink.Statistics;

namespace Alink.Trees;

/// <summary>The normal distributions at the leaves of a tree, with their logarithms computed once for a model.</summary>
/// <remarks>The simple way is <see cref="ClassNormals.LogDensity"/>, whose bits these are.</remarks>
sealed class LeafNormals
{
    const double TwoPi = 2 * Math.PI;

    readonly int _padded;
    readonly double[] _means;
    readonly double[] _variances;
    readonly double[] _logs;

    public LeafNormals(Matrix means, Matrix variances)
    {
        _padded = Eights.Padded(means.Columns);
        (_means, _variances, _logs) = (new double[means.Rows * _padded], new double[means.Rows * _padded], new double[means.Rows * _padded]);
        for (var row = 0; row < means.Rows; row++)
        {
            means.Row(row).CopyTo(_means.AsSpan(row * _padded));
            variances.Row(row).CopyTo(_variances.AsSpan(row * _padded));
        }

        for (var i = 0; i < _logs.Length; i++)
        {
            _logs[i] = _variances[i] > 0 ? VectorMath.Log(_variances[i] * TwoPi) : 0;
        }
    }

    /// <summary>The logarithm of the density of a row at the distributions of a place.</summary>
    /// <param name="x">The row, and zeros up to a multiple of eight numbers.</param>
    /// <param name="row">The place.</param>
    public double LogDensity(ReadOnlySpan<double> x, int row)
    {
        var sum = Vector512<double>.Zero;
        for (var j = 0; j < _padded; j += Vector512<double>.Count)
        {
            var place = (row * _padded) + j;
            var variance = Vector512.Create(_variances.AsSpan(place));
            var varies = Vector512.GreaterThan(variance, Vector512<double>.Zero);
            var apart = Vector512.Create(x[j..]) - Vector512.Create(_means.AsSpan(place));
            var certain = Vector512.ConditionalSelect(
                Vector512.Equals(apart, Vector512<double>.Zero),
                Vector512<double>.Zero,
                Vector512.Create(double.PositiveInfinity));
            var safe = Vector512.ConditionalSelect(varies, variance, Vector512<double>.One);
            sum += Vector512.ConditionalSelect(
                varies, Vector512.Create(_logs.AsSpan(place)) + (apart * apart / safe), certain);
        }

        Span<double> lanes = stackalloc double[Vector512<double>.Count];
        sum.CopyTo(lanes);
        return -0.5 * (lanes[0] + lanes[4] + (lanes[1] + lanes[5]) + (lanes[2] + lanes[6] + (lanes[3] + lanes[7])));
    }
}
