using Alink.Clustering;

namespace Alink.Oracles.Algorithms;

/// <summary>Centroids come from every start, and are compared in the order of their first number.</summary>
[Runs("KMeans")]
sealed class KMeansOracle : IOracle
{
    public void Run(Trial trial)
    {
        var rows = trial.Data.ToTable().WithFeatures();
        var options = new KMeans
        {
            K = (int)trial.Params.Number("k", 2),
            Distance = trial.Params.Text("distanceMeasure") switch
            {
                null => KMeansDistance.Euclidean,
                "cosine" => KMeansDistance.Cosine,
                var other => throw new FormatException($"The distance '{other}' is not known."),
            },
        };
        if (trial.Expected.Says("throws", "Cosine distance is not defined (zero-length vector)"))
        {
            var exception = Assert.Throws<TrainingException>(() => options.Fit(rows));
            Assert.Contains("cosine distance is not defined", exception.Message);
            return;
        }

        foreach (var start in Enum.GetValues<KMeansInit>())
        {
            var model = (options with { InitMode = start }).Fit(rows);
            var centroids = Enumerable.Range(0, options.K).Select(k => model.Centroids.Row(k).ToArray());
            trial.Expected.Of("centers (any order)", centroids.OrderBy(centroid => centroid[0]));
            trial.Expected.Of("trainingCost (WSSSE)", model.Inertia);
        }
    }
}
