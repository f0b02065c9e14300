using System.Collections.Immutable;
using Alink.Numerics;

namespace Alink.Clustering;

/// <summary>What a <see cref="KMeans"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Centroids">Shape: K × features; of length 1 under the cosine distance.</param>
/// <param name="Sizes">The weight of the rows of each cluster; shape: K.</param>
/// <param name="Inertia">Σ w d² of the rows that taught it, or Σ w (1 − cos) under the cosine distance.</param>
/// <param name="Iterations">How many iterations were done.</param>
public sealed record KMeansModel(
    KMeans Options, Matrix Centroids, ImmutableArray<double> Sizes, double Inertia, int Iterations) : Model
{
    readonly Derived<double[]> _squares = new();

    /// <inheritdoc/>
    public override Schema Transform(Schema input)
    {
        input.FeatureField(Options.Features, Centroids.Columns);
        var output = input.With(PredictionField);
        return DistanceField is { } distance ? output.With(distance) : output;
    }

    /// <inheritdoc/>
    public override Func<bool> Bind(RowCells row)
    {
        var features = row.Read(Options.Features);
        var prediction = row.Write(PredictionField);
        var distance = DistanceField is { } field ? row.Write(field) : null;
        return () =>
        {
            var nearest = Search(row.Features(features, Centroids.Columns), out var apart);
            prediction.Set(nearest >= 0 ? nearest : throw NoDirection($" in row {row.Row}"));
            distance?.Set(apart);
            return true;
        };
    }

    /// <summary>The number of the nearest centroid, from 0; of equals the first.</summary>
    public int Predict(Vector features) => Nearest(features, out _);

    /// <summary>The number of the nearest centroid, and how far it is: by length, or 1 − cos under the cosine distance.</summary>
    /// <exception cref="RowException">The row is all zeros, and the distance is the cosine.</exception>
    public int Nearest(Vector features, out double distance)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.Length, Centroids.Columns);
        var nearest = Search(features, out distance);
        return nearest >= 0 ? nearest : throw NoDirection("");
    }

    /// <summary>The number of the nearest centroid; −1 where there is none.</summary>
    int Search(Vector features, out double distance)
    {
        var values = features.Values;
        var cosine = Options.Distance == KMeansDistance.Cosine;
        var own = features.IsDense && !cosine ? 0 : DenseKernels.Dot(values, values);
        var squares = features.IsDense || cosine ? [] : _squares.Of(Centroids, Options, static (centroids, _) => Squares(centroids));
        var (nearest, least) = (-1, double.PositiveInfinity);
        for (var k = 0; k < Centroids.Rows; k++)
        {
            var centroid = Centroids.Row(k);
            var apart =
                cosine ? -Dot(features, centroid)
                : features.IsDense ? DenseKernels.SquaredDistance(values, centroid)
                : own + squares[k] - (2 * Dot(features, centroid));
            if (apart < least)
            {
                (nearest, least) = (k, apart);
            }
        }

        distance = cosine ? Math.Max(0, 1 + (least / Math.Sqrt(own))) : Math.Sqrt(Math.Max(0, least));
        return cosine && own == 0 ? -1 : nearest;
    }

    RowException NoDirection(string row) =>
        new($"Column '{Options.Features}' holds zeros alone{row}, whose cosine distance is not defined.");

    static double Dot(Vector features, ReadOnlySpan<double> centroid) => features.IsDense
        ? DenseKernels.Dot(features.Values, centroid)
        : SparseKernels.Dot(features.Indices, features.Values, centroid);

    static double[] Squares(Matrix centroids)
    {
        var squares = new double[centroids.Rows];
        for (var k = 0; k < squares.Length; k++)
        {
            squares[k] = DenseKernels.Dot(centroids.Row(k), centroids.Row(k));
        }

        return squares;
    }

    Field PredictionField => new(Options.Prediction.Name, DataType.Int32);

    Field? DistanceField => Options.PredictionDistance is { } column ? new(column.Name, DataType.Double) : null;
}
