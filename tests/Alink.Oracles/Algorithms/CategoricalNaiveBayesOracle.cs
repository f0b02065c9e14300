using System.Globalization;
using System.Text.Json;
using Alink.Classification;

namespace Alink.Oracles.Algorithms;

/// <summary>Flink ML's takes every feature for categories; the last number of a training row is its label.</summary>
[Runs("NaiveBayes (Flink, categorical multinomial)")]
sealed class CategoricalNaiveBayesOracle : IOracle
{
    public void Run(Trial trial)
    {
        var train = Rows(trial.Data["train"]);
        var features = Enumerable.Range(0, train[0].Length - 1);
        var model = new MixedNaiveBayes
        {
            Categorical = [.. features.Select(feature => feature.ToString(CultureInfo.InvariantCulture))],
            Smoothing = trial.Params.Number("smoothing", 1),
        }.Fit(Table
            .Of<Vector>("features", [.. train.Select(row => Vector.Dense(row[..^1]))])
            .With<double>("label", [.. train.Select(row => row[^1])]));
        trial.Expected.Of("prediction", Rows(trial.Data["test"])
            .Select(row => Facts.NumberOf(model.Labels.Names[model.Predict(row)])));
    }

    static double[][] Rows(JsonElement rows) => [.. rows.EnumerateArray().Select(Facts.NumbersOf)];
}
