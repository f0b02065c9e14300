using Alink.Features;

namespace Alink.Oracles.Algorithms;

/// <summary>What becomes of NaN stands in one case both ways.</summary>
[Runs("QuantileDiscretizer")]
sealed class QuantileDiscretizerOracle : IOracle
{
    public void Run(Trial trial)
    {
        trial.Params.Says("handleInvalid", "keep|skip");
        var rows = trial.Data.ToTable();
        foreach (var (invalid, name) in new[] { (HandleInvalid.Keep, "keep"), (HandleInvalid.Skip, "skip") })
        {
            var model = new QuantileDiscretizer
            {
                Columns = ["x"],
                Buckets = (int)trial.Params.Number("numBuckets", 2),
                HandleInvalid = invalid,
            }.Fit(rows);
            trial.Expected.Of(name, model.Transform(rows).NumbersOf("x_bucket"));
        }
    }
}
