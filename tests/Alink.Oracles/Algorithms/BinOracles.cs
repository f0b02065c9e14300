using Alink.Features;

namespace Alink.Oracles.Algorithms;

/// <summary>Spark ML's and Flink ML's cases; where nothing is said to learn from, all rows teach.</summary>
[Runs("RobustScaler")]
sealed class RobustScalerOracle : IOracle
{
    public void Run(Trial trial)
    {
        var isFlinks = trial.Data.Find("train") is not null;
        var train = isFlinks ? trial.Data.Vectors("train") : trial.Data.ToTable().WithFeatures();
        var model = new RobustScaler
        {
            Lower = trial.Params.Number("lower", 0.25),
            Upper = trial.Params.Number("upper", 0.75),
            RelativeError = trial.Params.Number("relativeError", 0.001),
            WithCentering = false,
        }.Fit(train);
        trial.Expected.Of("output", model.Transform(isFlinks ? trial.Data.Vectors("test") : train).RowsOf("features"));
    }
}

[Runs("KBinsDiscretizer")]
sealed class KBinsDiscretizerOracle : IOracle
{
    public void Run(Trial trial)
    {
        var model = new KBinsDiscretizer
        {
            Bins = (int)trial.Params.Number("numBins", 5),
            Strategy = Enum.Parse<BinStrategy>(trial.Params.Text("strategy")!, ignoreCase: true),
        }.Fit(trial.Data.Vectors("train"));
        trial.Expected.Of("output", model.Transform(trial.Data.Vectors("test")).RowsOf("features"));
        trial.Expected.Of("binEdges", model.Starts.Zip(model.Starts.Skip(1), (start, end) => model.Edges[start..end].ToArray()));
    }
}

/// <summary>What lies outside of the buckets is an error, whatever is said of invalid rows.</summary>
[Runs("Bucketizer")]
sealed class BucketizerOracle : IOracle
{
    public void Run(Trial trial)
    {
        var bucketizer = new Bucketizer { Columns = ["x"], Splits = [[.. Facts.NumbersOf(trial.Params["splits"])]] };
        var rows = Table.Of("x", Facts.NumbersOf(trial.Data["x"]));
        trial.Expected.Of("bucket", bucketizer.Transform(rows).NumbersOf("x_bucket"));
        trial.Expected.Says("invalid", "throws regardless of handleInvalid");
        foreach (var number in Facts.NumbersOf(trial.Data["invalid"]))
        {
            foreach (var invalid in Enum.GetValues<HandleInvalid>())
            {
                Assert.Throws<RowException>(() => (bucketizer with { HandleInvalid = invalid }).Transform(Table.Of("x", number)));
            }
        }
    }
}
