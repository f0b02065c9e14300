using System.Collections.Immutable;

namespace Alink.Onnx;

/// <summary>What converters share.</summary>
static class Vectors
{
    /// <summary>Writes a column of vectors that follow from those of another.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="features">The vectors.</param>
    /// <param name="output">Where those that follow go.</param>
    /// <param name="length">How long the vectors must be; null for any length.</param>
    /// <param name="map">What follows.</param>
    public static void Map(this Rows rows, Column<Vector> features, Column<Vector> output, int? length, Func<Value, Value> map) =>
        rows.Write(output.Name, map(rows.Vector(features, length)));

    public static double[] Map(this ImmutableArray<double> numbers, Func<double, double> map) => [.. numbers.Select(map)];
}
