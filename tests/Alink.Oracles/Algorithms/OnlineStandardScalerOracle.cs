using Alink.Features;

namespace Alink.Oracles.Algorithms;

/// <summary>Flink ML publishes a model of all rows so far when a window of 3 seconds closes.</summary>
[Runs("OnlineStandardScaler")]
sealed class OnlineStandardScalerOracle : IOracle
{
    const long Window = 3000;
    const string Models = "model data (cumulative) [mean,std,version,timestamp]";

    public void Run(Trial trial)
    {
        trial.Params.Says("windows", "EventTimeTumblingWindows 3000ms");
        var rows = trial.Data.ToTable().WithFeatures();
        var times = rows.NumbersOf("ts_ms");
        var scaler = new StandardScaler { Unbiased = true };
        var state = scaler.Start(rows.Schema);
        var version = 0;
        foreach (var window in Enumerable.Range(0, rows.RowCount).GroupBy(row => (long)times[row] / Window))
        {
            state = scaler.Update(state, rows.Gather([.. window]));
            var (model, place) = (scaler.Snapshot(state), version++);
            trial.Expected.Of(Models, models => models[place][0], model.Mean);
            trial.Expected.Of(Models, models => models[place][1], model.Deviation);
            var expected = trial.Case.Expected.GetProperty(Models)[place];
            Assert.Equal((place, ((window.Key + 1) * Window) - 1), (expected[2].GetInt32(), expected[3].GetInt64()));
        }

        Assert.Equal(trial.Case.Expected.GetProperty(Models).GetArrayLength(), version);
    }
}
