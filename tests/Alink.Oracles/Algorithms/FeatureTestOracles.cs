using Alink.Statistics;

namespace Alink.Oracles.Algorithms;

[Runs("ChiSqTest")]
sealed class ChiSquareTestOracle : IOracle
{
    public void Run(Trial trial) =>
        Compare(trial.Expected, new ChiSquareTest().Evaluate(trial.Data.ToTable().WithFeatures()), "statistics");

    public static void Compare(Expectation expected, FeatureTests tests, string statistics)
    {
        expected.Of(statistics, tests.Results.Select(test => test.Statistic));
        expected.Of("pValues", tests.Results.Select(test => test.P));
        expected.Of("degreesOfFreedom", tests.Results.Select(test => test.DegreesOfFreedom));
    }
}

[Runs("ChiSqTest goodness of fit")]
sealed class GoodnessOfFitOracle : IOracle
{
    public void Run(Trial trial)
    {
        var test = ChiSquareTest.GoodnessOfFit(
            Facts.NumbersOf(trial.Data["observed"]),
            trial.Data.Find("expected") is { } expected ? Facts.NumbersOf(expected) : []);
        trial.Expected.Of("statistic", test.Statistic);
        trial.Expected.Of("df", test.DegreesOfFreedom);
        trial.Expected.Of("pValue", test.P);
    }
}

[Runs("ANOVATest")]
sealed class AnovaTestOracle : IOracle
{
    public void Run(Trial trial) => ChiSquareTestOracle.Compare(
        trial.Expected, new AnovaTest().Evaluate(trial.Data.ToTable().WithFeatures()), "fValues");
}

[Runs("FValueTest")]
sealed class FValueTestOracle : IOracle
{
    public void Run(Trial trial) => ChiSquareTestOracle.Compare(
        trial.Expected, new FValueTest().Evaluate(trial.Data.ToTable().WithFeatures()), "fValues");
}
