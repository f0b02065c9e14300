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
        }.Fit(Rows(trial, "train"));
        trial.Expected.Of("output", model.Transform(Rows(trial, "test")).RowsOf("features"));
    }

    static Table Rows(Trial trial, string name) => Table.Of<Vector>(
        "features", [.. trial.Data[name].EnumerateArray().Select(row => (Vector)Facts.NumbersOf(row))]);
}
