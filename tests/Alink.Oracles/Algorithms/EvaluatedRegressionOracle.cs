using Alink.Evaluation;
using Alink.Regression;

namespace Alink.Oracles.Algorithms;

/// <summary>Predictions of the rows that taught a linear regression, evaluated, and its own summary of them.</summary>
[Runs("LinearRegression+RegressionEvaluator")]
sealed class EvaluatedRegressionOracle : IOracle
{
    public void Run(Trial trial)
    {
        var rows = trial.Data.ToTable().WithFeatures();
        var model = new LinearRegression().Fit(rows);
        RegressionEvaluatorOracle.Compare(trial.Expected, new RegressionEvaluator().Evaluate(model.Transform(rows)));
        trial.Expected.Of("var", model.Summary.ExplainedVariance);
        trial.Expected.Of("mae", model.Summary.MeanAbsoluteError);
        trial.Expected.Of("rmse", model.Summary.RootMeanSquaredError);
        trial.Expected.Of("r2", model.Summary.R2);
    }
}
