using System.Text.Json;
using Alink.Regression;

namespace Alink.Oracles.Algorithms;

/// <summary>The case of equal features is of Spark before 3.4, and runs under its rule.</summary>
[Runs("IsotonicRegression")]
sealed class IsotonicRegressionOracle : IOracle
{
    public void Run(Trial trial)
    {
        var data = trial.Data.ToTable();
        double[] features = data.NumbersOf("feature");
        var model = new IsotonicRegression
        {
            Increasing = trial.Params.Flag("isotonic", true),
            Weight = trial.Params.Column("weightCol"),
            Ties = trial.Case.Note?.StartsWith("Spark <3.4 semantics", StringComparison.Ordinal) == true
                ? IsotonicTies.Separate : IsotonicTies.Average,
        }.Fit(data.With<Vector>("features", [.. features.Select(feature => (Vector)new[] { feature })]));
        trial.Expected.Of("boundaries", model.Boundaries);
        trial.Expected.Of("predictions", model.Predictions);
        trial.Expected.Of("predict_train", features.Select(feature => model.Predict([feature])));
        string[] asked = ["0", "1.5", "2.5", "4"];
        trial.Expected.Of(
            "predict",
            predict => JsonSerializer.SerializeToElement(asked.Select(value => predict.GetProperty(value))),
            asked.Select(value => model.Predict([Facts.NumberOf(value)])));
    }
}
