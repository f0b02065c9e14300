using Alink.Classification;

namespace Alink.Oracles.Algorithms;

[Runs("NaiveBayes")]
sealed class NaiveBayesOracle : IOracle
{
    public void Run(Trial trial)
    {
        trial.Params.Says("modelType", "complement");
        var rows = trial.Data.ToTable();
        var model = new NaiveBayes
        {
            Type = NaiveBayesType.Complement,
            Smoothing = trial.Params.Number("smoothing", 1),
        }.Fit(rows);
        var first = rows.Head(5);
        var vectors = Enumerable.Range(0, 5).Select(row => first.Values<Vector>("features")[row]).ToArray();
        var labels = Enumerable.Range(0, model.Labels.Count);
        trial.Expected.Of("theta[:, -5:]", labels.Select(label => LastFive(model, label)));
        trial.Expected.Of("rawPrediction first 5 rows", vectors.Select(vector => Raw(model, vector)));
        trial.Expected.Of("probability first 5", vectors.Select(model.Probabilities));
    }

    static double[] LastFive(NaiveBayesModel model, int label) =>
        [.. Enumerable.Range(model.Coefficients.Rows - 5, 5).Select(feature => model.Coefficients[feature, label])];

    /// <summary>Spark takes the logarithm of the sum of exponentials off, which here is the greatest.</summary>
    static double[] Raw(NaiveBayesModel model, Vector vector)
    {
        var raw = model.Intercepts.ToArray();
        for (var feature = 0; feature < vector.Length; feature++)
        {
            for (var label = 0; label < raw.Length; label++)
            {
                raw[label] += vector[feature] * model.Coefficients[feature, label];
            }
        }

        var greatest = raw.Max();
        return Array.ConvertAll(raw, value => value - greatest);
    }
}
