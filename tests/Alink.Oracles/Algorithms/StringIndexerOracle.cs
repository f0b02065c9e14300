using Alink.Features;

namespace Alink.Oracles.Algorithms;

[Runs("StringIndexer")]
sealed class StringIndexerOracle : IOracle
{
    public void Run(Trial trial)
    {
        trial.Params.Says("stringOrderType", "frequencyDesc");
        var rows = trial.Data.ToTable();
        var model = new StringIndexer { Columns = ["x"], Order = IndexOrder.FrequencyDescending }.Fit(rows);
        trial.Expected.Of("labels", model.Levels[0].Names);
        trial.Expected.Of("output", model.Transform(rows).NumbersOf("x_index"));
    }
}
