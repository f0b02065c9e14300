using Alink.Clustering;

namespace Alink.Oracles.Algorithms;

/// <summary>The rows come in mini-batches of several sizes; the mean of all rows is expected of each.</summary>
[Runs("StreamingKMeans")]
sealed class StreamingKMeansOracle : IOracle
{
    public void Run(Trial trial)
    {
        var rows = trial.Data.ToTable().WithFeatures();
        trial.Params.Says("timeUnit", "batches");
        foreach (var batchSize in new[] { 1, 50, 333 })
        {
            var model = new StreamingKMeans
            {
                K = (int)trial.Params.Number("k", 2),
                DecayFactor = trial.Params.Number("decayFactor", 1),
                BatchSize = batchSize,
                InitialCentroids = [.. Facts.NumbersOf(trial.Params["initialCenters"][0])],
                InitialWeight = Facts.NumbersOf(trial.Params["initialWeights"])[0],
            }.Fit(rows);
            trial.Expected.Of("final center = grand mean", model.Centroids.Row(0).ToArray());
        }
    }
}
