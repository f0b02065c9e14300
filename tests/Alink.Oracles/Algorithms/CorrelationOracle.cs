using Alink.Statistics;

namespace Alink.Oracles.Algorithms;

[Runs("Correlation")]
sealed class CorrelationOracle : IOracle
{
    public void Run(Trial trial)
    {
        trial.Params.Says("method", "pearson");
        var matrix = new Correlation().Evaluate(trial.Data.ToTable().WithFeatures()).Values;
        trial.Expected.Of("matrix", Enumerable.Range(0, matrix.Rows).Select(row => matrix.Row(row).ToArray()));
    }
}

[Runs("KolmogorovSmirnovTest")]
sealed class KolmogorovSmirnovTestOracle : IOracle
{
    public void Run(Trial trial)
    {
        trial.Params.Says("distName", "norm");
        var normal = Facts.NumbersOf(trial.Params["params"]);
        var test = new KolmogorovSmirnovTest { Input = "sample", Mean = normal[0], Deviation = normal[1] }
            .Evaluate(trial.Data.ToTable());
        trial.Expected.Of("statistic", test.Statistic);
        trial.Expected.Of("pValue", test.P);
    }
}
