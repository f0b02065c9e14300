using Alink.Evaluation;

namespace Alink.Oracles.Algorithms;

[Runs("RegressionEvaluator")]
sealed class RegressionEvaluatorOracle : IOracle
{
    public void Run(Trial trial)
    {
        var evaluator = new RegressionEvaluator
        {
            Weight = trial.Params.Column("weightCol"),
            ThroughOrigin = trial.Params.Flag("throughOrigin", false),
        };
        var metrics = evaluator.Evaluate(trial.Data.ToTable());
        if (evaluator.Weight is not null)
        {
            // Spark's weighted R² comes out above 1 there, which no R² of least squares can be.
            trial.Expected.Informational("r2", trial.Case.Note);
            Assert.True(metrics.R2 <= 1);
        }

        Compare(trial.Expected, metrics);
    }

    public static void Compare(Expectation expected, RegressionMetrics metrics)
    {
        expected.Of("var", metrics.PredictedVariance);
        expected.Of("mae", metrics.MeanAbsoluteError);
        expected.Of("mse", metrics.MeanSquaredError);
        expected.Of("rmse", metrics.RootMeanSquaredError);
        expected.Of("r2", metrics.R2);
    }
}
