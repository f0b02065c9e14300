using Alink.Classification;
using Alink.Evaluation;

namespace Alink.Oracles.Algorithms;

/// <summary>The log loss of a logistic regression's training rows, as its model and as an evaluator tell it.</summary>
[Runs("LogisticRegression (train log-loss)")]
sealed class TrainingLogLossOracle : IOracle
{
    public void Run(Trial trial)
    {
        var rows = trial.Data.ToTable().WithFeatures();
        foreach (var solver in new[] { LogisticSolver.Newton, LogisticSolver.Lbfgs })
        {
            var model = new LogisticRegression
            {
                Regularization = trial.Params.Number("regParam", 0),
                Solver = solver,
                Tolerance = 1e-12,
            }.Fit(rows);
            var evaluated = new BinaryEvaluator().Evaluate(model.Transform(rows));
            trial.Expected.Of("mean log loss on training data", model.Summary.LogLoss);
            trial.Expected.Of("mean log loss on training data", evaluated.LogLoss);
        }
    }
}
