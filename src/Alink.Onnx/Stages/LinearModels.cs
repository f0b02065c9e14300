using Alink.Classification;
using Alink.Online;
using Alink.Regression;

namespace Alink.Onnx;

/// <summary>Models over margins, which are sums of weighted features.</summary>
static class LinearModels
{
    public static void Add(Converters all)
    {
        all.Add<LinearRegressionModel>((model, rows) => Regression(rows, model.Options, model.Coefficients.AsSpan(), model.Intercept));
        all.Add<OnlineLinearRegressionModel>((model, rows) => Regression(rows, model.Options, model.Coefficients.AsSpan(), model.Intercept));
        all.Add<PassiveAggressiveRegressionModel>((model, rows) =>
            Regression(rows, model.Options, model.Coefficients.AsSpan(), model.Intercept));
        all.Add<OnlineFactorizationMachineRegressionModel>((model, rows) => rows.Write(
            model.Options.Prediction.Name, Margin(model.Weights, rows.Vector(model.Options.Features, model.Weights.Linear.Length))));

        all.Add<LogisticRegressionModel>((model, rows) =>
            Logistic(rows, model.Options, model.Labels, model.Coefficients, model.Intercepts.AsSpan(), takesInfinity: true));
        all.Add<OnlineLogisticRegressionModel>((model, rows) =>
            Logistic(rows, model.Options, model.Labels, model.Coefficients, model.Intercepts.AsSpan()));
        all.Add<FtrlModel>((model, rows) =>
            Logistic(rows, model.Options, model.Labels, new(1, model.Coefficients.Length, model.Coefficients), [model.Intercept]));
        all.Add<OnlineFactorizationMachineModel>((model, rows) => rows.Classify(model.Options, model.Labels, Probabilities(
            Margin(model.Weights, rows.Vector(model.Options.Features, model.Weights.Linear.Length)), model.Place)));

        all.Add<OnlineLinearSvmModel>((model, rows) => Score(rows, model, model.Options));
        all.Add<PassiveAggressiveModel>((model, rows) => Score(rows, model, model.Options));
    }

    static void Regression(Rows rows, IRegressor options, ReadOnlySpan<double> coefficients, double intercept) => rows.Write(
        options.Prediction.Name, rows.Vector(options.Features, coefficients.Length).Dot(coefficients) + intercept);

    static void Logistic(Rows rows, IClassifier options, Levels labels, Matrix coefficients, ReadOnlySpan<double> intercepts, bool takesInfinity = false)
    {
        var margins = rows.Vector(options.Features, coefficients.Columns).TimesRows(coefficients) + intercepts;
        rows.Classify(options, labels, coefficients.Rows == 1 ? Probabilities(margins, place: 1) : margins.Softmax(takesInfinity));
    }

    /// <summary>Of two classes, from the margin of one: 1 / (1 + e^−m), which keeps the digits of small ones, as the operator Sigmoid does not.</summary>
    static Value Probabilities(Value margin, int place) => 1 / ((margin * (ReadOnlySpan<double>)(place == 1 ? [1, -1] : [-1, 1])).Exp() + 1);

    /// <summary>m = w₀ + Σ wⱼ xⱼ + ½ Σ over factors of ((Σ vⱼ xⱼ)² − Σ vⱼ² xⱼ²).</summary>
    static Value Margin(FactorizationWeights weights, Value x)
    {
        var linear = x.Dot(weights.Linear.AsSpan()) + weights.Intercept;
        if (weights.Factors.Columns == 0)
        {
            return linear;
        }

        var squares = new Matrix(weights.Factors.Rows, weights.Factors.Columns, [.. weights.Factors.Values.ToArray().Select(one => one * one)]);
        var sums = x.Times(weights.Factors);
        return linear + (((sums * sums) - (x * x).Times(squares)).Sum() * 0.5);
    }

    static void Score(Rows rows, ScoreModel model, IScoreClassifier options)
    {
        var margins = rows.Vector(options.Features, model.Coefficients.Columns).TimesRows(model.Coefficients) + model.Intercepts.AsSpan();
        var scores = model.Coefficients.Rows == 1 ? margins * [-1.0, 1.0] : margins;
        var place = model.Labels.Count == 2
            ? (scores.Picked(1) >= scores.Picked(0)).As(ElementType.Int64)
            : scores.PlaceOfGreatest();
        rows.Write(options.Scores.Name, scores);
        rows.Write(options.Prediction.Name, place.In(model.Labels.Elements()));
    }
}
