using Alink.Evaluation;
using Alink.Regression;

namespace Alink.Oracles.Algorithms;

/// <summary>A linear regression's predictions of the rows that taught it, evaluated, and the model's own summary of them.</summary>
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
