using System.Text.Json;
using Alink.Regression;

namespace Alink.Oracles.Algorithms;

/// <summary>Every solver that takes a case must reach its numbers.</summary>
[Runs("LinearRegression")]
sealed class LinearRegressionOracle : IOracle
{
    public void Run(Trial trial)
    {
        var rows = trial.Data.ToTable().WithFeatures();
        foreach (var options in Options(trial.Params))
        {
            var model = options.Fit(rows);
            trial.Expected.Of("coefficients", model.Coefficients);
            trial.Expected.Of("intercept", model.Intercept);
            trial.Expected.Of("[intercept, coef0, coef1]", [model.Intercept, .. model.Coefficients]);
            trial.Expected.Of("scale", model.Scale);
            trial.Expected.Of("objectiveHistory", model.Summary.ObjectiveHistory);
            trial.Expected.Of("iterations", model.Summary.Iterations);
        }
    }

    static IEnumerable<LinearRegression> Options(Facts given)
    {
        var options = new LinearRegression
        {
            Weight = given.Column("weightCol"),
            Loss = given.Text("loss") switch
            {
                null => RegressionLoss.SquaredError,
                "huber" => RegressionLoss.Huber,
                var other => throw new FormatException($"The loss '{other}' is not known."),
            },
            Epsilon = given.Number("epsilon", 1.35),
            Regularization = given.Number("regParam", 0),
            ElasticNet = given.Number("elasticNetParam", 0),
            FitIntercept = given.Flag("fitIntercept", true),
            Tolerance = 1e-12,
        };
        return
            from solver in Solvers(given.Text("solver"), options.Loss)
            from standardize in Standardize(given)
            select options with { Solver = solver, Standardize = standardize };
    }

    static RegressionSolver[] Solvers(string? solver, RegressionLoss loss) => (solver, loss) switch
    {
        (null or "normal|l-bfgs", RegressionLoss.SquaredError) => [RegressionSolver.Normal, RegressionSolver.Lbfgs],
        (null, RegressionLoss.Huber) => [RegressionSolver.Lbfgs],
        _ => throw new FormatException($"The solver '{solver}' is not known."),
    };

    static bool[] Standardize(Facts given) =>
        given.Find("standardization") is { ValueKind: JsonValueKind.String } words && words.ValueEquals("any")
            ? [true, false]
            : [given.Flag("standardization", true)];
}
