using Alink.Regression;

namespace Alink.Oracles.Algorithms;

/// <summary>Standard errors, tests and deviances; they come from normal equations.</summary>
[Runs("LinearRegression.summary")]
sealed class LinearRegressionSummaryOracle : IOracle
{
    public void Run(Trial trial)
    {
        if (trial.Params.Find("solver") is not null)
        {
            trial.Params.Says("solver", "normal");
        }

        var model = new LinearRegression
        {
            Weight = trial.Params.Column("weightCol"),
            FitIntercept = trial.Params.Flag("fitIntercept", true),
            Solver = RegressionSolver.Normal,
        }.Fit(trial.Data.ToTable().WithFeatures());
        var summary = model.Summary;
        trial.Expected.Of("coefficients", model.Coefficients);
        trial.Expected.Of("intercept", model.Intercept);
        trial.Expected.Of("devianceResiduals(min,max)", [summary.LeastResidual, summary.GreatestResidual]);
        trial.Expected.Of("stdErr[x0,x1,intercept]", summary.StandardErrors);
        trial.Expected.Of("tValues", model.Tests().Select(test => test.Statistic));
        trial.Expected.Of("pValues", model.Tests().Select(test => test.P));
        trial.Expected.Of("dispersion", summary.Dispersion);
        trial.Expected.Of("nullDeviance", summary.NullDeviance);
        trial.Expected.Of("residualDeviance", summary.Deviance);
        trial.Expected.Of("aic", summary.Aic);
        trial.Expected.Of("diag((AtWA)^-1)", summary.StandardErrors.Select(e => e * e / summary.Dispersion));
    }
}
