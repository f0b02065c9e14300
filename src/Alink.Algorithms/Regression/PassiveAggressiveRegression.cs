using System.Collections.Immutable;
using Alink.Linear;
using Alink.Online;

namespace Alink.Regression;

/// <summary>Predicts a number by a weighted sum of features, moving for each row just so far that the error is small.</summary>
/// <remarks>
/// K. Crammer, O. Dekel, J. Keshet, S. Shalev-Shwartz and Y. Singer, "Online passive-aggressive algorithms", JMLR 7, 2006.
/// With m = x·w + b and the loss l = max(0, |y − m| − ε), w += sign(y − m) τ x and b += sign(y − m) τ, where τ = l / |x|² (PA),
/// min(C, l / |x|²) (PA-I) or l / (|x|² + 1 / (2 C)) (PA-II). As in scikit-learn, the intercept does not count in |x|². A
/// weight multiplies τ. A row costs its stored entries; any cut of a stream gives the same bits, dense or sparse.
/// </remarks>
/// <example>
/// <code>
/// var rows = Table.Of&lt;Vector&gt;("features", [2.0]).With&lt;double&gt;("label", 3);
/// var model = new PassiveAggressiveRegression { FitIntercept = false, Epsilon = 0.2 }.Fit(rows);
/// model.Predict([2.0]) // => 2.8
/// </code>
/// </example>
public sealed record PassiveAggressiveRegression :
    IRegressor, ISequentialEstimator<PassiveAggressiveState, PassiveAggressiveRegressionModel>,
    IResumes<PassiveAggressiveState, LinearRegressionModel>, IResumes<PassiveAggressiveState, PassiveAggressiveRegressionModel>
{
    /// <summary>The vectors to predict from; all of one length.</summary>
    public Column<Vector> Features { get; init; } = "features";

    /// <summary>The number to predict, read in training only.</summary>
    public Column<double> Label { get; init; } = "label";

    /// <summary>How much each row counts, at least 0, read in training only; null counts every row once.</summary>
    public Column<double>? Weight { get; init; }

    /// <summary>Where the prediction goes.</summary>
    public Column<double> Prediction { get; init; } = "prediction";

    /// <summary>How far to go for one row.</summary>
    public PassiveAggressiveVariant Variant { get; init; } = PassiveAggressiveVariant.Limited;

    /// <summary>C, above 0: the greater, the farther one row may go.</summary>
    public double C { get; init => field = Require.Positive(Require.Finite(0, value)); } = 1;

    /// <summary>ε, the error that costs nothing; at least 0, in units of the label.</summary>
    public double Epsilon { get; init => field = Require.Finite(0, value); } = 0.1;

    /// <summary>Whether there is an intercept.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <inheritdoc/>
    public PassiveAggressiveState Start(Schema schema) => PassiveAggressiveState.Start(schema, Features, null);

    /// <inheritdoc/>
    public PassiveAggressiveState Update(PassiveAggressiveState state, Table batch)
    {
        Learn(state, batch, []);
        return state;
    }

    /// <inheritdoc/>
    public PassiveAggressiveState Advance(PassiveAggressiveState state, Table batch, out Table output)
    {
        var unpredicted = state.Width >= 0 ? 0 : 1;
        var predictions = new double[batch.RowCount];
        Learn(state, batch, predictions);
        output = batch.WithPredictions(Prediction, predictions, unpredicted);
        return state;
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">There were no rows.</exception>
    public PassiveAggressiveRegressionModel Snapshot(PassiveAggressiveState state)
    {
        var (coefficients, intercepts) = state.Read(1, nameof(PassiveAggressiveRegression));
        return new(this, [.. coefficients.Row(0)], intercepts[0]) { FeatureNames = state.FeatureNames };
    }

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The model has an intercept, and this learner has none.</exception>
    public PassiveAggressiveState Resume(LinearRegressionModel model) =>
        Resume(model.Coefficients, model.Intercept, model.FeatureNames);

    /// <inheritdoc/>
    /// <exception cref="TrainingException">The model has an intercept, and this learner has none.</exception>
    public PassiveAggressiveState Resume(PassiveAggressiveRegressionModel model) =>
        Resume(model.Coefficients, model.Intercept, model.FeatureNames);

    PassiveAggressiveState Resume(
        ImmutableArray<double> coefficients, double intercept, ImmutableArray<string> featureNames)
    {
        Margins.CheckIntercept(intercept != 0, FitIntercept);
        return new PassiveAggressiveState(featureNames, null).Take(new(1, coefficients.Length, coefficients), [intercept]);
    }

    void Learn(PassiveAggressiveState state, Table batch, Span<double> predicted)
    {
        var rows = batch.Features(Features);
        var (targets, given) = (batch.Targets(Label).ToArray(), batch.Weights(Weight).ToArray());
        state.Learn(
            rows,
            FitIntercept,
            (i, margins, square, moves) =>
            {
                var error = targets[i] - margins[0];
                var step = PassiveAggressiveState.Step(Math.Max(0, Math.Abs(error) - Epsilon), square, Variant, C);
                moves[0] = Math.Sign(error) * step * (given.Length == 0 ? 1 : given[i]);
            },
            predicted);
    }
}

/// <summary>What a <see cref="PassiveAggressiveRegression"/> has learnt.</summary>
/// <param name="Options">The settings it was trained under.</param>
/// <param name="Coefficients">The weight of each feature; shape: features.</param>
/// <param name="Intercept">The prediction where every feature is 0; 0 without an intercept.</param>
public sealed record PassiveAggressiveRegressionModel(
    PassiveAggressiveRegression Options, ImmutableArray<double> Coefficients, double Intercept)
    : RegressionModel
{
    /// <inheritdoc/>
    protected override int Length => Coefficients.Length;

    /// <inheritdoc/>
    protected override IRegressor Settings => Options;

    /// <inheritdoc/>
    protected override double Value(Vector features) => features.LaneDot(Coefficients.AsSpan()) + Intercept;

    /// <inheritdoc/>
    protected override void Predict(VectorColumn rows, Span<double> predictions) =>
        rows.Sums(Margins.LaneDot, Coefficients.AsSpan(), Intercept, predictions);
}
