using Alink.Anomaly;
using Alink.Clustering;
using Alink.Drift;
using Alink.Regression;

namespace Alink.Onnx;

/// <summary>Models that have no family here: clusters, isotonic curves, outliers, drift.</summary>
static class Others
{
    public static void Add(Converters all)
    {
        all.Add<KMeansModel>(Cluster);
        all.Add<IsotonicRegressionModel>((model, rows) => rows.Write(model.Options.Prediction.Name, OnCurve(
            model, rows.Vector(model.Options.Features, model.VectorLength).Picked(model.Options.Feature))));
        all.Add<KSigmaModel>((model, rows) =>
        {
            var distance = (rows.Number(model.Options.Feature.Name) - model.Mean).Abs();
            var score = distance.Is(0).Then(0, distance.Is(double.PositiveInfinity).Then(1, distance / (distance + model.Deviation)));
            var isOutlier = (distance > model.Options.Threshold * model.Deviation).As(ElementType.Double);
            rows.Write(model.Options.Score.Name, score);
            rows.Write(model.Options.Prediction.Name, distance.IsNaN().Then(distance, isOutlier));
        });
        all.Add<DriftModel>((model, rows) =>
        {
            var errors = rows.Number(model.Errors.Name);
            rows.Write(model.Level.Name, errors.IsNaN().Then(model.Last, (double)model.Last));
            rows.Write(model.Estimate.Name, errors.IsNaN().Then(model.Mean, model.Mean));
        });
    }

    /// <summary>Between two boundaries on the line, and beyond them as at the last; NaN of NaN.</summary>
    public static Value OnCurve(IsotonicRegressionModel model, Value x)
    {
        var (boundaries, predictions) = (model.Boundaries.ToArray(), model.Predictions.ToArray());
        var inside = x.Clip(boundaries[0], boundaries[^1]);

        // What is known of the boundary at a number or below it: where it is, and how far up it goes to the next one.
        var place = inside.AtOrBelow([boundaries]);
        var (starts, levels) = (place.In((double[])[boundaries[0], .. boundaries]), place.In((double[])[predictions[0], .. predictions]));
        var widths = place.In((double[])[1, .. boundaries.Zip(boundaries.Skip(1), (left, right) => right - left), 1]);
        var rises = place.In((double[])[0, .. predictions.Zip(predictions.Skip(1), (left, right) => right - left), 0]);
        return levels + (rises * ((inside - starts) / widths));
    }

    static void Cluster(KMeansModel model, Rows rows)
    {
        var options = model.Options;
        var x = rows.Vector(options.Features, model.Centroids.Columns);
        var isCosine = options.Distance == KMeansDistance.Cosine;
        var apart = isCosine ? -x.TimesRows(model.Centroids) : x.SquaredDistances(model.Centroids);
        apart = apart.IsNaN().Then(double.PositiveInfinity, apart);
        var least = apart.Least();
        var distance = isCosine ? 1 + (least / (x * x).Sum().Through("Sqrt")) : least.Through("Sqrt");
        var isNone = distance.IsNaN() | distance.Abs().Is(double.PositiveInfinity);
        var why = $"column {options.Features} holds a row that no centroid is near to";
        rows.Write(options.Prediction.Name, apart.PlaceOfLeast().Unless(isNone, why));
        if (options.PredictionDistance is { } output)
        {
            rows.Write(output.Name, distance.Max(distance.Number(0)).Unless(isNone, why));
        }
    }
}
