using Alink.Runtime;
using Alink.Statistics;

namespace Alink.Oracles.Algorithms;

[Runs("Summarizer")]
sealed class SummarizerOracle : IOracle
{
    public void Run(Trial trial)
    {
        var summary = Summarizer.SummarizeAsync(
            trial.Data.ToTable().WithFeatures(),
            "features",
            trial.Params.Column("weightCol"),
            new(LocalMachine.Default)).AsTask().GetAwaiter().GetResult();
        trial.Expected.Of("count", summary.NumbersOf("count").Distinct().Single());
        foreach (var (theirs, ours) in new[]
        {
            ("mean", "mean"), ("variance", "variance"), ("numNonZeros", "nonZeros"), ("max", "maximum"),
            ("min", "minimum"), ("normL1", "l1"), ("normL2", "l2"),
        })
        {
            trial.Expected.Of(theirs, summary.NumbersOf(ours));
        }
    }
}
