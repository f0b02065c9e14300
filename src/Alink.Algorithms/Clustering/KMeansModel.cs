using System.Collections.Immutable;
using System.Runtime.Intrinsics;
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
            var vector = row.Features(features, Centroids.Columns);
            var nearest = Search(vector, out var apart);
            prediction.Set(nearest >= 0 ? nearest : throw NoCentroid(vector, $" in row {row.Row}"));
            distance?.Set(apart);
            return true;
        };
    }

    /// <inheritdoc/>
    public override Table Transform(Table input)
    {
        if (Options.Distance != KMeansDistance.Euclidean || input.RowCount == 0 ||
            input.Values(Options.Features) is not VectorColumn { IsDense: true, Validity.IsFull: true } rows)
        {
            return base.Transform(input);
        }

        Transform(input.Schema);
        var areWanted = DistanceField is not null || !IsModest(rows.Block.Values) || !IsModest(Centroids.Values);
        var (nearest, distances) = (new int[rows.Length], new double[areWanted ? rows.Length : 0]);
        new NearestCentroid(Centroids.Values, Centroids.Rows, Centroids.Columns).Assign(rows.Block.Values, nearest, distances);
        if (!Array.TrueForAll(distances, double.IsFinite))
        {
            return base.Transform(input); // It knows which row to name.
        }

        var output = input.With(PredictionField, new FixedColumn<int>(nearest));
        return DistanceField is { } field
            ? output.With(field, new FixedColumn<double>(Array.ConvertAll(distances, Math.Sqrt)))
            : output;
    }

    /// <summary>The number of the nearest centroid, from 0; of equals the first.</summary>
    /// <inheritdoc cref="Nearest"/>
    public int Predict(Vector features) => Nearest(features, out _);

    /// <summary>The number of the nearest centroid, and how far it is: by length, or 1 − cos under the cosine distance.</summary>
    /// <exception cref="RowException">The row is of another length, holds NaN or an infinity, or zeros alone under the cosine distance.</exception>
    public int Nearest(Vector features, out double distance)
    {
        var nearest = Search(Taken(features, Centroids.Columns), out distance);
        return nearest >= 0 ? nearest : throw NoCentroid(features, "");
    }

    /// <summary>Whether all numbers are so small that no distance between them is infinite.</summary>
    static bool IsModest(ReadOnlySpan<double> numbers)
    {
        var most = Vector512.Create(1e100);
        var (isModest, i) = (Vector512.Equals(most, most), 0); // A comparison with NaN is false.
        for (; i <= numbers.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            isModest &= Vector512.LessThan(Vector512.Abs(Vector512.Create(numbers[i..])), most);
        }

        var all = isModest.AsInt64() == Vector512<long>.AllBitsSet;
        for (; i < numbers.Length; i++)
        {
            all &= Math.Abs(numbers[i]) < 1e100;
        }

        return all;
    }

    /// <summary>The number of the nearest centroid; −1 where there is none.</summary>
    int Search(Vector features, out double distance)
    {
        if (features.IsDense || features.Length > RowBlock.NarrowWidth)
        {
            return Search(features.Indices, features.Values, features.IsDense, out distance);
        }

        // As in training: written out, narrow rows are compared exactly.
        Span<double> values = stackalloc double[features.Length];
        features.CopyTo(values);
        return Search([], values, isDense: true, out distance);
    }

    int Search(ReadOnlySpan<int> indices, ReadOnlySpan<double> values, bool isDense, out double distance)
    {
        var cosine = Options.Distance == KMeansDistance.Cosine;
        var own = isDense && !cosine ? 0 : DenseKernels.Dot(values, values);
        var squares = isDense || cosine ? [] : _squares.Of(Centroids, Options, static (centroids, _) => Squares(centroids));
        var (nearest, least) = (-1, double.PositiveInfinity);
        for (var k = 0; k < Centroids.Rows; k++)
        {
            var centroid = Centroids.Row(k);
            var apart =
                isDense && cosine ? -DenseKernels.Dot(values, centroid)
                : isDense ? DenseKernels.SquaredDistance(values, centroid)
                : cosine ? -SparseKernels.Dot(indices, values, centroid)
                : Assignment.SquaredDistance(
                    own, SparseKernels.Dot(indices, values, centroid) - (squares[k] / 2), squares[k] / -2);
            if (apart < least)
            {
                (nearest, least) = (k, apart);
            }
        }

        distance = cosine ? Math.Max(0, 1 + (least / Math.Sqrt(own))) : Math.Sqrt(least);
        return double.IsFinite(distance) ? nearest : -1;
    }

    RowException NoCentroid(Vector features, string row) => new(features.Values.ContainsAnyExcept(0.0)
        ? $"Column '{Options.Features}' holds a number that is not finite{row}, to which no centroid is near."
        : $"Column '{Options.Features}' holds zeros alone{row}, whose cosine distance is not defined.");

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
