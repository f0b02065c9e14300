using Alink.Classification;

namespace Alink.Onnx;

/// <summary>Classifiers by naive Bayes.</summary>
static class NaiveBayesModels
{
    public static void Add(Converters all)
    {
        all.Add<NaiveBayesModel>((model, rows) =>
        {
            var x = rows.Vector(model.Options.Features, model.Coefficients.Rows);
            var joint = x.Times(model.Coefficients) + model.Intercepts.AsSpan();
            rows.ClassifyLogJoint(model.Options, model.Labels, model.Options.Type != NaiveBayesType.Bernoulli ? joint
                : joint.Unless((!(x.Is(0) | x.Is(1))).Any(), $"column {model.Options.Features} holds another number than 0 and 1"));
        });
        all.Add<GaussianNaiveBayesModel>((model, rows) => rows.ClassifyLogJoint(
            model.Options, model.Labels,
            LogDensities(rows.Vector(model.Options.Features, model.Means.Columns), model.Means, model.Variances) + model.LogPriors.AsSpan()));
        all.Add<MixedNaiveBayesModel>((model, rows) =>
        {
            var x = rows.Vector(model.Options.Features, model.Means.Columns);
            var joint = LogDensities(x, model.Means, model.Variances) + model.LogPriors.AsSpan();
            for (var f = 0; f < model.Categorical.Length; f++)
            {
                joint += LogProbabilities(x, model, f);
            }

            rows.ClassifyLogJoint(model.Options, model.Labels, joint);
        });
    }

    /// <summary>Σ log of the normal density of each feature in each class; a variance of 0 has no term.</summary>
    static Value LogDensities(Value x, Matrix means, Matrix variances)
    {
        var peaks = Enumerable.Range(0, means.Rows).Select(c => variances.Row(c).ToArray().Where(variance => variance > 0)
            .Sum(variance => -0.5 * Math.Log(2 * Math.PI * variance))).ToArray();
        var precisions = Array.ConvertAll(variances.Values.ToArray(), variance => variance > 0 ? 1 / variance : 0);
        return (x.SquaredDistances(means, precisions) * -0.5) + peaks;
    }

    /// <summary>log p(category | class) of one feature.</summary>
    static Value LogProbabilities(Value x, MixedNaiveBayesModel model, int feature)
    {
        var (start, end) = (model.Starts[feature], model.Starts[feature + 1]);
        var logs = Enumerable.Range(start, end - start).SelectMany(place => model.LogProbabilities.Row(place).ToArray());
        return x.Picked(model.Categorical[feature]).PlaceIn([[.. model.Categories[start..end]]])
            .RowOf(new(1 + end - start, model.Labels.Count, [.. model.Unseen.Row(feature), .. logs]));
    }
}
