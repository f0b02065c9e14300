using Alink.Features;

namespace Alink.Oracles.Algorithms;

/// <summary>Spark and Flink ML divide by the unbiased deviation.</summary>
[Runs("StandardScaler")]
sealed class StandardScalerOracle : IOracle
{
    public void Run(Trial trial)
    {
        var rows = trial.Data.ToTable().WithFeatures();
        var model = new StandardScaler
        {
            WithMean = trial.Params.Flag("withMean", false),
            WithDeviation = trial.Params.Flag("withStd", true),
            Unbiased = true,
        }.Fit(rows);
        trial.Expected.Of("mean", model.Mean);
        trial.Expected.Of("std", model.Deviation);
        trial.Expected.Of("output", model.Transform(rows).RowsOf("features"));
    }
}
