using Alink.Text;

namespace Alink.Oracles.Algorithms;

[Runs("IDF")]
sealed class IdfOracle : IOracle
{
    public void Run(Trial trial)
    {
        var options = new Idf { MinDocumentFrequency = (long)trial.Params.Number("minDocFreq", 0) };
        var model = options.Fit(trial.Data.ToTable().WithFeatures());
        trial.Expected.Of("idf", model.Idf);
        trial.Expected.Says("formula", "ln((m+1)/(df+1))");
    }
}
