using Alink.Features;

namespace Alink.Oracles.Algorithms;

[Runs("MinMaxScaler")]
sealed class MinMaxScalerOracle : IOracle
{
    public void Run(Trial trial)
    {
        var model = new MinMaxScaler
        {
            Minimum = trial.Params.Number("min", 0),
            Maximum = trial.Params.Number("max", 1),
        }.Fit(trial.Data.Vectors("train"));
        trial.Expected.Of("output", model.Transform(trial.Data.Vectors("test")).RowsOf("features"));
    }
}
